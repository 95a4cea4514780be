package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to hold.
 *
 * @param what in words
 * @param holds the condition
 * @param here for the reader of a counterexample: a value on the machine that the monitor uses
 * @param bare the value that the bare machine has in its place
 */
record Claim(String what, BoolExpr holds, @Nullable BitVecExpr here, @Nullable BitVecExpr bare) {

  static Claim that(String what, BoolExpr holds) {
    return new Claim(what, holds, null, null);
  }

  static Claim equal(Context context, String what, BitVecExpr here, BitVecExpr bare) {
    return new Claim(what, context.mkEq(here, bare), here, bare);
  }

  /** Equal wherever a condition holds. */
  static Claim equalIf(
      Context context, BoolExpr condition, String what, BitVecExpr here, BitVecExpr bare) {
    return new Claim(what, context.mkImplies(condition, context.mkEq(here, bare)), here, bare);
  }
}
