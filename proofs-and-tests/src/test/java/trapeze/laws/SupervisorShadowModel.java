package trapeze.laws;

import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.PhysicalMemoryProtection;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;

/**
 * What shadow paging should keep of a guest whose S and U are the real ones: one space serves both
 * where the guest translates, its pages being as the guest's own leaves are, U included; SUM and
 * MXR are the real hart's affair. Where the guest does not translate, a page is of the mode that it
 * was entered for. The guest's M is as in {@link ShadowModel}.
 */
final class SupervisorShadowModel extends ShadowModel {
  private static final long MACHINE = 3;
  private static final long USER = 8;

  /** Which context of the guest's M and which of its S and U are the same: none. */
  private static final long OWN_MODES = 1;

  private final HartState guest;

  /**
   * Nothing kept.
   *
   * @param guest as it is before each step
   */
  SupervisorShadowModel(int spaces, long memoryFirst, long memoryBytes, HartState guest) {
    super(spaces, memoryFirst, memoryBytes);
    this.guest = guest;
  }

  /** The context that the guest is in. */
  static Context context(HartState state) {
    long mode = state.get(Rv64State.MODE);
    if (mode == MACHINE) {
      return Context.of(state);
    }
    long satp = state.get(Rv64State.SATP);
    if (satp >>> 60 == 0) {
      return new Context((int) mode, 0, OWN_MODES);
    }
    long environment = Rv64State.MENVCFG_ADUE.mask() | Rv64State.MENVCFG_PBMTE.mask();
    return new Context(1, satp, state.get(Rv64State.MENVCFG) & environment | OWN_MODES);
  }

  private boolean isDirect() {
    return guest.get(Rv64State.MODE) != MACHINE;
  }

  @Override
  long entered(Access access) {
    if (!isDirect()) {
      return super.entered(access);
    }
    boolean unpaged = access.size() >= 63;
    long leaf = unpaged ? guest.get(Rv64State.MODE) == 0 ? 0x9e : 0x8e : access.leaf();
    long dirty = (leaf & 0x80) != 0 ? PhysicalMemoryProtection.WRITE : 0;
    long own = leaf >>> 1 & (5 | dirty) & access.protection();
    boolean readsTooMuch =
        (own & PhysicalMemoryProtection.EXECUTE) != 0
            && (access.protection() & PhysicalMemoryProtection.READ) == 0;
    return access.isDivided() || readsTooMuch || (own & 5) == 0 ? 0 : own | leaf >>> 1 & USER;
  }

  @Override
  boolean passes(long permissions, AccessKind kind) {
    if (!isDirect()) {
      return super.passes(permissions, kind);
    }
    boolean user = (permissions & USER) != 0;
    boolean supervisor = guest.get(Rv64State.MODE) == 1;
    long status = guest.get(Rv64State.MSTATUS);
    boolean sums = kind != AccessKind.EXECUTE && (status & Rv64State.SUM.mask()) != 0;
    boolean mine = user != supervisor || supervisor && sums;
    boolean anyhow = kind == AccessKind.READ && (status & Rv64State.MXR.mask()) != 0;
    long needed = needed(kind) | (anyhow ? PhysicalMemoryProtection.EXECUTE : 0);
    return mine && (permissions & needed) != 0;
  }

  @Override
  boolean suffices(long permissions, AccessKind kind) {
    if (!isDirect()) {
      return super.suffices(permissions, kind);
    }
    long more = kind == AccessKind.READ ? PhysicalMemoryProtection.EXECUTE : 0;
    return (permissions & (needed(kind) | more)) != 0;
  }
}
