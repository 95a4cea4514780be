package trapeze.isa.rv64;

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
import static trapeze.isa.rv64.AccessFaults.ACCESS_FAULT;
import static trapeze.isa.rv64.AccessFaults.isKind;
import static trapeze.isa.rv64.PageTableEntry.pageAddress;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;

/**
 * The walk of the page tables, unrolled by level (priv:sv32algorithm), with Svade and Svadu,
 * Svnapot and Svpbmt; every stage of translation has one.
 */
final class TableWalk {
  /** Most levels of a table: Sv57. */
  static final int LEVELS = 5;

  static final int PAGE_SHIFT = 12;
  static final int LEVEL_BITS = 9;

  private final Stage stage;
  private final Local address = new Local("address", 64);
  private final Local kind = new Local("kind", 2);
  private final Local global = new Local("global", 1);
  private final Routine leaf;
  private final List<Routine> levels = new ArrayList<>();

  TableWalk(Stage stage) {
    this.stage = stage;
    leaf = leaf();
    for (int level = 0; level < LEVELS; level++) {
      levels.add(level(level));
    }
  }

  /** If {@code isBare}, ends with an address that is what it was. */
  static Statement unpaged(Expression isBare, Local address) {
    return when(
        isBare,
        set(Rv64State.WALK_ADDRESS, value(address)),
        set(Rv64State.WALK_LEAF, word(PageTableEntry.EVERYTHING)),
        set(Rv64State.WALK_SHIFT, constant(AddressTranslation.UNPAGED, 6)),
        give(constant(AddressTranslation.TRANSLATED, 6)));
  }

  /** Ends with what the walk gives that the mode of a {@code satp} asks for, if it is one. */
  List<Statement> by(Field pagingMode, Field page, Local from, Local forKind, Expression actor) {
    Expression root = shiftLeft(zeroExtend(page.get(), 64), constant(PAGE_SHIFT, 6));
    List<Statement> body = new ArrayList<>();
    for (int levels = 3; levels <= LEVELS; levels++) {
      int top = PAGE_SHIFT + levels * LEVEL_BITS - 1;
      Expression canonical = equal(value(from), signExtend(bits(value(from), top, 0), 64));
      body.add(
          when(
              pagingMode.is(AddressTranslation.SV39 + levels - 3),
              when(not(canonical), give(stage.pageFault(value(forKind)))),
              give(from(levels, root, value(from), value(forKind), actor))));
    }
    return body;
  }

  /**
   * What a walk of so many levels gives: {@link AddressTranslation#TRANSLATED}, {@link
   * AddressTranslation#CHANGED} or an exception's code.
   */
  Expression from(
      int count, Expression root, Expression from, Expression forKind, Expression actor) {
    return call(levels.get(count - 1), root, from, forKind, actor, constant(0, 1));
  }

  /** One level: reads the entry, and goes down or ends. */
  private Routine level(int level) {
    Local table = new Local("table", 64);
    Local at = new Local("at", 64);
    Local entry = new Local("entry", 64);
    Local present = new Local("present", 1);
    Local nowGlobal = new Local("nowGlobal", 1);
    Local actor = stage.actor();
    int shift = PAGE_SHIFT + level * LEVEL_BITS;
    Expression index = bits(value(address), shift + LEVEL_BITS - 1, shift);
    Expression pageFault = stage.pageFault(value(kind));
    Expression accessFault = call(ACCESS_FAULT, value(kind));
    List<Statement> body = new ArrayList<>();
    body.add(let(at, or(value(table), zeroExtend(concatenate(index, constant(0, 3)), 64))));
    Local physical = stage.reach(at, value(kind), false, body);
    body.add(when(not(isAllowed(physical, PhysicalMemoryProtection.READ)), give(accessFault)));
    body.add(new Statement.ReadPhysical(entry, present, value(physical)));
    body.add(when(not(value(present)), give(accessFault)));
    body.add(when(PageTableEntry.isReserved(value(entry)), give(pageFault)));
    body.add(let(nowGlobal, or(value(global), PageTableEntry.isGlobal(value(entry)))));
    body.add(
        when(
            PageTableEntry.isLeaf(value(entry)),
            give(
                call(
                    leaf,
                    value(entry),
                    value(at),
                    value(address),
                    value(kind),
                    value(actor),
                    constant(shift, 6),
                    value(nowGlobal)))));
    if (level == 0) {
      body.add(give(pageFault));
    } else {
      body.add(when(PageTableEntry.isReservedPointer(value(entry)), give(pageFault)));
      body.add(
          give(
              call(
                  levels.get(level - 1),
                  pageAddress(value(entry)),
                  value(address),
                  value(kind),
                  value(actor),
                  value(nowGlobal))));
    }
    return new Routine(
        stage.name("walk" + level), List.of(table, address, kind, actor, global), 6, body);
  }

