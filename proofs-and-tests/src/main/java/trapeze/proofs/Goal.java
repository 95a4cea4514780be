package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import java.util.List;
import java.util.Map;

/**
 * What a solver is asked: whether the claims follow.
 *
 * @param given what may be assumed
 * @param claims what must follow from it
 * @param shown for the reader of a counterexample: terms of the state before, by name
 */
record Goal(List<BoolExpr> given, List<Claim> claims, Map<String, BitVecExpr> shown) {
  Goal {
    given = List.copyOf(given);
    claims = List.copyOf(claims);
  }
}
