package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import java.util.List;

/**
 * Where terms are made: a solver's context and what operators mean in it.
 *
 * @param context the solver's
 * @param operations the operators
 */
record Solving(Context context, Operations operations) {

  /** All of these. */
  BoolExpr all(List<BoolExpr> parts) {
    return context.mkAnd(parts.toArray(BoolExpr[]::new));
  }

  /** One of two terms. */
  BitVecExpr select(BoolExpr condition, BitVecExpr ifSet, BitVecExpr ifClear) {
    return ifSet.equals(ifClear) ? ifSet : (BitVecExpr) context.mkITE(condition, ifSet, ifClear);
  }

  /** Whether a one-bit term is set. */
  BoolExpr isSet(BitVecExpr bit) {
    return context.mkEq(bit, context.mkBV(1, 1));
  }

  /** The bits of a mask, of 64. */
  BitVecExpr masked(BitVecExpr value, long mask) {
    return context.mkBVAND(value, operations.constant(mask, 64));
  }
}
