package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.Context;
import java.util.IdentityHashMap;
import java.util.Map;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;

/**
 * Leaves for a routine outside any instruction: its parameters are given terms, what surroundings
 * answer is any value, the pc is any address.
 */
final class Bound implements Leaves {
  private final Context context;
  private final Map<Local, BitVecExpr> locals = new IdentityHashMap<>();

  Bound(Solving solving) {
    this.context = solving.context();
  }

  /** Gives a parameter its value. */
  Bound with(Local local, BitVecExpr value) {
    locals.put(local, value);
    return this;
  }

  /** These leaves, but other values for some parameters; answers are shared. */
  Leaves but(Map<Local, BitVecExpr> others) {
    return leaf -> {
      if (leaf instanceof Expression.Reference(Local local)) {
        BitVecExpr other = others.get(local);
        if (other != null) {
          return other;
        }
      }
      return of(leaf);
    };
  }

  /** A local under a name of its own, apart from all others' locals. */
  BitVecExpr named(Local local, String prefix) {
    return locals.computeIfAbsent(
        local,
        l -> context.mkBVConst("%s%s.%d".formatted(prefix, l.name(), locals.size()), l.width()));
  }

  @Override
  public BitVecExpr of(Expression leaf) {
    return switch (leaf) {
      case Expression.Reference(Local local) ->
          locals.computeIfAbsent(
              local, l -> context.mkBVConst("%s.%d".formatted(l.name(), locals.size()), l.width()));
      case Expression.Pc _ -> context.mkBVConst("pc", 64);
      default -> throw new IllegalArgumentException("no routine has " + leaf);
    };
  }
}
