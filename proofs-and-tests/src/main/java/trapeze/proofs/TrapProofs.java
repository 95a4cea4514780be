package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Interrupts;
import trapeze.isa.rv64.Invariants;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.symbolic.SymbolicExecution;
import trapeze.isa.symbolic.Terms;

/** What is proved of reset, of the way into a trap, and of interrupts. */
final class TrapProofs {
  private static final List<String> ANSWERS = List.of("interruptToTake", "wakeUp", "dataMode");

  private final Machines machines;

  TrapProofs(Machines machines) {
    this.machines = machines;
  }

  List<Obligation> all() {
    List<Obligation> all = new ArrayList<>();
    all.add(new Obligation(Obligation.Family.INVARIANT, "reset", this::reset));
    all.add(new Obligation(Obligation.Family.INVARIANT, "takeTrap", this::kept));
    all.add(new Obligation(Obligation.Family.TRAP, "a trap is entered as bare", this::entered));
    all.add(new Obligation(Obligation.Family.TRAP, "a trap never loses privilege", this::upward));
    all.add(
        new Obligation(Obligation.Family.TRAP, "a trap changes nothing that is lent", this::lends));
    all.add(
        new Obligation(
            Obligation.Family.TRAP, "the real hart takes no interrupt", this::undisturbed));
    all.add(
        new Obligation(
            Obligation.Family.TRAP, "an interrupt is taken if it may be", this::permitted));
    for (String name : ANSWERS) {
      all.add(new Obligation(Obligation.Family.TRAP, name + " as bare", s -> answers(s, name)));
    }
    all.add(
        new Obligation(
            Obligation.Family.TRAP, "isDelegated as bare", s -> answers(s, "isDelegated")));
    return all;
  }

  /** At reset all is zero but the mode. */
  private Goal reset(Solving solving) {
    VirtualState choices = new VirtualState(solving, new Bound(solving));
    Leaves zero =
        leaf ->
            switch (leaf) {
              case Expression.Get(StateVariable variable)
                  when variable.kind() == StateVariable.Kind.CHOICE ->
                  choices.of(leaf);
              case Expression.Get(StateVariable variable) when variable == Rv64State.MODE ->
                  solving.operations().constant(PrivilegeMode.M.code(), 2);
              default -> solving.operations().constant(0, leaf.width());
            };
    BitVectors terms = new BitVectors(solving.context(), solving.operations(), zero);
    List<BoolExpr> given =
        Invariants.OF_CHOICES.stream().map(each -> terms.holds(each.holds())).toList();
    List<Claim> claims =
        Invariants.ALL.stream()
            .map(each -> Claim.that(each.name(), terms.holds(each.holds())))
            .toList();
    return new Goal(given, claims, choices.variables());
  }

  private Step take(Solving solving, InstructionSet set, Terms terms, Bound bound, Leaves state) {
    Routine routine = set.routine("takeTrap");
    List<String> names =
        List.of(
            "cause",
            "trap value",
            "interrupt",
            "guest-physical address",
            "trap instruction",
            "guest-virtual");
    for (int i = 0; i < names.size(); i++) {
      int width = routine.parameters().get(i).width();
      bound.with(routine.parameters().get(i), solving.context().mkBVConst(names.get(i), width));
    }
    return new Step(
        solving,
        new SymbolicExecution(set, terms).call(routine, Diagram.withoutHypervisor()),
        state);
  }

  private static Goal goal(
      Solving solving, VirtualState state, List<BoolExpr> more, List<Claim> claims) {
    List<BoolExpr> given = new ArrayList<>(Diagram.invariants(solving, state));
    given.addAll(more);
    Map<String, BitVecExpr> shown = new LinkedHashMap<>();
    shown.put("pc", state.of(new Expression.Pc()));
    shown.put("cause", solving.context().mkBVConst("cause", 6));
    shown.put("trap value", solving.context().mkBVConst("trap value", 64));
    shown.put("interrupt", solving.context().mkBVConst("interrupt", 1));
    shown.putAll(state.variables());
    return new Goal(given, claims, shown);
  }

  private Goal kept(Solving solving) {
    Bound bound = new Bound(solving);
    VirtualState state = new VirtualState(solving, bound);
    Step step = take(solving, machines.bare(), new Terms(), bound, state);
    return goal(solving, state, List.of(), InstanceProofs.kept(solving, step));
  }

  /** The monitor enters a trap as the bare machine does. */
  private Goal entered(Solving solving) {
    Bound bound = new Bound(solving);
    VirtualState state = new VirtualState(solving, bound);
    Terms terms = new Terms();
    Step bare = take(solving, machines.bare(), terms, bound, state);
    Step here = take(solving, machines.monitor(), terms, bound, state);
    List<Claim> claims = new ArrayList<>();
    InstanceProofs.same(solving.context(), here, bare, claims);
    return goal(solving, state, List.of(), claims);
  }

