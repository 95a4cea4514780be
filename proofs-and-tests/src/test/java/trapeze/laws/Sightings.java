package trapeze.laws;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.PhysicalMemoryProtection;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.machine.engine.AccessObserver;
import trapeze.machine.engine.Tracer;

/** What happens to generated guests on the bare machine, by name, and how often. */
final class Sightings implements Tracer, AccessObserver, WatchedHart.Watcher {
  private static final String[] MODES = {"U", "S", "2", "M"};

  private final Map<String, Long> seen;
  private final Set<Long> interrupted = new HashSet<>();
  private final WatchedHart hart;
  private final HartState before;
  private long lastPage = -1;
  private int crossed;
  private boolean walkWrites;
  private boolean toDevice;
  private boolean reserved;
  private boolean trappedSinceReserved;

  /**
   * Watches a guest from now on.
   *
   * @param seen how often each thing was seen, to be added to
   */
  Sightings(Guest guest, Map<String, Long> seen) {
    this.seen = seen;
    this.hart = (WatchedHart) guest.hart();
    this.before = hart.state.copy();
    hart.trace(this);
    hart.observe(this);
    hart.tell(this);
  }

  private void see(String what, Object... details) {
    seen.merge(what.formatted(details), 1L, Long::sum);
  }

  private void see(boolean happened, String what, Object... details) {
    if (happened) {
      see(what, details);
    }
  }

  private static String mode(HartState state) {
    return MODES[(int) state.get(Rv64State.MODE)];
  }

  private boolean has(long bit) {
    return (before.get(Rv64State.MSTATUS) & bit) != 0;
  }

  @Override
  public void accesses(long address, int bytes, AccessKind kind, boolean walk) {
    walkWrites |= walk && kind == AccessKind.WRITE;
    if (!walk && !hart.bus().memory().contains(address, bytes)) {
      toDevice = true;
      see("device, %s", kind);
    }
  }

  @Override
  public void translated(long address, AccessKind kind, int mode, int outcome) {
    long satp = hart.state.get(Rv64State.SATP);
    boolean isPaged = mode != 3 && satp >>> 60 != 0;
    see(isPaged && walkWrites, "A or D set by hardware, %s", kind);
    walkWrites = false;
    if (outcome != AddressTranslation.TRANSLATED) {
      return;
    }
    long physical = hart.state.get(Rv64State.WALK_ADDRESS);
    long leaf = hart.state.get(Rv64State.WALK_LEAF);
    if (isPaged) {
      see("Sv%d in %s", 39 + 9 * ((satp >>> 60) - 8), MODES[mode]);
      see("page of %d bits", hart.state.get(Rv64State.WALK_SHIFT));
      boolean isUsers = (leaf & 0x10) != 0;
      see(kind != AccessKind.EXECUTE && isUsers && mode == 1, "S at U's page by SUM");
      see(kind == AccessKind.READ && (leaf & 0xa) == 8, "load of what is executed by MXR");
      see((leaf & 0x20) != 0, "global page");
    }
    see(kind != AccessKind.EXECUTE && mode != before.get(Rv64State.MODE), "MPRV, %s", kind);
    long allowed = hart.engine().definitions().protection(hart, physical & -4096L, 4096, mode);
    see((allowed & PhysicalMemoryProtection.PARTIAL) != 0, "page that protection divides");
    if (kind != AccessKind.EXECUTE) {
      crossed += lastPage >= 0 && (address & 4095) == 0 && address >>> 12 == lastPage + 1 ? 1 : 0;
      lastPage = address >>> 12;
    } else {
      boolean isSecond = address == before.pc + 2;
      see(isSecond && (address & 4095) == 0, "instruction across pages");
    }
  }

  @Override
  public void fenced(boolean hasAddress, long address, boolean hasAsid, long asid) {
    see("fence%s%s", hasAddress ? " of an address" : "", hasAsid ? " of an ASID" : "");
  }

  @Override
  public void retired(long pc, long packed) {
    String name = Altered.name(packed);
    String mode = mode(before);
    see(name.startsWith("csrr"), "control register in %s", mode);
    see(crossed > 0, "data across pages");
    see(name.startsWith("amo") && toDevice, "device, atomic");
    switch (name) {
      case "lr.w", "lr.d" -> {
        reserved = true;
        trappedSinceReserved = false;
      }
      case "sc.w", "sc.d" -> {
        see(reserved && trappedSinceReserved, "LR, trap, SC");
        reserved = false;
        see(name);
      }
      case "mret", "sret", "wfi", "fence.i", "cbo.zero" -> see("%s in %s", name, mode);
      default -> {}
    }
    see(!name.startsWith("c") && hart.isWaiting(), "waits");
    next();
  }

  @Override
  public void trapped(long pc, Trap trap) {
    see("%s, from %s to %s", trap.title(), mode(before), mode(hart.state));
    see(trap.title());
    see(pc >= Layout.BASE && pc < Layout.PROGRAM, "trap in a handler");
    see(trap.interrupt() && interrupted.add(pc), "interrupt at an instruction");
    boolean isIllegal = !trap.interrupt() && trap.cause() == 2;
    boolean inS = before.get(Rv64State.MODE) == 1;
    see(isIllegal && inS && has(Rv64State.TVM.mask()) && isSatpOrFence(trap), "trapped by TVM");
    see(isIllegal && inS && has(Rv64State.TSR.mask()) && is(trap, "sret"), "trapped by TSR");
    see(isIllegal && inS && has(Rv64State.TW.mask()) && is(trap, "wfi"), "trapped by TW");
    trappedSinceReserved = true;
    next();
  }

  private static boolean is(Trap trap, String mnemonic) {
    return trap.value() == Code.bits(mnemonic);
  }

  private static boolean isSatpOrFence(Trap trap) {
    boolean isSatp = trap.value() >>> 20 == 0x180 && (trap.value() & 0x7f) == 0x73;
    return isSatp || (trap.value() & 0xfe00_7fffL) == 0x1200_0073;
  }

  private void next() {
    before.copyFrom(hart.state);
    clear();
  }

  private void clear() {
    lastPage = -1;
    crossed = 0;
    walkWrites = false;
    toDevice = false;
  }
}
