package trapeze.machine.pg74;

/** A device, which is given a word at a time and is done with it at once. */
@FunctionalInterface
public interface Device {
  /** Takes a word. */
  void start(long word);
}
