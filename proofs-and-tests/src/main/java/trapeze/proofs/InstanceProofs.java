package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Invariants;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.symbolic.Event;
import trapeze.isa.symbolic.RegisterWrite;
import trapeze.isa.symbolic.SymbolicState;
import trapeze.monitor.design.ExitAction;
import trapeze.monitor.design.TrapAndEmulate;

/** What is proved of each instance: the diagram commutes, and what that rests on. */
final class InstanceProofs {
  private static final int CAUSES = 64;

  private final Machines machines;
  private final Instance instance;

  InstanceProofs(Machines machines, Instance instance) {
    this.machines = machines;
    this.instance = instance;
  }

  List<Obligation> all() {
    String name = instance.toString();
    return List.of(
        new Obligation(Obligation.Family.INVARIANT, name, s -> invariants(diagram(s))),
        new Obligation(Obligation.Family.PRECISE, name, s -> precise(diagram(s))),
        new Obligation(Obligation.Family.EXECUTION, name, s -> execution(diagram(s))),
        new Obligation(Obligation.Family.EMULATION, name, s -> emulation(diagram(s))));
  }

  private Diagram diagram(Solving solving) {
    return new Diagram(solving, machines, instance);
  }

  /** An instruction that completes leaves a legal state. */
  private static Goal invariants(Diagram diagram) {
    Step bare = diagram.bare();
    List<Claim> claims = kept(diagram.solving(), bare);
    return diagram.goal(List.of(diagram.solving().context().mkNot(bare.raises())), claims);
  }

  /** The invariants of the state behind a step. */
  static List<Claim> kept(Solving solving, Step step) {
    Leaves after =
        leaf ->
            switch (leaf) {
              case Expression.Get get -> step.variable(get.variable());
              case Expression.Pc _ -> step.pc();
              default -> throw new IllegalArgumentException("an invariant of " + leaf);
            };
    BitVectors terms = new BitVectors(solving.context(), solving.operations(), after);
    return Invariants.ALL.stream()
        .map(invariant -> Claim.that(invariant.name(), terms.holds(invariant.holds())))
        .toList();
  }

  /** Nothing has changed where an exception is raised, or may be on behalf of a request. */
  private static Goal precise(Diagram diagram) {
    Context context = diagram.solving().context();
    Step bare = diagram.bare();
    List<Claim> claims = new ArrayList<>(unchanged(context, bare, bare.raises(), "where raised"));
    for (Event event : bare.events()) {
      if (!Requests.isPure(event)) {
        BoolExpr both = context.mkAnd(bare.happens(event), bare.raises());
        claims.add(
            Claim.that(
                Requests.kind(event) + " and an exception exclude each other",
                context.mkNot(both)));
      }
      if (event.mayTrap()) {
        String where = "before the " + Requests.kind(event);
        claims.addAll(unchanged(context, bare, event, where));
        for (Event earlier : bare.events().subList(0, bare.events().indexOf(event))) {
          if (!Requests.isRepeatable(earlier)) {
            BoolExpr both = context.mkAnd(bare.happens(earlier), bare.happens(event));
            claims.add(
                Claim.that(
                    "no %s before a %s".formatted(Requests.kind(earlier), Requests.kind(event)),
                    context.mkNot(both)));
          }
        }
      }
    }
    return diagram.goal(List.of(), claims);
  }

  /** Behind a step nothing is other than before, where a condition holds. */
  private static List<Claim> unchanged(
      Context context, Step step, BoolExpr condition, String where) {
    List<Claim> claims = new ArrayList<>();
    for (StateVariable variable : Step.assigned(step.outcome().state())) {
      claims.add(
          Claim.equalIf(
              context,
              condition,
              variable + ", " + where,
              step.variable(variable),
              step.before(variable)));
    }
    for (RegisterWrite write : step.x()) {
      Operand register = write.register();
      BitVecExpr after = step.afterX(register);
      String what = "x(%s), %s".formatted(register, where);
      claims.add(Claim.equalIf(context, condition, what, after, step.beforeX(register)));
    }
    for (RegisterWrite write : step.f()) {
      Operand register = write.register();
      BitVecExpr after = step.afterF(register);
      String what = "f(%s), %s".formatted(register, where);
      claims.add(Claim.equalIf(context, condition, what, after, step.beforeF(register)));
    }
    return claims;
  }

