package trapeze.isa.rv64;

import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.concatenate;
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
}
