package trapeze.monitor;

/** Sees each slice of a real hart, on the thread that runs it. */
@FunctionalInterface
public interface SliceListener {
  /** Sees nothing. */
  SliceListener NONE = (machine, realHart, steps, began, ended) -> {};

  /**
   * A slice is over.
   *
   * @param realHart the real hart's number
   * @param steps that the guest made in it
   * @param began in nanoseconds of the host's clock
   * @param ended likewise
   */
  void sliced(VirtualMachine machine, int realHart, long steps, long began, long ended);
}
