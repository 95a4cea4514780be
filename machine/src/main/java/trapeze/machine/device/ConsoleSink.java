package trapeze.machine.device;

/** Where a console device's output goes, a byte at a time and in order. */
@FunctionalInterface
public interface ConsoleSink {
  /** Takes one byte; must not block for longer than the host's own terminal may. */
  void accept(byte value);
}
