package trapeze.machine.debug;

/** Why a hart has halted by itself. */
public sealed interface HaltReason {
  /** It has made the step that it was asked for. */
  HaltReason STEPPED = new Stepped();

  /**
   * A trigger has matched.
   *
   * @param address what matched: of the instruction, which has not been executed, or of the first
   *     byte of the access, which has been made
   */
  record Triggered(Trigger trigger, long address) implements HaltReason {}

  /** It has made the step that it was asked for. */
  record Stepped() implements HaltReason {}
}
