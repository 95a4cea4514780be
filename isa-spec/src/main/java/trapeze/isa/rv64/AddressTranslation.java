package trapeze.isa.rv64;

import static trapeze.isa.definition.PrivilegeMode.M;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.call;
import static trapeze.isa.ir.Build.concatenate;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.rv64.AccessFaults.PAGE_FAULT;
import static trapeze.isa.rv64.AccessFaults.isKind;
import static trapeze.isa.rv64.Modes.is;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;

/**
 * Sv39, Sv48 and Sv57 (priv:sv39, priv:sv48, priv:sv57), of a guest in two stages: which walk an
 * address takes. The walk itself is {@code TableWalk}'s.
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

  /** Bit of the mode that an access acts in: it is a guest's, V is set. */
  public static final int VIRTUAL_MODE = 4;

  /**
   * What a leaf entry (64 bits) allows a mode (2), A and D aside: R, W and X in bits 0 to 2, SUM
   * and MXR taken into account.
   */
  public static final Routine PERMISSIONS = PagePermissions.PERMISSIONS;

  /**
   * Translates an address: takes it (64 bits), the kind of access (2, {@link AccessKind}'s ordinal)
   * and the mode it acts in (3: V, privilege); gives {@link #TRANSLATED}, {@link #CHANGED} or the
   * exception's code (6). Where it went is in the {@code walk.} variables. It does not ask whether
   * PMP allows the access itself, only whether it allows the walk.
   */
  public static final Routine TRANSLATE = translate();

  /**
   * The second stage alone: takes a guest-physical address (64 bits), the kind of access (2) and
   * whether it is a walk's own (1); gives what {@link #TRANSLATE} gives.
   */
  public static final Routine TRANSLATE_GUEST_PHYSICAL = GuestStage.TRANSLATE;

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
    return List.of(
        TRANSLATE, DATA_MODE, PERMISSIONS, PagePermissions.BOTH_STAGES, TRANSLATE_GUEST_PHYSICAL);
  }

  private static Routine translate() {
    Local address = new Local("address", 64);
    Local kind = new Local("kind", 2);
    Local mode = new Local("mode", 3);
    Expression privilege = bits(value(mode), 1, 0);
    Expression isVirtual = and(Modes.hasHypervisor(), bits(value(mode), 2, 2));
    Expression isBare = or(is(privilege, M), Rv64State.SATP_MODE.is(BARE));
    List<Statement> body = new ArrayList<>();
    body.add(
        when(
            isVirtual, give(call(VirtualStage.TRANSLATE, value(address), value(kind), privilege))));
    body.add(TableWalk.unpaged(isBare, address));
    body.addAll(
        new TableWalk(new OnlyStage())
            .by(Rv64State.SATP_MODE, Rv64State.SATP_PPN, address, kind, privilege));
    body.add(give(call(PAGE_FAULT, value(kind))));
    return new Routine("translate", List.of(address, kind, mode), 6, body);
  }

  /** The only stage where there is no guest, by {@code satp}; its actor is a mode (2). */
  private static final class OnlyStage implements Stage {
    private final Local mode = new Local("mode", 2);

    @Override
    public String name(String routine) {
      return routine;
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
      return at;
    }

    @Override
    public Expression permits(Expression entry, Expression kind, Expression actor) {
      Expression allowed = call(PERMISSIONS, entry, actor);
      return select(
          isKind(kind, AccessKind.EXECUTE),
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
      return List.of(
          set(Rv64State.WALK_LEAF, leaf),
          set(Rv64State.WALK_LEAF_ADDRESS, at),
          set(Rv64State.WALK_SHIFT, shift),
          set(Rv64State.WALK_GLOBAL, global));
    }
  }
}
