package trapeze.laws;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.PhysicalMemoryProtection;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.board.Hardware;
import trapeze.machine.engine.Engine;
import trapeze.monitor.Parts;
import trapeze.monitor.VirtualHart;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/**
 * Reads the real page tables whenever a guest is given the real hart, as the hardware would, and
 * asks of each leaf whether the guest's own tables, walked by the reference evaluator, and the
 * place of its memory justify it; or have justified it since the guest last fenced it.
 */
final class TablesAudit extends Parts {
  private static final Set<String> FENCES = Set.of("sfence.vma", "sinval.vma");
  private static final int USER = 0x10;
  private static final int GLOBAL = 0x20;
  private static final long MACHINE = 3;

  /** What the real hart itself looks at, if it is in the guest's own modes. */
  private static final long OF_THE_HART = Rv64State.SUM.mask() | Rv64State.MXR.mask();

  private static final int FIRST_PROTECTION = Rv64State.PMPCFG0.index();
  private static final int LAST_PROTECTION = Rv64State.pmpaddr(Rv64State.PMP_ENTRIES - 1).index();

  /** A leaf that nothing justifies; whoever runs the guest catches it. */
  static final class Unjustified extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unjustified(String what) {
      super(what);
    }
  }

  private record Entry(ShadowModel.Context context, RealTables.Leaf leaf) {}

  /** The guest's page that an entry is of. */
  private record Origin(long first, int size, boolean global) {
    boolean holds(long address) {
      return size < 63 && (address ^ first) >>> size == 0;
    }
  }

  private final Parts inner;
  private final Map<Entry, Origin> justified = new HashMap<>();
  private @Nullable HostMap hostMap;
  private @Nullable VirtualHart virtual;
  private @Nullable Hart real;
  private boolean isSupervisor;
  private List<Long> seen = List.of();
  private long[] protection = {};

  /** Audits a monitor made of these parts. */
  TablesAudit(Parts inner) {
    this.inner = inner;
  }

  /** Begins, when the guest is there and before it runs. */
  void begin(VirtualHart guest, Hart realHart) {
    virtual = guest;
    isSupervisor = guest.design().title().equals(Designs.SUPERVISOR.title());
    real = realHart;
    realHart.deadline(
        () -> {
          audit();
          return Long.MAX_VALUE;
        });
  }

  @Override
  public Design design(Design asked) {
    return inner.design(asked);
  }

  @Override
  public Engine engine() {
    return new Listening().engine();
  }

  @Override
  public ShadowSpaces spaces(Hardware hardware, Resources resources, Policy policy, HostMap map) {
    hostMap = map;
    return inner.spaces(hardware, resources, policy, map);
  }

  private void audit() {
    VirtualHart guest = Objects.requireNonNull(virtual);
    Hart hart = Objects.requireNonNull(real);
    if (hart.state.get(Rv64State.VIRTUAL) != 0) {
      new GuestStageAudit(guest, hart, Objects.requireNonNull(hostMap)).check();
      return;
    }
    long satp = hart.state.get(Rv64State.SATP);
    ShadowSpaces.Counters counters = guest.shadowing();
    List<Long> now = List.of(satp, counters.fills, counters.fences, counters.flushes);
    long[] protectedNow =
        Arrays.copyOfRange(guest.state.registers, FIRST_PROTECTION, LAST_PROTECTION + 1);
    if (!Arrays.equals(protection, protectedNow)) {
      protection = protectedNow;
      justified.clear();
    } else if (now.equals(seen)) {
      return;
    }
    seen = now;
    // In M a guest of any design is in the real U; else it may be in modes of its own.
    boolean own = isSupervisor && guest.state.get(Rv64State.MODE) != MACHINE;
    ShadowModel.Context context =
        own ? SupervisorShadowModel.context(guest.state) : ShadowModel.Context.of(guest.state);
    new RealTables(hart.bus().memory(), satp)
        .forEach(
            leaf ->
                justified.computeIfAbsent(
                    new Entry(context, leaf), entry -> justify(guest, own, context, leaf)));
  }

  private void fenced(boolean hasAddress, long address, boolean hasAsid, long asid) {
    justified
        .entrySet()
        .removeIf(
            each -> {
              ShadowModel.Context context = each.getKey().context();
              Origin origin = each.getValue();
              boolean isSpared =
                  hasAsid && (origin.global() || (context.satp() >>> 44 & 0xffff) != asid);
              return context.isTranslated() && !isSpared && (!hasAddress || origin.holds(address));
            });
  }

  /** The guest's page that allows a real leaf, as it is now. */
  private Origin justify(
      Hart guest, boolean own, ShadowModel.Context context, RealTables.Leaf leaf) {
    HostMap map = Objects.requireNonNull(hostMap);
    long physical = leaf.physical() - map.hostBase() + map.guestBase();
    if (!own && !leaf.allows(USER) || leaf.allows(GLOBAL)) {
      throw new Unjustified("%s is not a user's alone".formatted(leaf));
    }
    // A page of the guest's own U or S is judged in that mode, and not by SUM and MXR.
    int mode = own ? leaf.allows(USER) ? 0 : 1 : context.mode();
    if (!map.contains(physical, 1L << leaf.size())) {
      throw new Unjustified("%s leads out of the guest's memory".formatted(leaf));
    }
    HartState state = guest.state.copy();
    long withheld = Rv64State.MPRV.mask() | (own ? OF_THE_HART : 0);
    state.set(Rv64State.MSTATUS, state.get(Rv64State.MSTATUS) & ~withheld);
    Evaluator evaluator = new Evaluator(Rv64.SET, state, new ReadOnly(guest.bus().memory()));
    Origin origin = null;
    for (AccessKind kind : List.of(AccessKind.EXECUTE, AccessKind.READ, AccessKind.WRITE)) {
      int bit = 1 << (kind == AccessKind.READ ? 0 : kind == AccessKind.WRITE ? 1 : 2);
      if (!leaf.allows(bit << 1)) {
        continue;
      }
      long outcome =
          evaluator.call(AddressTranslation.TRANSLATE, leaf.first(), kind.ordinal(), mode);
      int size = (int) state.get(Rv64State.WALK_SHIFT);
      long protects =
          evaluator.call(PhysicalMemoryProtection.PROTECTION, physical, 1L << leaf.size(), mode);
      boolean isJust =
          outcome == AddressTranslation.TRANSLATED
              && state.get(Rv64State.WALK_ADDRESS) == physical
              && (size == 16 ? 12 : size) >= leaf.size()
              && isUsed(guest, state, size, kind)
              && (protects & (bit | PhysicalMemoryProtection.PARTIAL)) == bit;
      if (!isJust) {
        throw new Unjustified(
            "%s for %s, in %s: the guest's tables give %d and lead to %x"
                .formatted(leaf, kind, context, outcome, state.get(Rv64State.WALK_ADDRESS)));
      }
      long first = size < 63 ? leaf.first() & -(1L << size) : 0;
      origin = new Origin(first, size, state.get(Rv64State.WALK_GLOBAL) != 0);
    }
    return Objects.requireNonNull(origin);
  }

  /** Whether the guest's entry has A, and D for stores, in memory. */
  private static boolean isUsed(Hart guest, HartState state, int size, AccessKind kind) {
    if (size == AddressTranslation.UNPAGED) {
      return true;
    }
    long entry = guest.bus().memory().getLong(state.get(Rv64State.WALK_LEAF_ADDRESS));
    long wanted = kind == AccessKind.WRITE ? 0xc0 : 0x40;
    return (entry & wanted) == wanted;
  }

  private final class Listening extends Altered {
    @Override
    public long execute(Hart hart, long packed, long pc) {
      long next = super.execute(hart, packed, pc);
      if (FENCES.contains(name(packed))) {
        int address = (int) PackedInstruction.operand(packed, Operand.RS1);
        int asid = (int) PackedInstruction.operand(packed, Operand.RS2);
        fenced(address != 0, hart.state.x[address], asid != 0, hart.state.x[asid] & 0xffff);
      }
      return next;
    }
  }
}
