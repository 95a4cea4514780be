package trapeze.isa.rv64;

import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.call;
import static trapeze.isa.ir.Build.concatenate;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.equal;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.let;
import static trapeze.isa.ir.Build.no;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.yes;
import static trapeze.isa.rv64.Modes.is;
import static trapeze.isa.rv64.PageTableEntry.isExecutable;
import static trapeze.isa.rv64.PageTableEntry.isReadable;
import static trapeze.isa.rv64.PageTableEntry.isUsers;
import static trapeze.isa.rv64.PageTableEntry.isWritable;

import java.util.List;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;

/** What a leaf allows, A and D aside: R, W and X in bits 0 to 2. */
final class PagePermissions {
  private PagePermissions() {}

  private static final int DIRTY_BIT = 7;

  /** To a mode (2), by SUM and MXR of {@code sstatus} (priv:sstatus). */
  static final Routine PERMISSIONS =
      ofMode("permissions", Rv64State.SUM.get(), Rv64State.MXR.get(), false);

  /**
   * To a guest's mode (2), in the VS-stage: SUM is the guest's, MXR the guest's or its hypervisor's
   * (priv:vsstatus). X in bit 3 is for loads of what may be executed.
   */
  static final Routine VIRTUAL_PERMISSIONS =
      ofMode(
          "virtualPermissions",
          Rv64State.VS_SUM.get(),
          or(Rv64State.MXR.get(), Rv64State.VS_MXR.get()),
          true);

  /**
   * To anybody in the G-stage, where all accesses are a user's (priv:guest-addr-translation); MXR
   * is the hypervisor's, and not for the reads of a walk (1).
   */
  static final Routine GUEST_PERMISSIONS = guest();

  /**
   * What both stages of the translation of a guest's address that succeeded last allow the guest's
   * mode (2): R, W and X in bits 0 to 2, W only where no D remains to be set.
   */
  static final Routine BOTH_STAGES = bothStages();

  private static Routine ofMode(
      String name, Expression sum, Expression mxr, boolean loadsExecutable) {
    Local entry = new Local("entry", 64);
    Local mode = new Local("mode", 2);
    Local fetch = new Local("fetch", 1);
    Local access = new Local("access", 1);
    Expression userPage = isUsers(value(entry));
    Expression readable = or(isReadable(value(entry)), and(mxr, isExecutable(value(entry))));
    Expression allowed =
        concatenate(
            and(value(fetch), isExecutable(value(entry))),
            and(value(access), isWritable(value(entry))),
            and(value(access), readable));
    return new Routine(
        name,
        List.of(entry, mode),
        loadsExecutable ? 4 : 3,
        List.of(
            let(fetch, equal(userPage, select(is(value(mode), PrivilegeMode.U), yes(), no()))),
            let(access, or(value(fetch), and(userPage, sum))),
            give(
                loadsExecutable
                    ? concatenate(and(value(access), isExecutable(value(entry))), allowed)
                    : allowed)));
  }

  private static Routine guest() {
    Local entry = new Local("entry", 64);
    Local implicit = new Local("implicit", 1);
    Expression byMxr = and(Rv64State.MXR.get(), not(value(implicit)), isExecutable(value(entry)));
    Expression users = isUsers(value(entry));
    return new Routine(
        "guestPermissions",
        List.of(entry, implicit),
        3,
        List.of(
            give(
                concatenate(
                    and(users, isExecutable(value(entry))),
                    and(users, isWritable(value(entry))),
                    and(users, or(isReadable(value(entry)), byMxr))))));
  }

  private static Routine bothStages() {
    Local mode = new Local("mode", 2);
    Expression leaf = Rv64State.WALK_LEAF.whole().get();
    Expression guestLeaf = Rv64State.WALK_GUEST_LEAF.whole().get();
    Expression everything = constant(7, 3);
    Expression first =
        select(
            Rv64State.VSATP_MODE.is(AddressTranslation.BARE),
            everything,
            bits(call(VIRTUAL_PERMISSIONS, leaf, value(mode)), 2, 0));
    Expression second =
        select(
            Rv64State.HGATP_MODE.is(AddressTranslation.BARE),
            everything,
            call(GUEST_PERMISSIONS, guestLeaf, no()));
    Expression written = bits(and(leaf, guestLeaf), DIRTY_BIT, DIRTY_BIT);
    return new Routine(
        "bothStagesPermissions",
        List.of(mode),
        3,
        List.of(give(and(first, second, concatenate(yes(), written, yes())))));
  }
}
