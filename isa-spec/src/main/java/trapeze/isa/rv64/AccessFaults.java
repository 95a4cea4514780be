package trapeze.isa.rv64;

import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.equal;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.value;

import java.util.List;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;

/** Which exception each kind of access raises, 6 bits from the kind's 2. */
final class AccessFaults {
  private AccessFaults() {}

  static final Routine PAGE_FAULT =
      fault(
          "pageFault",
          ExceptionCause.INSTRUCTION_PAGE_FAULT,
          ExceptionCause.LOAD_PAGE_FAULT,
          ExceptionCause.STORE_PAGE_FAULT);

  static final Routine ACCESS_FAULT =
      fault(
          "accessFault",
          ExceptionCause.INSTRUCTION_ACCESS_FAULT,
          ExceptionCause.LOAD_ACCESS_FAULT,
          ExceptionCause.STORE_ACCESS_FAULT);

  /** The G-stage's. */
  static final Routine GUEST_PAGE_FAULT =
      fault(
          "guestPageFault",
          ExceptionCause.INSTRUCTION_GUEST_PAGE_FAULT,
          ExceptionCause.LOAD_GUEST_PAGE_FAULT,
          ExceptionCause.STORE_GUEST_PAGE_FAULT);

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
                    isKind(value(kind), AccessKind.EXECUTE),
                    constant(fetch.code(), 6),
                    select(
                        isKind(value(kind), AccessKind.WRITE),
                        constant(store.code(), 6),
                        constant(load.code(), 6))))));
  }

  /** Whether a kind of access, 2 bits, is this one. */
  static Expression isKind(Expression kind, AccessKind wanted) {
    return equal(kind, constant(wanted.ordinal(), 2));
  }
}
