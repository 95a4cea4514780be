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
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.symbolic.Assumptions;
import trapeze.isa.symbolic.Event;
import trapeze.isa.symbolic.Outcome;
import trapeze.isa.symbolic.SymbolicExecution;

/** That protection may be asked about a page once, and not about every access in it. */
final class ProtectionLemmas {
  private final Machines machines;

  ProtectionLemmas(Machines machines) {
    this.machines = machines;
  }

  /** One entry: what it says of a range, if it is one thing, it says of every part. */
  Goal entry(Solving solving) {
    Context context = solving.context();
    InstructionSet set = machines.bare();
    Routine match = TranslationLemmas.find(set, "matchProtectionEntry");
    Routines routines = new Routines(set, solving);
    VirtualState state = new VirtualState(solving, new Bound(solving));
    BitVecExpr configuration = context.mkBVConst("configuration", 8);
    BitVecExpr previous = context.mkBVConst("previous", 64);
    BitVecExpr own = context.mkBVConst("own", 64);
    BitVecExpr mode = context.mkBVConst("its mode", 2);
    Ranges ranges = new Ranges(solving);
    BitVecExpr whole =
        routines.call(match, state, configuration, previous, own, ranges.first, ranges.end, mode);
    BitVecExpr part =
        routines.call(match, state, configuration, previous, own, ranges.from, ranges.to, mode);
    List<BoolExpr> given = new ArrayList<>(ranges.given());
    BitVecExpr zero = solving.operations().constant(0, 64);
    for (BitVecExpr address : List.of(previous, own)) {
      given.add(context.mkEq(solving.masked(address, -1L << 56 | 3), zero));
    }
    given.add(context.mkNot(TranslationLemmas.may(solving, whole, 3)));
    Map<String, BitVecExpr> shown = new LinkedHashMap<>(ranges.shown());
    shown.put("configuration", configuration);
    shown.put("previous", previous);
    shown.put("own", own);
    shown.put("its mode", mode);
    return new Goal(
        given,
        List.of(
            Claim.equal(context, "what it says", part, whole),
            Claim.that("nothing where it does not touch", silent(solving, whole))),
        shown);
  }

  private static BoolExpr silent(Solving solving, BitVecExpr said) {
    Context context = solving.context();
    return context.mkOr(
        TranslationLemmas.may(solving, said, 4), context.mkEq(said, context.mkBV(0, 5)));
  }

  /**
   * All sixteen of them, by what has been said of one: the first that touches the range at all says
   * one thing of it, so it says that of the part, and those before it touch neither.
   */
  Goal whole(Solving solving) {
    Context context = solving.context();
    InstructionSet set = machines.bare();
    Routine routine = set.routine("protection");
    Outcome outcome =
        new SymbolicExecution(set)
            .call(
                routine,
                Assumptions.none().opaque(TranslationLemmas.find(set, "matchProtectionEntry")));
    Bound ofWhole = new Bound(solving);
    Bound ofPart = new Bound(solving);
    BitVecExpr mode = context.mkBVConst("its mode", 2);
    ofWhole.with(routine.parameters().get(2), mode);
    ofPart.with(routine.parameters().get(2), mode);
    VirtualState state = new VirtualState(solving, ofWhole);
    Step whole = new Step(solving, outcome, state);
    Step part =
        new Step(
            solving,
            outcome,
            leaf ->
                leaf instanceof Expression.Reference(Local local)
                    ? ofPart.named(local, "part of ")
                    : state.of(leaf));
    BitVecExpr all = whole.of(outcome.result().getFirst());
    List<BoolExpr> given = new ArrayList<>();
    for (Event event : outcome.events()) {
      Expression answer = new Expression.Reference(event.answers().getFirst());
      BitVecExpr said = whole.of(answer);
      given.add(silent(solving, said));
      given.add(
          context.mkImplies(
              context.mkNot(TranslationLemmas.may(solving, said, 3)),
              context.mkEq(part.of(answer), said)));
    }
    given.add(context.mkNot(TranslationLemmas.may(solving, all, 3)));
    return new Goal(
        given,
        List.of(Claim.equal(context, "what is allowed", part.of(outcome.result().getFirst()), all)),
        TranslationLemmas.shown(state, Map.of()));
  }

  /** A range and a part of it, below the end of physical addresses. */
  private static final class Ranges {
    private final Context context;
    private final BitVecExpr first;
    private final BitVecExpr end;
    private final BitVecExpr from;
    private final BitVecExpr to;

    Ranges(Solving solving) {
      context = solving.context();
      first = context.mkBVConst("first", 64);
      end = context.mkBVConst("end", 64);
      from = context.mkBVConst("from", 64);
      to = context.mkBVConst("to", 64);
    }

    List<BoolExpr> given() {
      return List.of(
          context.mkBVULE(first, from),
          context.mkBVULT(from, to),
          context.mkBVULE(to, end),
          context.mkBVULE(end, context.mkBV(1L << 56, 64)));
    }

    Map<String, BitVecExpr> shown() {
      Map<String, BitVecExpr> all = new LinkedHashMap<>();
      all.put("first", first);
      all.put("end", end);
      all.put("from", from);
      all.put("to", to);
      return all;
    }
  }
}
