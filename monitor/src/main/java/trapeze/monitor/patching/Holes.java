package trapeze.monitor.patching;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;

/** Where the guest's present address space has nothing, for nobody. */
final class Holes {
  private static final long PAGE = 4096;

  /** How far a jump reaches, less what of a page may be in the way. */
  private static final long REACH = (1 << 20) - 2 * PAGE;

  private static final List<AccessKind> KINDS = List.of(AccessKind.READ, AccessKind.EXECUTE);
  private static final List<PrivilegeMode> MODES = List.of(PrivilegeMode.S, PrivilegeMode.U);

  private final Hart virtual;

  Holes(Hart virtual) {
    this.virtual = virtual;
  }

  /** Whether a page is a hole. The guest's tables are left as they are, A and D too. */
  boolean isHole(long address) {
    return nextBehind(address) == address;
  }

  /** The nearest page on either side of an address that is a hole and that somebody accepts. */
  OptionalLong near(long address, LongPredicate accepts) {
    OptionalLong below = towards(address, -PAGE, accepts);
    OptionalLong above = towards(address, PAGE, accepts);
    if (below.isEmpty() || above.isEmpty()) {
      return below.isPresent() ? below : above;
    }
    return address - below.getAsLong() <= above.getAsLong() - address ? below : above;
  }

  private OptionalLong towards(long from, long step, LongPredicate accepts) {
    long page = (from & -PAGE) + step;
    while (Math.abs(page - from) <= REACH) {
      long next = step > 0 ? nextBehind(page) : nextBefore(page);
      if (next == page && accepts.test(page)) {
        return OptionalLong.of(page);
      }
      page = next == page ? page + step : next;
    }
    return OptionalLong.empty();
  }

  private long nextBehind(long page) {
    long size = mapped(page);
    return size == 0 ? page : (page & -size) + size;
  }

  private long nextBefore(long page) {
    long size = mapped(page);
    return size == 0 ? page : (page & -size) - PAGE;
  }

  /** Bytes of the guest's page at an address; 0 if there is none. */
  private long mapped(long address) {
    long environment = virtual.state.get(Rv64State.MENVCFG);
    virtual.state.set(Rv64State.MENVCFG, environment & ~Rv64State.MENVCFG_ADUE.mask());
    try {
      for (PrivilegeMode mode : MODES) {
        for (AccessKind kind : KINDS) {
          if (isMapped(address, kind, mode)) {
            int shift = (int) virtual.state.get(Rv64State.WALK_SHIFT);
            return shift >= AddressTranslation.UNPAGED ? PAGE : 1L << shift;
          }
        }
      }
      return 0;
    } finally {
      virtual.state.set(Rv64State.MENVCFG, environment);
    }
  }

  private boolean isMapped(long address, AccessKind kind, PrivilegeMode mode) {
    int result = AddressTranslation.CHANGED;
    while (result == AddressTranslation.CHANGED) {
      result =
          (int)
              virtual
                  .engine()
                  .definitions()
                  .translate(virtual, address, kind.ordinal(), mode.code());
    }
    return result == AddressTranslation.TRANSLATED;
  }
}
