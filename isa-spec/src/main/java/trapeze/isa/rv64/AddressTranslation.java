package trapeze.isa.rv64;

import static trapeze.isa.definition.PrivilegeMode.M;
import static trapeze.isa.definition.PrivilegeMode.S;
import static trapeze.isa.definition.PrivilegeMode.U;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.call;
import static trapeze.isa.ir.Build.concatenate;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.equal;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.isNotZero;
import static trapeze.isa.ir.Build.let;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.notEqual;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.shiftLeft;
import static trapeze.isa.ir.Build.signExtend;
import static trapeze.isa.ir.Build.subtract;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.ir.Build.zeroExtend;
import static trapeze.isa.rv64.Modes.is;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;

/**
 * Sv39, Sv48 and Sv57: the walk of the page tables, unrolled by level (priv:sv32algorithm,
 * priv:sv39, priv:sv48, priv:sv57), with Svade and Svadu, Svnapot and Svpbmt.
 */
public final class AddressTranslation {
  private AddressTranslation() {}

  /** MODE of {@code satp}: no translation. */
  public static final int BARE = 0;

  /** MODE of {@code satp}: three levels. */
  public static final int SV39 = 8;

  /** MODE of {@code satp}: four levels. */
  public static final int SV48 = 9;

  /** MODE of {@code satp}: five levels. */
  public static final int SV57 = 10;

  /** What {@link #TRANSLATE} gives if it found an address. */
  public static final int TRANSLATED = 63;

  /** What {@link #TRANSLATE} gives if an entry changed while A or D was set: start again. */
  public static final int CHANGED = 62;

  /** {@link Rv64State#WALK_SHIFT} of an address that is not translated. */
  public static final int UNPAGED = 63;

  private static final int LEVELS = 5;
  private static final int PAGE_SHIFT = 12;
  private static final int LEVEL_BITS = 9;

  /** Bits of {@code WALK_LEAF} where nothing is translated: D, A, X, W, R, V. */
  private static final long EVERYTHING = 0xcf;

  private static final Routine PAGE_FAULT =
      fault(
          "pageFault",
          ExceptionCause.INSTRUCTION_PAGE_FAULT,
          ExceptionCause.LOAD_PAGE_FAULT,
          ExceptionCause.STORE_PAGE_FAULT);

  private static final Routine ACCESS_FAULT =
      fault(
          "accessFault",
          ExceptionCause.INSTRUCTION_ACCESS_FAULT,
          ExceptionCause.LOAD_ACCESS_FAULT,
          ExceptionCause.STORE_ACCESS_FAULT);

  /**
   * What a leaf entry (64 bits) allows a mode (2), A and D aside: R, W and X in bits 0 to 2, SUM
   * and MXR taken into account.
   */
  public static final Routine PERMISSIONS = permissions();

  private static final Routine LEAF = new Leaf().routine();

  private static final List<Routine> WALKS = walks();

  /**
   * Translates an address: takes it (64 bits), the kind of access (2, {@link AccessKind}'s ordinal)
   * and the mode it acts in (2); gives {@link #TRANSLATED}, {@link #CHANGED} or the exception's
   * code (6). Where it went is in the {@code walk.} variables. It does not ask whether PMP allows
   * the access itself, only whether it allows the walk.
   */
  public static final Routine TRANSLATE = translate();

  /**
   * The effective mode that loads and stores act in, V in bit 2: MPRV lends M that of MPP and MPV
   * (priv:mstatus, priv:norm:mstatus_mprv_hypervisor).
   */
  public static final Routine DATA_MODE =
      new Routine(
          "dataMode",
          List.of(),
          3,
          List.of(
              give(
                  select(
                      and(Modes.modeIs(M), Rv64State.MPRV.get()),
                      concatenate(
                          and(Rv64State.MPV.get(), not(is(Rv64State.MPP.get(), M))),
                          Rv64State.MPP.get()),
                      Modes.effectiveMode()))));

  /** The chapter's routines. */
  public static List<Routine> routines() {
    return List.of(TRANSLATE, DATA_MODE, PERMISSIONS);
  }

  private static Routine fault(
      String name, ExceptionCause fetch, ExceptionCause load, ExceptionCause store) {
    Local kind = new Local("kind", 2);
    return new Routine(
        name,
        List.of(kind),
        6,
        List.of(
            give(
                select(
                    kindIs(kind, AccessKind.EXECUTE),
                    constant(fetch.code(), 6),
                    select(
                        kindIs(kind, AccessKind.READ),
                        constant(load.code(), 6),
                        constant(store.code(), 6))))));
  }

  private static Expression kindIs(Local kind, AccessKind wanted) {
    return equal(value(kind), constant(wanted.ordinal(), 2));
  }

