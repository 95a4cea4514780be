package trapeze.fuzz.qemu;

import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;

/** Walks of both stages of a guest's translation, for the bits that QEMU does not look at. */
final class GuestWalk {
  private static final int PAGE_BITS = 12;
  private static final int LEVEL_BITS = 9;
  private static final long NUMBER = (1L << 44) - 1;
  private static final long RESERVED = -1L << 54;
  private static final long PERMISSIONS = 0xe;
  private static final long NOWHERE = -1;

  private final Board board;
  private final Hart hart;
  private long seen;

  GuestWalk(Board board, Hart hart) {
    this.board = board;
    this.hart = hart;
  }

  /** The bits above the number of the page, of all entries on the way to an address. */
  long bits(long address) {
    long found = walk(hart.state.get(Rv64State.VSATP), address, true);
    if (found != NOWHERE) {
      physical(found);
    }
    return seen;
  }

  private long physical(long guestPhysical) {
    return walk(hart.state.get(Rv64State.HGATP), guestPhysical, false);
  }

  /** Where an address leads in one stage, permissions aside. */
  private long walk(long root, long address, boolean isVirtual) {
    if (root >>> 60 == AddressTranslation.BARE) {
      return address;
    }
    int top = (int) (root >>> 60) - AddressTranslation.SV39 + 2;
    long table = (root & NUMBER & (isVirtual ? -1 : ~3L)) << PAGE_BITS;
    for (int level = top; level >= 0; level--) {
      int width = !isVirtual && level == top ? LEVEL_BITS + 2 : LEVEL_BITS;
      int shift = PAGE_BITS + LEVEL_BITS * level;
      long at = table + 8 * (address >>> shift & (1L << width) - 1);
      long real = isVirtual ? physical(at) : at;
      if (real == NOWHERE || !board.memory().contains(real, 8)) {
        return NOWHERE;
      }
      long entry = board.memory().getLong(real);
      seen |= entry & RESERVED;
      if ((entry & 1) == 0) {
        return NOWHERE;
      }
      long page = (entry >>> 10 & NUMBER) << PAGE_BITS;
      if ((entry & PERMISSIONS) != 0) {
        long inside = (1L << shift) - 1;
        return page & ~inside | address & inside;
      }
      table = page;
    }
    return NOWHERE;
  }
}
