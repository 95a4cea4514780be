package trapeze.isa.ir;

/**
 * Why memory is accessed: what permission it needs and which trap it takes (priv:sv32algorithm).
 */
public enum AccessKind {
  /** Fetches an instruction. */
  EXECUTE,
  /** Loads. */
  READ,
  /** Stores, and read-modify-writes of any sort. */
  WRITE,
  /** Loads what a guest may execute, and faults as a load (priv:hlvx). */
  READ_EXECUTABLE
}