  /** Whether PMP lets the walk, which acts as S, access an entry (priv:pmp). */
  private static Expression isAllowed(Local physical, int permission) {
    return equal(
        and(
            call(
                PhysicalMemoryProtection.PROTECTION,
                value(physical),
                word(8),
                Modes.mode(PrivilegeMode.S)),
            constant(permission | PhysicalMemoryProtection.PARTIAL, 4)),
        constant(permission, 4));
  }

  /** What is asked of a leaf, in the manual's order, and what it leaves. */
  private Routine leaf() {
    Local entry = new Local("entry", 64);
    Local at = new Local("at", 64);
    Local actor = stage.actor();
    Local shift = new Local("shift", 6);
    Local offset = new Local("offset", 64);
    Local wanted = new Local("wanted", 64);
    Local size = new Local("size", 6);
    Expression contiguous = PageTableEntry.isContiguous(value(entry));
    Expression used =
        or(
            value(entry),
            word(PageTableEntry.ACCESSED),
            select(isKind(value(kind), AccessKind.WRITE), word(PageTableEntry.DIRTY), word(0)));
    Expression base = and(pageAddress(value(entry)), not(value(offset)));
    // A superpage whose page number has bits inside the page.
    Expression misaligned =
        and(not(contiguous), isNotZero(and(pageAddress(value(entry)), value(offset))));
    Expression pageFault = stage.pageFault(value(kind));
    List<Statement> body = new ArrayList<>();
    body.add(let(size, select(contiguous, constant(16, 6), value(shift))));
    body.add(let(offset, subtract(shiftLeft(word(1), value(size)), word(1))));
    body.add(
        when(
            or(
                PageTableEntry.hasBadMemoryType(value(entry), stage.hasMemoryTypes()),
                badContiguity(entry, shift),
                misaligned),
            give(pageFault)));
    body.add(when(not(stage.permits(value(entry), value(kind), value(actor))), give(pageFault)));
    body.add(let(wanted, used));
    body.add(
        when(
            notEqual(value(wanted), value(entry)),
            update(entry, at, wanted).toArray(Statement[]::new)));
    body.addAll(stage.found(value(wanted), value(at), value(size), value(global)));
    body.add(set(Rv64State.WALK_ADDRESS, or(base, and(value(address), value(offset)))));
    body.add(give(constant(AddressTranslation.TRANSLATED, 6)));
    return new Routine(
        stage.name("leaf"), List.of(entry, at, address, kind, actor, shift, global), 6, body);
  }

  /** Sets A and D, or raises what stands against it (priv:svadu). */
  private List<Statement> update(Local entry, Local at, Local wanted) {
    Local replaced = new Local("replaced", 1);
    List<Statement> body = new ArrayList<>();
    body.add(when(not(stage.updatesEntries()), give(stage.pageFault(value(kind)))));
    Local physical = stage.reach(at, value(kind), true, body);
    body.add(
        when(
            not(isAllowed(physical, PhysicalMemoryProtection.WRITE)),
            give(call(ACCESS_FAULT, value(kind)))));
    body.add(new Statement.ReplacePhysical(replaced, value(physical), value(entry), value(wanted)));
    body.add(when(not(value(replaced)), give(constant(AddressTranslation.CHANGED, 6))));
    return body;
  }

  /** Svnapot: only 64 KiB, made of entries of the lowest level (priv:svnapot). */
  private static Expression badContiguity(Local entry, Local shift) {
    Expression fits =
        and(
            equal(value(shift), constant(PAGE_SHIFT, 6)),
            equal(bits(value(entry), 13, 10), constant(8, 4)));
    return and(PageTableEntry.isContiguous(value(entry)), not(fits));
  }
}
