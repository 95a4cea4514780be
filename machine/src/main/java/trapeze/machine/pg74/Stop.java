package trapeze.machine.pg74;

/** Why a machine stopped running. */
public sealed interface Stop {
  /** All of its budget is spent. */
  Stop BUDGET = new Budget();

  /** It will never make another step. */
  Stop HALTED = new Halted();

  /** All of its budget is spent. */
  record Budget() implements Stop {}

  /** It has halted. */
  record Halted() implements Stop {}

  /** A trap was raised and not taken, because the machine has a resident to handle it. */
  record Trapped(trapeze.isa.pg74.Trapped trap) implements Stop {}
}