  private static Routine translate() {
    Local address = new Local("address", 64);
    Local kind = new Local("kind", 2);
    Local mode = new Local("mode", 2);
    Expression root = shiftLeft(zeroExtend(Rv64State.SATP_PPN.get(), 64), constant(12, 6));
    List<Statement> body = new ArrayList<>();
    body.add(
        when(
            or(is(value(mode), M), Rv64State.SATP_MODE.is(BARE)),
            set(Rv64State.WALK_ADDRESS, value(address)),
            set(Rv64State.WALK_LEAF, word(EVERYTHING)),
            set(Rv64State.WALK_SHIFT, constant(UNPAGED, 6)),
            give(constant(TRANSLATED, 6))));
    for (int levels = 3; levels <= LEVELS; levels++) {
      int top = PAGE_SHIFT + levels * LEVEL_BITS - 1;
      Expression canonical = equal(value(address), signExtend(bits(value(address), top, 0), 64));
      body.add(
          when(
              Rv64State.SATP_MODE.is(SV39 + levels - 3),
              when(not(canonical), give(call(PAGE_FAULT, value(kind)))),
              give(
                  call(
                      WALKS.get(levels - 1),
                      root,
                      value(address),
                      value(kind),
                      value(mode),
                      constant(0, 1)))));
    }
    body.add(give(call(PAGE_FAULT, value(kind))));
    return new Routine("translate", List.of(address, kind, mode), 6, body);
  }

  private static Routine permissions() {
    Local entry = new Local("entry", 64);
    Local mode = new Local("mode", 2);
    Local fetch = new Local("fetch", 1);
    Local access = new Local("access", 1);
    Expression userPage = bits(value(entry), 4, 4);
    Expression readable =
        or(bits(value(entry), 1, 1), and(Rv64State.MXR.get(), bits(value(entry), 3, 3)));
    return new Routine(
        "permissions",
        List.of(entry, mode),
        3,
        List.of(
            let(fetch, equal(userPage, select(is(value(mode), U), constant(1, 1), constant(0, 1)))),
            let(access, or(value(fetch), and(userPage, Rv64State.SUM.get()))),
            give(
                concatenate(
                    and(value(fetch), bits(value(entry), 3, 3)),
                    and(value(access), bits(value(entry), 2, 2)),
                    and(value(access), readable)))));
  }

  private static List<Routine> walks() {
    List<Routine> made = new ArrayList<>();
    for (int level = 0; level < LEVELS; level++) {
      made.add(walk(level, made));
    }
    return made;
  }

  /** One level: reads the entry, and goes down or ends. */
  private static Routine walk(int level, List<Routine> below) {
    Local table = new Local("table", 64);
    Local address = new Local("address", 64);
    Local kind = new Local("kind", 2);
    Local mode = new Local("mode", 2);
    Local global = new Local("global", 1);
    Local at = new Local("at", 64);
    Local entry = new Local("entry", 64);
    Local present = new Local("present", 1);
    Local nowGlobal = new Local("nowGlobal", 1);
    int shift = PAGE_SHIFT + level * LEVEL_BITS;
    Expression index = bits(value(address), shift + LEVEL_BITS - 1, shift);
    Expression mayRead =
        equal(
            and(
                call(PhysicalMemoryProtection.PROTECTION, value(at), word(8), Modes.mode(S)),
                constant(PhysicalMemoryProtection.READ | PhysicalMemoryProtection.PARTIAL, 4)),
            constant(PhysicalMemoryProtection.READ, 4));
    Expression pageFault = call(PAGE_FAULT, value(kind));
    Expression accessFault = call(ACCESS_FAULT, value(kind));
    Expression isLeaf = isNotZero(bits(value(entry), 3, 1));
    // In a pointer D, A, U and everything above the page number are reserved (priv:sv39).
    Expression pointerReserved =
        or(isNotZero(bits(value(entry), 63, 54)), isNotZero(and(value(entry), word(0xd0))));
    List<Statement> body =
        new ArrayList<>(
            List.of(
                let(at, or(value(table), zeroExtend(concatenate(index, constant(0, 3)), 64))),
                when(not(mayRead), give(accessFault)),
                new Statement.ReadPhysical(entry, present, value(at)),
                when(not(value(present)), give(accessFault)),
                when(isReserved(entry), give(pageFault)),
                let(nowGlobal, or(value(global), bits(value(entry), 5, 5))),
                when(
                    isLeaf,
                    give(
                        call(
                            LEAF,
                            value(entry),
                            value(at),
                            value(address),
                            value(kind),
                            value(mode),
                            constant(shift, 6),
                            value(nowGlobal))))));
    if (level == 0) {
      body.add(give(pageFault));
    } else {
      body.add(when(pointerReserved, give(pageFault)));
      body.add(
          give(
              call(
                  below.get(level - 1),
                  pageAddress(value(entry)),
                  value(address),
                  value(kind),
                  value(mode),
                  value(nowGlobal))));
    }
    return new Routine("walk" + level, List.of(table, address, kind, mode, global), 6, body);
  }