  /** The same for the state at a request. */
  private static List<Claim> unchanged(Context context, Step step, Event event, String where) {
    SymbolicState state = event.before();
    BoolExpr condition = step.happens(event);
    List<Claim> claims = new ArrayList<>();
    for (StateVariable variable : Step.assigned(state)) {
      claims.add(
          Claim.equalIf(
              context,
              condition,
              variable + ", " + where,
              step.of(state.get(variable)),
              step.before(variable)));
    }
    List<RegisterWrite> writes = new ArrayList<>(state.x());
    writes.addAll(state.f());
    for (RegisterWrite write : writes) {
      BoolExpr written = context.mkAnd(condition, step.holds(write.guard()));
      claims.add(
          Claim.that(
              "no register written " + where + ": " + write.register(), context.mkNot(written)));
    }
    return claims;
  }

  /**
   * Direct execution: if the instance completes on the real hart, it completes on the bare machine,
   * asks the same of its surroundings, and what is taken back is the bare machine's next state.
   */
  private static Goal execution(Diagram diagram) {
    Context context = diagram.solving().context();
    Step direct = diagram.direct();
    Step bare = diagram.bare();
    RealState real = diagram.real();
    List<Claim> claims = new ArrayList<>();
    claims.add(Claim.that("it completes on the bare machine", context.mkNot(bare.raises())));
    claims.add(Claim.equal(context, "pc", direct.pc(), bare.pc()));
    Requests.same(context, direct, bare, claims);
    for (Event event : direct.events()) {
      if (Requests.isMonitorsOwn(event)) {
        claims.add(
            Claim.that(
                Requests.kind(event) + " is never done by the real hart alone",
                context.mkNot(direct.happens(event))));
      }
    }
    Set<StateVariable> variables = new LinkedHashSet<>();
    variables.addAll(List.of(Rv64State.MSTATUS, Rv64State.FFLAGS, Rv64State.FRM));
    variables.addAll(Step.assigned(bare.outcome().state()));
    variables.addAll(Step.assigned(direct.outcome().state()));
    for (StateVariable variable : variables) {
      claims.add(
          Claim.equal(
              context, variable.name(), real.saved(variable, direct), bare.variable(variable)));
      stays(diagram, variable, claims);
    }
    for (Operand register : registers(direct.x(), bare.x())) {
      String what = "x(%s)".formatted(register);
      claims.add(Claim.equal(context, what, direct.afterX(register), bare.afterX(register)));
    }
    BoolExpr returns = real.returnsFloatingPoint(direct.variable(Rv64State.MSTATUS));
    for (Operand register : registers(direct.f(), bare.f())) {
      BitVecExpr saved =
          diagram.solving().select(returns, direct.afterF(register), bare.beforeF(register));
      String what = "f(%s)".formatted(register);
      claims.add(Claim.equal(context, what, saved, bare.afterF(register)));
    }
    claims.add(
        Claim.that(
            "what was not lent is not taken back",
            context.mkImplies(returns, real.lendsFloatingPoint())));
    return diagram.goal(List.of(diagram.isNotHybrid(), context.mkNot(direct.raises())), claims);
  }

  /** A guest's instruction leaves the real control registers as the monitor set them. */
  private static void stays(Diagram diagram, StateVariable variable, List<Claim> claims) {
    Context context = diagram.solving().context();
    if (variable == Rv64State.FFLAGS || variable == Rv64State.FRM) {
      return;
    }
    BitVecExpr after = diagram.direct().variable(variable);
    BitVecExpr before = diagram.direct().before(variable);
    if (variable == Rv64State.MSTATUS) {
      after = diagram.solving().masked(after, ~Rv64State.FS.mask());
      before = diagram.solving().masked(before, ~Rv64State.FS.mask());
    }
    claims.add(Claim.equal(context, "the real " + variable + " stays", after, before));
  }

  private static Set<Operand> registers(
      Iterable<RegisterWrite> here, Iterable<RegisterWrite> bare) {
    Set<Operand> all = new LinkedHashSet<>();
    here.forEach(write -> all.add(write.register()));
    bare.forEach(write -> all.add(write.register()));
    return all;
  }

