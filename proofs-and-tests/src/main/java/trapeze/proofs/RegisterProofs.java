package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.HypervisorLevel;
import trapeze.isa.symbolic.Assumptions;
import trapeze.isa.symbolic.Outcome;
import trapeze.isa.symbolic.SymbolicExecution;

/**
 * What is proved of each control register: whatever is written, a legal state is left; and what is
 * then read, written again, changes nothing, so that a value that has been read is a legal one.
 */
final class RegisterProofs {
  /** Registers that count while they are written: reading one back is later than writing it. */
  static final Set<String> COUNTERS = Set.of("mcycle", "minstret");

  private final InstructionSet set;

  RegisterProofs(InstructionSet set) {
    this.set = set;
  }

  List<Obligation> all() {
    List<Obligation> all = new ArrayList<>();
    for (Csr csr : HypervisorLevel.othersOf(set)) {
      all.add(new Obligation(Obligation.Family.REGISTER, csr.name(), s -> pose(s, csr)));
    }
    return all;
  }

  private Goal pose(Solving solving, Csr csr) {
    Context context = solving.context();
    Local parameter = csr.write().parameters().getFirst();
    Bound bound = new Bound(solving).with(parameter, context.mkBVConst("written", 64));
    VirtualState state = new VirtualState(solving, bound);
    Outcome write = new SymbolicExecution(set).call(csr.write(), Assumptions.none());
    Step first = new Step(solving, write, state);
    List<Claim> claims = new ArrayList<>(InstanceProofs.kept(solving, first));
    if (!COUNTERS.contains(csr.name())) {
      Leaves after =
          leaf ->
              leaf instanceof Expression.Get get ? first.variable(get.variable()) : state.of(leaf);
      BitVecExpr read = new Routines(set, solving).call(csr.readToModify(), after);
      Leaves again =
          leaf ->
              leaf instanceof Expression.Reference(Local local) && local == parameter
                  ? read
                  : after.of(leaf);
      Step second = new Step(solving, write, again);
      for (StateVariable variable : Step.assigned(write.state())) {
        claims.add(
            Claim.equal(
                context,
                variable + " written back",
                second.variable(variable),
                first.variable(variable)));
      }
    }
    Map<String, BitVecExpr> shown = new LinkedHashMap<>(state.variables());
    shown.put("written", context.mkBVConst("written", 64));
    return new Goal(Diagram.invariants(solving, state), claims, shown);
  }
}
