package trapeze.isa.rv64;

import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.call;
import static trapeze.isa.ir.Build.concatenate;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.equal;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.isNotZero;
import static trapeze.isa.ir.Build.let;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.ir.Build.yes;
import static trapeze.isa.ir.Build.zeroExtend;
import static trapeze.isa.rv64.AccessFaults.ACCESS_FAULT;
import static trapeze.isa.rv64.AccessFaults.GUEST_PAGE_FAULT;
import static trapeze.isa.rv64.AccessFaults.isKind;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;

/**
 * The G-stage: from guest-physical to physical addresses by {@code hgatp}, with Sv39x4, Sv48x4 and
 * Sv57x4 (priv:guest-addr-translation).
 */
final class GuestStage implements Stage {
  /** Bits by which a guest-physical address is wider than the virtual ones of the same depth. */
  private static final int EXTRA_BITS = 2;

  /** {@code htinst} of a fault of a walk's read of a VS-stage entry (priv:tinst-vals). */
  private static final long READS_ENTRY = 0x3000;

  /** The same, of a walk that was to set A or D. */
  private static final long WRITES_ENTRY = 0x3020;

  /** {@link Rv64State#WALK_STAGE} of this stage. */
  static final int NUMBER = 2;

  private final Local implicit = new Local("implicit", 1);

  /**
   * Translates a guest-physical address (64 bits) for a kind of access (2), which may be a walk's
   * own (1); gives what {@link AddressTranslation#TRANSLATE} gives.
   */
  static final Routine TRANSLATE = translate();

  /**
   * Translates the guest-physical address (64 bits) of a VS-stage entry that is to be read or
   * written (kind, 2) for the sake of another kind of access (2), which is what faults.
   */
  static final Routine TRANSLATE_ENTRY = translateEntry();

  private static Routine translate() {
    GuestStage stage = new GuestStage();
    TableWalk walk = new TableWalk(stage);
    Local address = new Local("address", 64);
    Local kind = new Local("kind", 2);
    Local implicit = stage.implicit;
    List<Statement> body = new ArrayList<>();
    body.add(set(Rv64State.WALK_GUEST_PHYSICAL, value(address)));
    body.add(
        when(
            Rv64State.HGATP_MODE.is(AddressTranslation.BARE),
            set(Rv64State.WALK_ADDRESS, value(address)),
            set(Rv64State.WALK_GUEST_LEAF, word(PageTableEntry.EVERYTHING)),
            set(Rv64State.WALK_GUEST_SHIFT, constant(AddressTranslation.UNPAGED, 6)),
            give(constant(AddressTranslation.TRANSLATED, 6))));
    body.add(set(Rv64State.WALK_STAGE, constant(NUMBER, 2)));
    Expression fault = stage.pageFault(value(kind));
    for (int levels = 3; levels <= TableWalk.LEVELS; levels++) {
      int width = TableWalk.PAGE_SHIFT + levels * TableWalk.LEVEL_BITS + EXTRA_BITS;
      // The root is four tables side by side; the two extra bits say which.
      Expression root =
          concatenate(
              bits(Rv64State.HGATP_PPN.get(), 43, EXTRA_BITS),
              bits(value(address), width - 1, width - EXTRA_BITS),
              constant(0, TableWalk.PAGE_SHIFT));
      body.add(
          when(
              Rv64State.HGATP_MODE.is(AddressTranslation.SV39 + levels - 3),
              when(isNotZero(bits(value(address), 63, width)), give(fault)),
              give(
                  walk.from(
                      levels,
                      zeroExtend(root, 64),
                      value(address),
                      value(kind),
                      value(implicit)))));
    }
    body.add(give(fault));
    return new Routine("translateGuestPhysical", List.of(address, kind, implicit), 6, body);
  }

  private static Routine translateEntry() {
    Local address = new Local("address", 64);
    Local accessed = new Local("accessed", 2);
    Local kind = new Local("kind", 2);
    Local outcome = new Local("outcome", 6);
    Expression isGuestPageFault = equal(value(outcome), call(GUEST_PAGE_FAULT, value(accessed)));
    Expression isAccessFault = equal(value(outcome), call(ACCESS_FAULT, value(accessed)));
    return new Routine(
        "translateEntry",
        List.of(address, accessed, kind),
        6,
        List.of(
            let(outcome, call(TRANSLATE, value(address), value(accessed), yes())),
            set(Rv64State.WALK_STAGE, constant(VirtualStage.NUMBER, 2)),
            when(
                isGuestPageFault,
                set(
                    Rv64State.WALK_INSTRUCTION,
                    select(
                        isKind(value(accessed), AccessKind.WRITE),
                        word(WRITES_ENTRY),
                        word(READS_ENTRY))),
                give(call(GUEST_PAGE_FAULT, value(kind)))),
            when(isAccessFault, give(call(ACCESS_FAULT, value(kind)))),
            give(value(outcome))));
  }

  @Override
  public String name(String routine) {
    return "guest" + Character.toUpperCase(routine.charAt(0)) + routine.substring(1);
  }

  @Override
  public Local actor() {
    return implicit;
  }

  @Override
  public Expression pageFault(Expression kind) {
    return call(GUEST_PAGE_FAULT, kind);
  }

  @Override
  public Local reach(Local at, Expression kind, boolean toWrite, List<Statement> body) {
    return at;
  }

  @Override
  public Expression permits(Expression entry, Expression kind, Expression actor) {
    Expression allowed = call(PagePermissions.GUEST_PERMISSIONS, entry, actor);
    Expression executes =
        or(isKind(kind, AccessKind.EXECUTE), isKind(kind, AccessKind.READ_EXECUTABLE));
    return select(
        executes,
        bits(allowed, 2, 2),
        select(isKind(kind, AccessKind.READ), bits(allowed, 0, 0), bits(allowed, 1, 1)));
  }

  @Override
  public Expression updatesEntries() {
    return Rv64State.MENVCFG_ADUE.get();
  }

  @Override
  public Expression hasMemoryTypes() {
    return Rv64State.MENVCFG_PBMTE.get();
  }

  @Override
  public List<Statement> found(
      Expression leaf, Expression at, Expression shift, Expression global) {
    return List.of(set(Rv64State.WALK_GUEST_LEAF, leaf), set(Rv64State.WALK_GUEST_SHIFT, shift));
  }
}