  /**
   * What traps on the real hart: nothing has changed; and what the dispatcher does about the cause
   * is right: the definition over the virtual state is the bare machine's, or the trap is the very
   * one that the bare machine raises.
   */
  private Goal emulation(Diagram diagram) {
    Context context = diagram.solving().context();
    Step direct = diagram.direct();
    Step bare = diagram.bare();
    List<Claim> claims = new ArrayList<>();
    for (StateVariable variable : List.of(Rv64State.MSTATUS, Rv64State.FFLAGS, Rv64State.FRM)) {
      BitVecExpr saved = diagram.real().saved(variable, direct);
      claims.add(Claim.equal(context, variable + " taken back", saved, bare.before(variable)));
    }
    claims.addAll(unchanged(context, direct, direct.raises(), "on the real hart"));
    for (Event event : direct.events()) {
      if (!Requests.isPure(event)) {
        claims.add(Claim.that("no " + Requests.kind(event), context.mkNot(direct.happens(event))));
      }
    }
    BitVecExpr bits = diagram.common().of(new Expression.InstructionBits());
    BoolExpr emulated = causeIs(context, direct, ExitAction.EMULATE);
    claims.add(
        Claim.equalIf(
            context, emulated, "the trap value is the instruction", direct.trapValue(), bits));
    BoolExpr called = causeIs(context, direct, ExitAction.EMULATE_ECALL);
    long ecall = machines.bare().instruction("ecall").encoding().match();
    claims.add(
        Claim.equalIf(
            context,
            called,
            "only ECALL raises what is taken for ECALL",
            bits,
            diagram.solving().operations().constant(ecall, 64)));
    BoolExpr reflected = context.mkNot(context.mkOr(emulated, called));
    claims.add(
        Claim.that(
            "a reflected trap is raised by the bare machine",
            context.mkImplies(reflected, bare.raises())));
    claims.add(Claim.equalIf(context, reflected, "its cause", direct.cause(), bare.cause()));
    claims.add(
        Claim.equalIf(context, reflected, "its value", direct.trapValue(), bare.trapValue()));
    same(context, diagram.emulated(), bare, claims);
    return diagram.goal(List.of(diagram.isNotHybrid(), direct.raises()), claims);
  }

  private static BoolExpr causeIs(Context context, Step step, ExitAction action) {
    List<BoolExpr> any = new ArrayList<>();
    for (int cause = 0; cause < CAUSES; cause++) {
      if (TrapAndEmulate.EXITS.of(cause) == action) {
        any.add(context.mkEq(step.cause(), context.mkBV(cause, 6)));
      }
    }
    return context.mkOr(any.toArray(BoolExpr[]::new));
  }

  /** That two steps over one state do the same. */
  static void same(Context context, Step here, Step bare, List<Claim> claims) {
    claims.add(
        Claim.that(
            "raises where the bare machine does", context.mkEq(here.raises(), bare.raises())));
    BoolExpr raises = bare.raises();
    claims.add(Claim.equalIf(context, raises, "emulated cause", here.cause(), bare.cause()));
    claims.add(
        Claim.equalIf(context, raises, "emulated value", here.trapValue(), bare.trapValue()));
    claims.add(Claim.equal(context, "emulated pc", here.pc(), bare.pc()));
    Requests.same(context, here, bare, claims);
    Set<StateVariable> variables = new LinkedHashSet<>(Step.assigned(bare.outcome().state()));
    variables.addAll(Step.assigned(here.outcome().state()));
    for (StateVariable variable : variables) {
      claims.add(
          Claim.equal(
              context, "emulated " + variable, here.variable(variable), bare.variable(variable)));
    }
    for (Operand register : registers(here.x(), bare.x())) {
      String what = "emulated x(%s)".formatted(register);
      claims.add(Claim.equal(context, what, here.afterX(register), bare.afterX(register)));
    }
    for (Operand register : registers(here.f(), bare.f())) {
      String what = "emulated f(%s)".formatted(register);
      claims.add(Claim.equal(context, what, here.afterF(register), bare.afterF(register)));
    }
  }

  /** The proofs of every instance of the machines. */
  static List<Obligation> of(Machines machines) {
    InstructionSet set = machines.bare();
    return Instance.all(set).stream()
        .flatMap(instance -> new InstanceProofs(machines, instance).all().stream())
        .toList();
  }
}