  /** Not valid, writable but not readable, or a use of bits that no extension has taken. */
  private static Expression isReserved(Local entry) {
    Expression invalid = not(bits(value(entry), 0, 0));
    Expression writeOnly = and(bits(value(entry), 2, 2), not(bits(value(entry), 1, 1)));
    return or(invalid, writeOnly, isNotZero(bits(value(entry), 60, 54)));
  }

  private static Expression pageAddress(Expression entry) {
    return zeroExtend(concatenate(bits(entry, 53, 10), constant(0, 12)), 64);
  }

  /** What is asked of a leaf, in the manual's order, and what it leaves. */
  private static final class Leaf {
    private final Local entry = new Local("entry", 64);
    private final Local at = new Local("at", 64);
    private final Local address = new Local("address", 64);
    private final Local kind = new Local("kind", 2);
    private final Local mode = new Local("mode", 2);
    private final Local shift = new Local("shift", 6);
    private final Local global = new Local("global", 1);
    private final Local offset = new Local("offset", 64);
    private final Local wanted = new Local("wanted", 64);
    private final Local size = new Local("size", 6);
    private final Local replaced = new Local("replaced", 1);

    Routine routine() {
      Expression pageFault = call(PAGE_FAULT, value(kind));
      Expression napot = bits(value(entry), 63, 63);
      Expression used =
          or(value(entry), flag(6), select(kindIs(kind, AccessKind.WRITE), flag(7), word(0)));
      Expression mayUpdate =
          equal(
              and(
                  call(PhysicalMemoryProtection.PROTECTION, value(at), word(8), Modes.mode(S)),
                  constant(PhysicalMemoryProtection.WRITE | PhysicalMemoryProtection.PARTIAL, 4)),
              constant(PhysicalMemoryProtection.WRITE, 4));
      Expression base = and(pageAddress(value(entry)), not(value(offset)));
      return new Routine(
          "leaf",
          List.of(entry, at, address, kind, mode, shift, global),
          6,
          List.of(
              let(size, select(napot, constant(16, 6), value(shift))),
              let(offset, subtract(shiftLeft(word(1), value(size)), word(1))),
              when(or(badMemoryType(), badContiguity(napot), misaligned(napot)), give(pageFault)),
              when(not(permitted()), give(pageFault)),
              let(wanted, used),
              when(
                  notEqual(value(wanted), value(entry)),
                  when(not(Rv64State.MENVCFG_ADUE.get()), give(pageFault)),
                  when(not(mayUpdate), give(call(ACCESS_FAULT, value(kind)))),
                  new Statement.ReplacePhysical(replaced, value(at), value(entry), value(wanted)),
                  when(not(value(replaced)), give(constant(CHANGED, 6)))),
              set(Rv64State.WALK_LEAF, value(wanted)),
              set(Rv64State.WALK_LEAF_ADDRESS, value(at)),
              set(Rv64State.WALK_SHIFT, value(size)),
              set(Rv64State.WALK_GLOBAL, value(global)),
              set(Rv64State.WALK_ADDRESS, or(base, and(value(address), value(offset)))),
              give(constant(TRANSLATED, 6))));
    }

    private static Expression flag(int bit) {
      return word(1L << bit);
    }

    /** Svpbmt: 3 is reserved, and without PBMTE all but 0 (priv:svpbmt). */
    private Expression badMemoryType() {
      Expression type = bits(value(entry), 62, 61);
      return select(Rv64State.MENVCFG_PBMTE.get(), equal(type, constant(3, 2)), isNotZero(type));
    }

    /** Svnapot: only 64 KiB, made of entries of the lowest level (priv:svnapot). */
    private Expression badContiguity(Expression napot) {
      Expression fits =
          and(
              equal(value(shift), constant(PAGE_SHIFT, 6)),
              equal(bits(value(entry), 13, 10), constant(8, 4)));
      return and(napot, not(fits));
    }

    /** A superpage whose page number has bits inside the page. */
    private Expression misaligned(Expression napot) {
      return and(not(napot), isNotZero(and(pageAddress(value(entry)), value(offset))));
    }

    private Expression permitted() {
      Expression allowed = call(PERMISSIONS, value(entry), value(mode));
      return select(
          kindIs(kind, AccessKind.EXECUTE),
          bits(allowed, 2, 2),
          select(kindIs(kind, AccessKind.READ), bits(allowed, 0, 0), bits(allowed, 1, 1)));
    }
  }
}
