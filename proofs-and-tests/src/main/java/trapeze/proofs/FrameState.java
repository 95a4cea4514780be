package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.Context;
import trapeze.isa.definition.InterruptCause;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Input;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.theory.rv64.Condition;
import trapeze.isa.theory.rv64.Frame;

/**
 * Any state of one mode, in which the conditions of a frame hold or not. Two of them with different
 * prefixes differ in what the guest has no part in: what is carried over is the same in both.
 */
final class FrameState implements Leaves {
  private static final long LINES =
      InterruptCause.MACHINE_SOFTWARE.bit()
          | InterruptCause.MACHINE_TIMER.bit()
          | InterruptCause.MACHINE_EXTERNAL.bit()
          | InterruptCause.SUPERVISOR_EXTERNAL.bit();

  private final Solving solving;
  private final Context context;
  private final Leaves common;
  private final Frame frame;
  private final PrivilegeMode mode;
  private final boolean arranged;
  private final String prefix;

  FrameState(
      Solving solving,
      Leaves common,
      Frame frame,
      PrivilegeMode mode,
      boolean arranged,
      String prefix) {
    this.solving = solving;
    this.context = solving.context();
    this.common = common;
    this.frame = frame;
    this.mode = mode;
    this.arranged = arranged;
    this.prefix = prefix;
  }

  @Override
  public BitVecExpr of(Expression leaf) {
    return switch (leaf) {
      case Expression.Get get -> variable(get.variable());
      case Expression.Read read ->
          solving.masked(
              context.mkBVConst(prefix + "input " + read.input(), 64), audible(read.input()));
      default -> common.of(leaf);
    };
  }

  /** The bits of a variable that the real hart holds as the guest does. */
  long carried(StateVariable variable) {
    if (variable.kind() == StateVariable.Kind.SCRATCH
        || variable == Rv64State.FFLAGS
        || variable == Rv64State.FRM) {
      return -1L >>> (64 - variable.width());
    }
    return frame.conditions().stream()
        .flatMap(condition -> condition.carried().stream())
        .filter(field -> field.variable() == variable)
        .mapToLong(Field::mask)
        .reduce(0, (left, right) -> left | right);
  }

  private long audible(Input input) {
    long exists = input == Input.LINES ? LINES : -1L;
    if (!arranged) {
      return exists;
    }
    return frame.conditions().stream()
        .flatMap(condition -> condition.lines().stream())
        .filter(quiet -> quiet.input() == input)
        .mapToLong(Condition.Quiet::bits)
        .reduce(exists, (left, right) -> left & ~right);
  }

  private BitVecExpr variable(StateVariable variable) {
    int width = variable.width();
    if (variable == Rv64State.MODE) {
      return solving.operations().constant(mode.code(), width);
    }
    if (variable.kind() == StateVariable.Kind.CHOICE && variable != Rv64State.HART_ID) {
      long value =
          switch (variable) {
            case StateVariable v when v == Rv64State.WIDEST_PAGING -> AddressTranslation.SV57;
            case StateVariable v when v == Rv64State.HAS_HYPERVISOR -> 0;
            default -> -1L;
          };
      return solving.operations().constant(value & -1L >>> (64 - width), width);
    }
    long carried = carried(variable);
    BitVecExpr value =
        mixed(
            context.mkBVConst(variable.name(), width),
            carried,
            context.mkBVConst(prefix + variable.name(), width));
    if (arranged) {
      for (Condition condition : frame.conditions()) {
        for (Condition.Held held : condition.held()) {
          if (held.field().variable() == variable) {
            long bits = held.value() << held.field().low();
            BitVecExpr fixed = solving.operations().constant(bits, width);
            value = mixed(fixed, held.field().mask(), value);
          }
        }
      }
    }
    return value;
  }

  /** The bits of a mask from one value, the others from another one. */
  private BitVecExpr mixed(BitVecExpr masked, long mask, BitVecExpr others) {
    int width = masked.getSortSize();
    long all = -1L >>> (64 - width);
    return context.mkBVOR(
        context.mkBVAND(masked, solving.operations().constant(mask & all, width)),
        context.mkBVAND(others, solving.operations().constant(~mask & all, width)));
  }
}
