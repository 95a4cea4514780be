package trapeze.isa.rv64;

import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.below;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.call;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.let;
import static trapeze.isa.ir.Build.no;
import static trapeze.isa.ir.Build.notEqual;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.rv64.AccessFaults.PAGE_FAULT;
import static trapeze.isa.rv64.AccessFaults.isKind;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;

/**
 * The VS-stage, from guest-virtual to guest-physical addresses by {@code vsatp}, and the G-stage
 * behind it (priv:two-stage-translation). Its tables are at guest-physical addresses, so each of
 * its entries is reached through the G-stage.
 */
final class VirtualStage implements Stage {
  /** {@link Rv64State#WALK_STAGE} of this stage. */
  static final int NUMBER = 1;

  private final Local mode = new Local("mode", 2);

  /**
   * Translates a guest-virtual address (64 bits) for a kind of access (2) in a guest's mode (2);
   * gives what {@link AddressTranslation#TRANSLATE} gives.
   */
  static final Routine TRANSLATE = translate();

  private static Routine translate() {
    VirtualStage stage = new VirtualStage();
    Local address = new Local("address", 64);
    Local kind = new Local("kind", 2);
    Local first = new Local("first", 6);
    Local second = new Local("second", 6);
    Routine toGuestPhysical = toGuestPhysical(stage);
    Expression guestShift = Rv64State.WALK_GUEST_SHIFT.whole().get();
    return new Routine(
        "translateVirtual",
        List.of(address, kind, stage.mode),
        6,
        List.of(
            set(Rv64State.WALK_INSTRUCTION, word(0)),
            set(Rv64State.WALK_STAGE, constant(NUMBER, 2)),
            let(first, call(toGuestPhysical, value(address), value(kind), value(stage.mode))),
            set(Rv64State.WALK_STAGE, constant(0, 2)),
            when(notTranslated(first), give(value(first))),
            let(
                second,
                call(
                    GuestStage.TRANSLATE, Rv64State.WALK_ADDRESS.whole().get(), value(kind), no())),
            set(Rv64State.WALK_STAGE, constant(0, 2)),
            set(Rv64State.WALK_VIRTUAL_SHIFT, Rv64State.WALK_SHIFT.whole().get()),
            when(
                below(guestShift, Rv64State.WALK_SHIFT.whole().get()),
                set(Rv64State.WALK_SHIFT, guestShift)),
            give(value(second))));
  }

  private static Routine toGuestPhysical(VirtualStage stage) {
    TableWalk walk = new TableWalk(stage);
    Local address = new Local("address", 64);
    Local kind = new Local("kind", 2);
    List<Statement> body = new ArrayList<>();
    body.add(TableWalk.unpaged(Rv64State.VSATP_MODE.is(AddressTranslation.BARE), address));
    body.addAll(
        walk.by(Rv64State.VSATP_MODE, Rv64State.VSATP_PPN, address, kind, value(stage.mode)));
    body.add(give(stage.pageFault(value(kind))));
    return new Routine("translateToGuestPhysical", List.of(address, kind, stage.mode), 6, body);
  }

  private static Expression notTranslated(Local outcome) {
    return notEqual(value(outcome), constant(AddressTranslation.TRANSLATED, 6));
  }

  @Override
  public String name(String routine) {
    return "virtual" + Character.toUpperCase(routine.charAt(0)) + routine.substring(1);
  }

  @Override
  public Local actor() {
    return mode;
  }

  @Override
  public Expression pageFault(Expression kind) {
    return call(PAGE_FAULT, kind);
  }

  @Override
  public Local reach(Local at, Expression kind, boolean toWrite, List<Statement> body) {
    Local reached = new Local("reached", 6);
    Local physical = new Local("physical", 64);
    AccessKind accessed = toWrite ? AccessKind.WRITE : AccessKind.READ;
    body.add(
        let(
            reached,
            call(GuestStage.TRANSLATE_ENTRY, value(at), constant(accessed.ordinal(), 2), kind)));
    body.add(when(notTranslated(reached), give(value(reached))));
    body.add(let(physical, Rv64State.WALK_ADDRESS.whole().get()));
    body.add(set(Rv64State.WALK_LEAF_ADDRESS, value(physical)));
    return physical;
  }

  @Override
  public Expression permits(Expression entry, Expression kind, Expression actor) {
    Expression allowed = call(PagePermissions.VIRTUAL_PERMISSIONS, entry, actor);
    return select(
        isKind(kind, AccessKind.EXECUTE),
        bits(allowed, 2, 2),
        select(
            isKind(kind, AccessKind.READ),
            bits(allowed, 0, 0),
            select(isKind(kind, AccessKind.WRITE), bits(allowed, 1, 1), bits(allowed, 3, 3))));
  }

  @Override
  public Expression updatesEntries() {
    return and(Rv64State.MENVCFG_ADUE.get(), Rv64State.HENVCFG_ADUE.get());
  }

  @Override
  public Expression hasMemoryTypes() {
    return and(Rv64State.MENVCFG_PBMTE.get(), Rv64State.HENVCFG_PBMTE.get());
  }

  @Override
  public List<Statement> found(
      Expression leaf, Expression at, Expression shift, Expression global) {
    return List.of(
        set(Rv64State.WALK_LEAF, leaf),
        set(Rv64State.WALK_SHIFT, shift),
        set(Rv64State.WALK_GLOBAL, global));
  }
}
