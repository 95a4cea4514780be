package trapeze.laws;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.machine.board.Board;
import trapeze.machine.engine.AccessObserver;
import trapeze.machine.engine.Definitions;
import trapeze.machine.engine.Tracer;
import trapeze.shadow.Policy;

/**
 * What a bare run lets one expect of the same run under the monitor, a step at a time: whether the
 * real hart executes it by itself, and how often it exits before it does, by cause; whether it is
 * emulated, or interpreted; where the monitor is entered without a trap, since a slice ends or a
 * timer is due. It knows the guest's accesses from the bare hart, what is sensitive from the
 * reference evaluator, and what the policy keeps from {@link ShadowModel}.
 */
class Prediction implements Tracer, AccessObserver, WatchedHart.Watcher {
  private static final int CAUSES = 64;
  private static final Decoder DECODER = new Decoder(Rv64.SET);
  private static final int FIRST_PROTECTION = Rv64State.PMPCFG0.index();
  private static final int LAST_PROTECTION = Rv64State.pmpaddr(Rv64State.PMP_ENTRIES - 1).index();

  /** How an instruction ends. */
  enum End {
    DIRECT,
    EMULATED,
    INTERPRETED,
    REFLECTED
  }

  final Board board;
  final WatchedHart bare;
  private final long slice;
  private final Sensitivity sensitivity = new Sensitivity();
  private final Neighbours row = new Neighbours();
  private final ShadowModel shadow;

  final long[] exits = new long[CAUSES];
  private final Map<String, Long> emulated = new TreeMap<>();
  private long direct;
  private long interpreted;
  private long devices;
  private long misses;
  private long upgrades;
  long cuts;

  final List<ShadowModel.Access> accesses = new ArrayList<>();
  private final List<Long> walked = new ArrayList<>();
  HartState before;
  boolean toDevice;
  private int halves;
  private int bits;

  /**
   * Watches a guest on a bare board whose hart is a {@link WatchedHart}, from now on.
   *
   * @param slice steps that the virtual one will be given at a time
   */
  Prediction(Guest guest, Policy policy, long slice) {
    this.board = guest.board();
    this.bare = (WatchedHart) guest.hart();
    this.slice = slice;
    this.before = bare.state.copy();
    this.shadow = shadow(policy);
    bare.trace(this);
    bare.observe(this);
    bare.tell(this);
  }

  /** What is kept of the guest's address spaces. */
  ShadowModel shadow(Policy policy) {
    ShadowModel model =
        new ShadowModel(policy.spaces(), policy.looksAhead(), Layout.BASE, Layout.SIZE);
    return policy.protectsTables()
        ? model.protecting(at -> bare.bus().memory().getLong(at))
        : model;
  }

  /** What the guest's addresses mean now. */
  ShadowModel.Context context() {
    return ShadowModel.Context.of(before);
  }

  /** Whether the real hart has not left the guest since the step before. */
  boolean goesOn() {
    return false;
  }

  /** Whether an instruction is illegal where the real hart would execute it. */
  boolean isIllegal(long packed) {
    return sensitivity.isIllegal(packed, before);
  }

  /** Traps of the real hart, by cause. */
  long exits(int cause) {
    return exits[cause];
  }

  /** Traps of the real hart. */
  long exits() {
    return Arrays.stream(exits).sum();
  }

  /** Traps that the real hart gives the guest without an exit. */
  long delegated() {
    return 0;
  }

  /** Instances that trap on the real hart and are emulated, by mnemonic. */
  Map<String, Long> emulated() {
    return emulated;
  }

  /** Instructions that the real hart executes by itself. */
  long direct() {
    return direct;
  }

  /** Instructions that would trap there, and are emulated behind one that has been. */
  long neighbours() {
    return row.count();
  }

  /** Whether the design emulates what stands behind an instruction that it has emulated. */
  boolean hasNeighbours() {
    return true;
  }

  /** Instructions under MPRV, at devices, and on pages that protection divides. */
  long interpreted() {
    return interpreted;
  }

  /** Instructions interpreted because of an address where a device is. */
  long devices() {
    return devices;
  }

  /** Pages entered that were not there. */
  long misses() {
    return misses;
  }

  /** Pages entered that did not allow enough: the first store to one, most often. */
  long upgrades() {
    return upgrades;
  }

  /** Times that the real hart stops in the midst of direct execution, without a trap. */
  long cuts() {
    return cuts;
  }

  @Override
  public void accesses(long address, int bytes, AccessKind kind, boolean walk) {
    if (walk && kind == AccessKind.READ) {
      walked.add(address);
    }
    if (kind == AccessKind.EXECUTE && halves < 2) {
      bits |= (bare.bus().memory().getShort(address) & 0xffff) << 16 * halves;
      halves++;
    }
  }

