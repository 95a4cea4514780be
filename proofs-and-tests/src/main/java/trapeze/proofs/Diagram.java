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
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Invariants;
import trapeze.isa.rv64.Invariants.Invariant;
import trapeze.isa.rv64.PhysicalMemoryProtection;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.symbolic.Assumptions;
import trapeze.isa.symbolic.Outcome;
import trapeze.isa.symbolic.SymbolicExecution;
import trapeze.isa.symbolic.Terms;

/**
 * One instance on three machines: bare, over the virtual state; real, over what {@link RealState}
 * makes of it; and emulated, over the virtual state again.
 *
 * <p>Translation and protection are not looked into: whatever they answer, they answer it alike on
 * both sides. That they may, is proved on its own: see {@link TranslationLemmas}.
 */
final class Diagram {
  private final Solving solving;
  private final Context context;
  private final Common common;
  private final VirtualState virtual;
  private final RealState real;
  private final Routines routines;
  private final Step bare;
  private final Step direct;
  private final Step emulated;

  Diagram(Solving solving, Machines machines, Instance instance) {
    this.solving = solving;
    this.context = solving.context();
    InstructionSet set = machines.bare();
    common = new Common(solving, instance, instance.in(set), instance.hasCompressedForm(set));
    virtual = new VirtualState(solving, common);
    routines = new Routines(machines.monitor(), solving);
    real = new RealState(solving, common, virtual, routines);
    Map<InstructionSet, Outcome> outcomes = new LinkedHashMap<>();
    Terms terms = new Terms();
    for (InstructionSet each : List.of(set, machines.real(), machines.monitor())) {
      outcomes.computeIfAbsent(each, s -> execute(s, terms, instance));
    }
    bare = step(outcomes, machines.bare(), virtual);
    direct = step(outcomes, machines.real(), real);
    emulated = step(outcomes, machines.monitor(), virtual);
  }

  private Step step(Map<InstructionSet, Outcome> outcomes, InstructionSet set, Leaves leaves) {
    return new Step(solving, java.util.Objects.requireNonNull(outcomes.get(set)), leaves);
  }

  private static Outcome execute(InstructionSet set, Terms terms, Instance instance) {
    Assumptions assumptions =
        withoutHypervisor()
            .opaque(AddressTranslation.TRANSLATE)
            .opaque(PhysicalMemoryProtection.PROTECTION);
    if (instance.csr().isPresent()) {
      assumptions = assumptions.with(Operand.CSR, instance.csr().get().address());
    }
    return new SymbolicExecution(set, terms).execute(instance.in(set), assumptions);
  }

  /** The proofs are about machines without the hypervisor extension. */
  static Assumptions withoutHypervisor() {
    return Assumptions.none().with(Rv64State.HAS_HYPERVISOR, 0).with(Rv64State.VIRTUAL, 0);
  }

  Solving solving() {
    return solving;
  }

  Common common() {
    return common;
  }

  VirtualState virtual() {
    return virtual;
  }

  RealState real() {
    return real;
  }

  /** The instance on the bare machine. */
  Step bare() {
    return bare;
  }

  /** The instance on the real machine, in U-mode. */
  Step direct() {
    return direct;
  }

  /** The instance as the monitor carries it out. */
  Step emulated() {
    return emulated;
  }

  /** The state is a legal one, and the instruction is this one. */
  List<BoolExpr> given() {
    List<BoolExpr> all = new ArrayList<>(common.given());
    all.addAll(invariants(solving, virtual));
    all.addAll(Requests.known(context, bare));
    return all;
  }

  /** Loads and stores act in the mode that fetches do: else the monitor interprets. */
  BoolExpr isNotHybrid() {
    BitVecExpr mode = virtual.of(new Expression.Get(Rv64State.MODE));
    return context.mkEq(routines.call("dataMode", virtual), context.mkZeroExt(1, mode));
  }

  /** The invariants of a state. */
  static List<BoolExpr> invariants(Solving solving, Leaves state) {
    BitVectors terms = new BitVectors(solving.context(), solving.operations(), state);
    List<BoolExpr> all = new ArrayList<>();
    for (List<Invariant> group : List.of(Invariants.OF_CHOICES, Invariants.ALL)) {
      group.forEach(invariant -> all.add(terms.holds(invariant.holds())));
    }
    all.add(terms.holds(Rv64State.HAS_HYPERVISOR.whole().is(0)));
    all.add(terms.holds(Rv64State.VIRTUAL.whole().is(0)));
    return all;
  }

  /** What a counterexample shows of the state before. */
  Map<String, BitVecExpr> shown() {
    Map<String, BitVecExpr> all = new LinkedHashMap<>();
    all.put(Counterexample.INSTRUCTION, common.encoded());
    all.put("pc", virtual.of(new Expression.Pc()));
    all.putAll(virtual.variables());
    common.shown(all);
    return all;
  }

  /** A goal about this instance. */
  Goal goal(List<BoolExpr> more, List<Claim> claims) {
    List<BoolExpr> given = new ArrayList<>(given());
    given.addAll(more);
    // Last: only now is it known which registers have been asked for.
    given.addAll(common.registers());
    return new Goal(given, claims, shown());
  }
}
