package trapeze.machine.engine;

import trapeze.isa.state.Trap;

/** Sees each step of a hart, after it has been made. */
public interface Tracer {
  /** An instruction retired: {@code packed} stood at {@code pc}. */
  void retired(long pc, long packed);

  /** A trap was raised at {@code pc}; a bare hart has entered its handler. */
  void trapped(long pc, Trap trap);
}
