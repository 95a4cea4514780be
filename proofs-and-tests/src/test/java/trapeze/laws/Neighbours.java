package trapeze.laws;

import trapeze.machine.engine.Optimisation;

/**
 * System instructions of a bare run of which a monitor should see no exit: each stands in the same
 * page as the instruction before, which was emulated and fenced nothing.
 */
final class Neighbours {
  private static final boolean HAVE_EFFECT =
      Optimisation.NEIGHBOURING_EXITS.isOn() && Optimisation.ASKED_REFUSALS.isOn();

  private static final long PAGE = 4096;
  private static final long NOWHERE = 1;
  private static final int SYSTEM = 0x73;
  private static final int COMPRESSED_EBREAK = 0x9002;

  private long page = NOWHERE;
  private boolean isBroken;
  private long count;

  /** How many there were. */
  long count() {
    return count;
  }

  /** There is one more. */
  void counts() {
    count++;
  }

  /**
   * Whether an instruction may be one.
   *
   * @param packed decoded; 0 if it is none
   * @param bits as it was fetched
   */
  boolean holds(long pc, long packed, int bits) {
    boolean isSystem = (bits & 0x7f) == SYSTEM || bits == COMPRESSED_EBREAK;
    int length = bits == COMPRESSED_EBREAK ? 2 : 4;
    boolean isInside = (pc & -PAGE) == page && pc % PAGE + length <= PAGE;
    return HAVE_EFFECT && packed != 0 && isSystem && isInside;
  }

  /** The instruction at an address has been emulated. */
  void goesOnBehind(long pc) {
    page = isBroken ? NOWHERE : pc & -PAGE;
    isBroken = false;
  }

  /** The instruction that is about to be emulated fences something. */
  void breaks() {
    isBroken = true;
  }

  /** The next instruction is nobody's neighbour. */
  void ends() {
    page = NOWHERE;
  }
}
