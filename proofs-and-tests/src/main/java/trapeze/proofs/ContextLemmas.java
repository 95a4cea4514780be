package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Routine;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.symbolic.Assumptions;
import trapeze.isa.symbolic.Outcome;
import trapeze.isa.symbolic.SymbolicExecution;

/** That two states which share a real address space mean the same by every address. */
final class ContextLemmas {
  private final Machines machines;

  ContextLemmas(Machines machines) {
    this.machines = machines;
  }

  /** Two states of one context. */
  private final class Pair {
    private final Bound bound;
    private final VirtualState one;
    private final VirtualState other;
    private final List<BoolExpr> given = new ArrayList<>();
    private final BitVecExpr satp;

    Pair(Solving solving) {
      Context context = solving.context();
      bound = new Bound(solving);
      one = new VirtualState(solving, bound);
      other = new VirtualState(solving, bound, "other ");
      Routines routines = new Routines(machines.monitor(), solving);
      given.addAll(Diagram.invariants(solving, one));
      given.addAll(Diagram.invariants(solving, other));
      Expression mode = new Expression.Get(Rv64State.MODE);
      given.add(context.mkEq(one.of(mode), other.of(mode)));
      for (String key : List.of("contextSatp", "contextOptions")) {
        given.add(context.mkEq(routines.call(key, one), routines.call(key, other)));
      }
      satp = routines.call("contextSatp", one);
    }

    Goal goal(List<Claim> claims) {
      Map<String, BitVecExpr> shown = new LinkedHashMap<>(one.variables());
      shown.putAll(other.variables());
      return new Goal(given, claims, shown);
    }
  }

  /** Two states that share a real address space judge a leaf alike, in their own mode. */
  Goal leaf(Solving solving) {
    Context context = solving.context();
    Pair pair = new Pair(solving);
    InstructionSet set = machines.bare();
    Outcome outcome = TranslationLemmas.leafOutcome(set);
    BitVecExpr mode = pair.one.of(new Expression.Get(Rv64State.MODE));
    pair.bound.with(TranslationLemmas.parameter(set, "mode"), mode);
    pair.given.add(context.mkNot(context.mkEq(pair.satp, solving.operations().constant(0, 64))));
    return pair.goal(alike(solving, outcome, pair));
  }

  /** They begin their walks at the same table; or neither walks. */
  Goal walk(Solving solving) {
    Pair pair = new Pair(solving);
    InstructionSet set = machines.bare();
    Assumptions assumptions = Diagram.withoutHypervisor();
    for (int level = 0; level < 5; level++) {
      assumptions = assumptions.opaque(TranslationLemmas.find(set, "walk" + level));
    }
    Routine translate = set.routine("translate");
    BitVecExpr mode = pair.one.of(new Expression.Get(Rv64State.MODE));
    pair.bound.with(translate.parameters().get(2), solving.context().mkZeroExt(1, mode));
    Outcome outcome = new SymbolicExecution(set).call(translate, assumptions);
    return pair.goal(alike(solving, outcome, pair));
  }

  private static List<Claim> alike(Solving solving, Outcome outcome, Pair pair) {
    Context context = solving.context();
    Step here = new Step(solving, outcome, pair.one);
    Step there = new Step(solving, outcome, pair.other);
    List<Claim> claims = new ArrayList<>();
    Expression result = outcome.result().getFirst();
    claims.add(Claim.equal(context, "outcome", here.of(result), there.of(result)));
    Requests.same(context, here, there, claims);
    BoolExpr found = context.mkEq(here.of(result), context.mkBV(AddressTranslation.TRANSLATED, 6));
    claims.add(
        Claim.equalIf(
            context,
            found,
            "where it leads",
            here.variable(Rv64State.WALK_ADDRESS),
            there.variable(Rv64State.WALK_ADDRESS)));
    return claims;
  }
}