  private Goal upward(Solving solving) {
    Bound bound = new Bound(solving);
    VirtualState state = new VirtualState(solving, bound);
    Step step = take(solving, machines.bare(), new Terms(), bound, state);
    BitVecExpr before = step.before(Rv64State.MODE);
    BitVecExpr after = step.variable(Rv64State.MODE);
    Context context = solving.context();
    BitVecExpr user = context.mkBV(PrivilegeMode.U.code(), 2);
    return goal(
        solving,
        state,
        List.of(),
        List.of(
            Claim.that("the mode is no lower", context.mkBVUGE(after, before)),
            Claim.that("it is not U", context.mkNot(context.mkEq(after, user)))));
  }

  /** Floating-point state and paging are as before: what is projected next differs by the mode. */
  private Goal lends(Solving solving) {
    Bound bound = new Bound(solving);
    VirtualState state = new VirtualState(solving, bound);
    Step step = take(solving, machines.monitor(), new Terms(), bound, state);
    Context context = solving.context();
    List<Claim> claims = new ArrayList<>();
    for (StateVariable variable :
        List.of(
            Rv64State.FFLAGS,
            Rv64State.FRM,
            Rv64State.MENVCFG,
            Rv64State.SENVCFG,
            Rv64State.SATP,
            Rv64State.PMPCFG0,
            Rv64State.PMPCFG2)) {
      claims.add(
          Claim.equal(context, variable.name(), step.variable(variable), step.before(variable)));
    }
    long lent = Rv64State.FS.mask() | Rv64State.SUM.mask() | Rv64State.MXR.mask();
    claims.add(
        Claim.equal(
            context,
            "FS, SUM and MXR",
            solving.masked(step.variable(Rv64State.MSTATUS), lent),
            solving.masked(step.before(Rv64State.MSTATUS), lent)));
    claims.add(
        Claim.that(
            "no general register", context.mkBool(step.x().isEmpty() && step.f().isEmpty())));
    return goal(solving, state, List.of(), claims);
  }

  /** Whatever its lines say: nothing is enabled on it. */
  private Goal undisturbed(Solving solving) {
    Bound bound = new Bound(solving);
    VirtualState state = new VirtualState(solving, bound);
    Routines routines = new Routines(machines.monitor(), solving);
    RealState real = new RealState(solving, bound, state, routines);
    BitVecExpr none = solving.context().mkBV(Interrupts.NONE, 6);
    BitVecExpr taken = new Routines(machines.real(), solving).call("interruptToTake", real);
    return goal(
        solving,
        state,
        List.of(),
        List.of(Claim.equal(solving.context(), "interrupt taken", taken, none)));
  }

  /** Only what is enabled, pending, and not held back by the mode; and it ends a wait. */
  private Goal permitted(Solving solving) {
    Context context = solving.context();
    Bound bound = new Bound(solving);
    VirtualState state = new VirtualState(solving, bound);
    Routines routines = new Routines(machines.bare(), solving);
    BitVecExpr taken = routines.call("interruptToTake", state);
    BoolExpr some = context.mkNot(context.mkEq(taken, context.mkBV(Interrupts.NONE, 6)));
    BitVecExpr mode = state.of(new Expression.Get(Rv64State.MODE));
    BoolExpr delegated = bit(solving, state, Rv64State.MIDELEG, taken);
    BoolExpr machine = context.mkEq(mode, context.mkBV(PrivilegeMode.M.code(), 2));
    BoolExpr supervisor = context.mkEq(mode, context.mkBV(PrivilegeMode.S.code(), 2));
    BitVectors terms = new BitVectors(context, solving.operations(), state);
    return goal(
        solving,
        state,
        List.of(some),
        List.of(
            Claim.that("it is enabled", bit(solving, state, Rv64State.MIE, taken)),
            Claim.that("it ends a wait", solving.isSet(routines.call("wakeUp", state))),
            Claim.that(
                "in M only with MIE, and never a delegated one",
                context.mkImplies(
                    machine,
                    context.mkAnd(terms.holds(Rv64State.MIE_BIT.get()), context.mkNot(delegated)))),
            Claim.that(
                "in S a delegated one only with SIE",
                context.mkImplies(
                    context.mkAnd(supervisor, delegated), terms.holds(Rv64State.SIE.get())))));
  }

  private static BoolExpr bit(
      Solving solving, Leaves state, StateVariable register, BitVecExpr number) {
    Context context = solving.context();
    BitVecExpr shifted =
        context.mkBVLSHR(state.of(new Expression.Get(register)), context.mkZeroExt(58, number));
    return solving.isSet(context.mkExtract(0, 0, shifted));
  }

  /** A routine of the monitor gives what the bare machine's gives. */
  private Goal answers(Solving solving, String name) {
    VirtualState state = new VirtualState(solving, new Bound(solving));
    BitVecExpr[] arguments =
        machines.bare().routine(name).parameters().stream()
            .map(parameter -> solving.context().mkBVConst(parameter.name(), parameter.width()))
            .toArray(BitVecExpr[]::new);
    BitVecExpr here = new Routines(machines.monitor(), solving).call(name, state, arguments);
    BitVecExpr bare = new Routines(machines.bare(), solving).call(name, state, arguments);
    return goal(
        solving, state, List.of(), List.of(Claim.equal(solving.context(), name, here, bare)));
  }
}
