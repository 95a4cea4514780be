package trapeze.machine.engine;

import trapeze.isa.state.Trap;

/** Sees each step of a hart. */
public interface Tracer {
  /**
   * An instruction was fetched and is about to be executed: the hart's state is as before it. If it
   * neither retires nor raises a trap that the hart's own program is given, it is fetched again.
   *
   * @param bits the instruction's 16 or 32 bits, zero-extended
   * @param packed the same, decoded
   */
  default void begins(long pc, long bits, long packed) {}

  /** An instruction retired: {@code packed} stood at {@code pc}. */
  void retired(long pc, long packed);

  /** A trap was raised at {@code pc}; a bare hart has entered its handler. */
  void trapped(long pc, Trap trap);

  /** A trap was raised at {@code pc}, and the resident is about to be told of it. */
  default void handedOver(long pc, Trap trap) {}
}
