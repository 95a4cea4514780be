package trapeze.machine.board;

/** How a board stands when it stops running. */
public sealed interface Outcome {
  /** Its budget is spent; it can go on. */
  record Running() implements Outcome {}

  /** Someone asked it to stop; it can go on. */
  record Interrupted() implements Outcome {}

  /**
   * Every hart waits, and nothing but input from outside can end that, or by the host's clock the
   * time.
   *
   * @param nanoseconds until time may end it; the greatest long if it will not
   */
  record Idle(long nanoseconds) implements Outcome {}

  /**
   * The guest has ended its machine.
   *
   * @param code exit code, 0 if it is content
   */
  record Ended(int code) implements Outcome {}

  /** The guest asks to be started again. */
  record Reset() implements Outcome {}

  /**
   * Whoever runs the machine has ended it, because its harts only took traps and retired nothing.
   *
   * @param address where the first of them stands, a virtual address of the guest
   */
  record FaultLoop(long address) implements Outcome {}

  /**
   * Trapeze itself has failed while it ran the machine: a defect, never the guest's doing.
   *
   * @param cause what was thrown
   */
  record Failed(Throwable cause) implements Outcome {}

  /** Whether the guest is done for good. */
  default boolean isFinal() {
    return !(this instanceof Running || this instanceof Interrupted || this instanceof Idle);
  }
}
