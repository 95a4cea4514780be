package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import trapeze.isa.ir.Expression;

/** The bare machine's state, which is the virtual one: every variable is any value. */
final class VirtualState implements Leaves {
  private final Context context;
  private final Leaves common;
  private final String prefix;
  private final Map<String, BitVecExpr> variables = new LinkedHashMap<>();

  VirtualState(Solving solving, Leaves common) {
    this(solving, common, "");
  }

  /** A state whose variables have names of their own. */
  VirtualState(Solving solving, Leaves common, String prefix) {
    this.context = solving.context();
    this.common = common;
    this.prefix = prefix;
  }

  @Override
  public BitVecExpr of(Expression leaf) {
    return switch (leaf) {
      case Expression.Get get -> variable(get.variable().name(), get.width());
      case Expression.Read read -> variable("input " + read.input(), 64);
      default -> common.of(leaf);
    };
  }

  private BitVecExpr variable(String name, int width) {
    return variables.computeIfAbsent(prefix + name, n -> context.mkBVConst(n, width));
  }

  /** The variables that have been asked for, by name. */
  Map<String, BitVecExpr> variables() {
    return variables;
  }
}
