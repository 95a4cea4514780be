package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import java.util.HashMap;
import java.util.Map;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Deprivileging;
import trapeze.isa.rv64.Rv64State;

/**
 * The state that the real hart is given of a virtual one, and what comes back of it: {@link
 * Deprivileging} as terms.
 *
 * <p>What of the real hart is nobody's business is any value: its choices, its own page tables, its
 * inputs, and the floating-point state where the guest's is not lent.
 */
final class RealState implements Leaves {
  private final Solving solving;
  private final Context context;
  private final Leaves common;
  private final Leaves virtual;
  private final Routines routines;
  private final Map<StateVariable, BitVecExpr> fixed = new HashMap<>();
  private final BitVecExpr status;
  private final BitVecExpr environment;
  private final BoolExpr lends;

  RealState(Solving solving, Leaves common, Leaves virtual, Routines routines) {
    this.solving = solving;
    this.context = solving.context();
    this.common = common;
    this.virtual = virtual;
    this.routines = routines;
    for (Deprivileging.Fixed each : Deprivileging.CONFIGURATION) {
      BitVecExpr value = solving.operations().constant(each.value(), each.variable().width());
      fixed.put(each.variable(), value);
    }
    // What an earlier guest left of FS; everything else in it is zero, and stays so.
    BitVecExpr before = solving.masked(own("mstatus", 64), Rv64State.FS.mask());
    status = routines.call("projectedStatus", virtual, before);
    environment = routines.call("projectedEnvironment", virtual);
    lends = solving.isSet(routines.call("lendsFloatingPoint", virtual));
  }

  private BitVecExpr own(String name, int width) {
    return context.mkBVConst("real " + name, width);
  }

  @Override
  public BitVecExpr of(Expression leaf) {
    return switch (leaf) {
      case Expression.Get get -> variable(get.variable());
      case Expression.Read read -> own("input " + read.input(), 64);
      case Expression.ReadF register ->
          solving.select(lends, common.of(leaf), own("f." + register.register(), 64));
      default -> common.of(leaf);
    };
  }

  private BitVecExpr variable(StateVariable variable) {
    if (variable.kind() != StateVariable.Kind.ARCHITECTURAL || variable == Rv64State.SATP) {
      return own(variable.name(), variable.width());
    }
    if (variable == Rv64State.MSTATUS) {
      return status;
    }
    if (variable == Rv64State.SENVCFG) {
      return environment;
    }
    if (variable == Rv64State.FFLAGS || variable == Rv64State.FRM) {
      BitVecExpr lent = virtual.of(new Expression.Get(variable));
      return solving.select(lends, lent, own(variable.name(), variable.width()));
    }
    BitVecExpr value = fixed.get(variable);
    return value != null ? value : solving.operations().constant(0, variable.width());
  }

  /** Whether the guest's floating-point state is on the real hart. */
  BoolExpr lendsFloatingPoint() {
    return lends;
  }

  /** Whether floating-point state is taken back, by what the real mstatus then is. */
  BoolExpr returnsFloatingPoint(BitVecExpr realStatus) {
    return solving.isSet(routines.call("returnsFloatingPoint", virtual, realStatus));
  }

  /** What a variable of the virtual state is after the real hart has been taken back. */
  BitVecExpr saved(StateVariable variable, Step step) {
    BitVecExpr before = virtual.of(new Expression.Get(variable));
    BitVecExpr realStatus = step.variable(Rv64State.MSTATUS);
    if (variable == Rv64State.MSTATUS) {
      return routines.call("savedStatus", virtual, realStatus);
    }
    if (variable == Rv64State.FFLAGS || variable == Rv64State.FRM) {
      return solving.select(returnsFloatingPoint(realStatus), step.variable(variable), before);
    }
    return before;
  }
}