  @Override
  public void translated(long address, AccessKind kind, int mode, int outcome) {
    Definitions definitions = bare.engine().definitions();
    long physical = bare.state.get(Rv64State.WALK_ADDRESS);
    long leaf = bare.state.get(Rv64State.WALK_LEAF);
    int size = (int) bare.state.get(Rv64State.WALK_SHIFT);
    long allowed = size == 63 ? 7 : definitions.permissions(bare, leaf, mode);
    long protection = definitions.protection(bare, physical & -4096L, 4096, mode);
    boolean isDirty = (leaf & 0x80) != 0;
    boolean isLeaf = outcome == AddressTranslation.TRANSLATED && size == 12 && (mode & 4) == 0;
    List<ShadowModel.Access> neighbours =
        isLeaf ? neighbours(address, kind, mode, leaf) : List.of();
    accesses.add(
        new ShadowModel.Access(
            address,
            kind,
            outcome,
            physical,
            size,
            allowed,
            isDirty,
            leaf,
            protection,
            neighbours,
            way(mode, size)));
    walked.clear();
  }

  /** The entries that a walk has come through, the last of them the leaf's. */
  private List<TablesModel.Step> way(int mode, int size) {
    long satp = before.get(Rv64State.SATP);
    if (size == 63 || (mode & 4) != 0 || satp >>> 60 == 0) {
      return List.of();
    }
    int last = size - (size - 12) % 9;
    int levels = (int) (satp >>> 60) - 5 - (last - 12) / 9;
    List<Long> entries = walked.subList(Math.max(0, walked.size() - levels), walked.size());
    List<TablesModel.Step> way = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      long at = entries.get(i);
      long value = bare.bus().memory().getLong(at);
      way.add(new TablesModel.Step(at, value, last + 9 * (entries.size() - 1 - i)));
    }
    return way;
  }

  /** What the entries say that are in the same 64 bytes as a leaf, and equal but for the page. */
  private List<ShadowModel.Access> neighbours(long address, AccessKind kind, int mode, long leaf) {
    Definitions definitions = bare.engine().definitions();
    List<ShadowModel.Access> found = new ArrayList<>();
    long line = bare.state.get(Rv64State.WALK_LEAF_ADDRESS) & -64L;
    // Page walks are checked as S.
    boolean isReadable = (definitions.protection(bare, line, 64, 1) & 9) == 1;
    for (int i = 0; isReadable && i < 8; i++) {
      long entry = bare.bus().memory().getLong(line + 8L * i);
      boolean isAlike = (entry & 0x3ff) == (leaf & 0x3ff) && entry >>> 54 == leaf >>> 54;
      if (isAlike && entry != leaf) {
        long page = entry << 10 >>> 20 << 12;
        found.add(
            new ShadowModel.Access(
                (address & -0x8000L) + 4096L * i,
                kind,
                AddressTranslation.TRANSLATED,
                page,
                12,
                definitions.permissions(bare, entry, mode),
                (entry & 0x80) != 0,
                entry,
                definitions.protection(bare, page, 4096, mode),
                List.of(),
                List.of()));
      }
    }
    return found;
  }

  @Override
  public void fenced(boolean hasAddress, long address, boolean hasAsid, long asid) {
    shadow.fence(hasAddress, address, hasAsid, asid);
    row.breaks();
  }

  @Override
  public void retired(long pc, long packed) {
    if (isHybrid()) {
      interpreted++;
      row.ends();
    } else {
      switch (attempt(packed, -1)) {
        case DIRECT -> {
          direct++;
          cuts += isCut() ? 1 : 0;
        }
        case EMULATED -> emulated.merge(Altered.name(packed), 1L, Long::sum);
        case INTERPRETED -> {
          interpreted++;
          devices += toDevice ? 1 : 0;
        }
        case REFLECTED -> throw new IllegalStateException("a trap that is none");
      }
    }
    next();
  }

  @Override
  public void trapped(long pc, Trap trap) {
    if (!trap.interrupt() && !isHybrid()) {
      int length = (bits & 3) == 3 ? 2 : 1;
      long packed = halves < length ? 0 : DECODER.decode(length == 2 ? bits : bits & 0xffff);
      attempt(packed, trap.cause());
    }
    next();
  }

  void next() {
    HartState now = bare.state;
    if (!Arrays.equals(
        before.registers,
        FIRST_PROTECTION,
        LAST_PROTECTION + 1,
        now.registers,
        FIRST_PROTECTION,
        LAST_PROTECTION + 1)) {
      protectionChanged();
    }
    before.copyFrom(now);
    accesses.clear();
    walked.clear();
    toDevice = false;
    halves = 0;
    bits = 0;
  }

  /** The guest's physical memory protection is another than it was. */
  void protectionChanged() {
    row.ends();
    shadow.clear();
  }

  private boolean isHybrid() {
    boolean modified = (before.get(Rv64State.MSTATUS) & Rv64State.MPRV.mask()) != 0;
    long previous = Rv64State.MPP.mask() & before.get(Rv64State.MSTATUS);
    return modified && before.get(Rv64State.MODE) == 3 && previous != Rv64State.MPP.mask();
  }

  /**
   * The real hart attempts an instruction until it has executed it, or the monitor has.
   *
   * @param packed what it is; 0 if it is none, or has not been fetched
   * @param cause of the exception that it raises in the guest; -1 if it retires
   */
  End attempt(long packed, int cause) {
    boolean isNeighbour =
        hasNeighbours() && shadow.isIn(context()) && row.holds(before.pc, packed, bits);
    row.ends();
    if (!goesOn()) {
      shadow.enter(context());
    }
    int next = 0;
    while (next < accesses.size() && accesses.get(next).kind() == AccessKind.EXECUTE) {
      End end = access(accesses.get(next++));
      if (end != End.DIRECT) {
        return end;
      }
    }
    if (isIllegal(packed)) {
      if (isNeighbour) {
        row.counts();
      } else {
        exits[ExceptionCause.ILLEGAL_INSTRUCTION.code()]++;
      }
      if (cause >= 0) {
        return End.REFLECTED;
      }
      row.goesOnBehind(before.pc);
      return End.EMULATED;
    }
    while (next < accesses.size()) {
      End end = access(accesses.get(next++));
      if (end != End.DIRECT) {
        return end;
      }
    }
    if (cause < 0) {
      return End.DIRECT;
    }
    if (isNeighbour) {
      row.counts();
      return End.REFLECTED;
    }
    return exception(cause);
  }

  /** The guest's own exception, that the real hart comes to see. */
  End exception(int cause) {
    exits[realCause(cause)]++;
    return End.REFLECTED;
  }

  /** A call from any mode is one from U; the block to be zeroed is not there for the real hart. */
  int realCause(int cause) {
    return switch (cause) {
      case 9, 11 -> ExceptionCause.ECALL_FROM_U.code();
      case 7 -> ExceptionCause.STORE_PAGE_FAULT.code();
      default -> cause;
    };
  }

  private End access(ShadowModel.Access access) {
    if (access.isTranslated() && shadow.isIn(context()) && shadow.allows(access)) {
      return End.DIRECT;
    }
    ExceptionCause cause =
        switch (access.kind()) {
          case EXECUTE -> ExceptionCause.INSTRUCTION_PAGE_FAULT;
          case READ, READ_EXECUTABLE -> ExceptionCause.LOAD_PAGE_FAULT;
          case WRITE -> ExceptionCause.STORE_PAGE_FAULT;
        };
    exits[cause.code()]++;
    if (!access.isTranslated()) {
      return End.REFLECTED;
    }
    shadow.enter(context());
    boolean isKnown = shadow.knows(access.address());
    shadow.walked(access);
    if (shadow.fill(access, this::isUniform)) {
      misses += isKnown ? 0 : 1;
      upgrades += isKnown ? 1 : 0;
      return End.DIRECT;
    }
    toDevice = bare.bus().deviceAt(access.physical()) != null;
    if (access.kind() == AccessKind.WRITE && shadow.isTable(access.physical())) {
      shadow.stored(access.physical());
    }
    return End.INTERPRETED;
  }

  private boolean isUniform(long block, int size) {
    // The instruction may have changed the mode, but none does that and accesses memory.
    long mode = before.get(Rv64State.MODE);
    return (bare.engine().definitions().protection(bare, block, 1L << size, mode) & 8) == 0;
  }

  /** Whether a slice ends behind the step that has just been made, or a timer goes off. */
  boolean isCut() {
    long steps = board.steps();
    long time = bare.time();
    long timeBefore = time - (steps / Runs.STEPS_PER_TICK - (steps - 1) / Runs.STEPS_PER_TICK);
    long machine = bare.bus().read(Layout.CLINT + 0x4000, 8);
    boolean hasSupervisor = (before.get(Rv64State.MENVCFG) & Rv64State.MENVCFG_STCE.mask()) != 0;
    return steps % slice == 0
        || steps == Runs.STEPS
        || Long.compareUnsigned(time, timeBefore) < 0
        || isBetween(timeBefore, machine, time)
        || hasSupervisor && isBetween(timeBefore, before.get(Rv64State.STIMECMP), time);
  }

  private static boolean isBetween(long timeBefore, long compared, long time) {
    return Long.compareUnsigned(timeBefore, compared) < 0
        && Long.compareUnsigned(compared, time) <= 0;
  }
}
