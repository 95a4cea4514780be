package trapeze.monitor.sbi;

/**
 * Calls that the SBI answers for one hart besides the standard ones: what a monitor has to offer to
 * a kernel that knows it.
 */
public interface SbiExtension {
  /** Extension id, in a7; it is not one of the standard's. */
  long id();

  /**
   * Answers a call. The pc is behind the ECALL already.
   *
   * @param function in a6
   * @param x argument in a0
   * @param y in a1
   * @param z in a2
   */
  Reply call(int function, long x, long y, long z);

  /** The hart is started anew: nothing that it had asked for holds any longer. */
  void reset();
}
