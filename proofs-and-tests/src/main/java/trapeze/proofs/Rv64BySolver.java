package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Statement;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.PhysicalMemoryProtection;
import trapeze.isa.symbolic.Assumptions;
import trapeze.isa.symbolic.Event;
import trapeze.isa.symbolic.Outcome;
import trapeze.isa.symbolic.SymbolicExecution;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Verdict;
import trapeze.isa.theory.rv64.Frame;
import trapeze.isa.theory.rv64.Instance;

/**
 * Classifies instances of RV64 by asking the solver about all legal states at full width, where
 * {@link trapeze.isa.theory.rv64.Rv64Classifier} reads the definitions and searches for states. Two
 * methods that have nothing in common but the definitions, and must agree.
 */
public final class Rv64BySolver {
  private final InstructionSet set;
  private final Frame frame;

  /** A classifier of a machine for one way to run guests. */
  public Rv64BySolver(InstructionSet set, Frame frame) {
    this.set = set;
    this.frame = frame;
  }

  /** What an instance is. */
  public Set<Property> properties(Instance instance) {
    try (Context context = new Context()) {
      return new Questions(context, instance).properties();
    }
  }

  /** The questions about one instance. */
  private final class Questions {
    private final Context context;
    private final Solving solving;
    private final Common common;
    private final Outcome outcome;

    Questions(Context context, Instance instance) {
      this.context = context;
      this.solving = new Solving(context, Operations.abstractProducts(context));
      this.common =
          new Common(
              solving,
              new trapeze.proofs.Instance(instance.instruction().name(), instance.csr()),
              instance.instruction(),
              false);
      Assumptions assumptions =
          Diagram.withoutHypervisor()
              .answered(AddressTranslation.TRANSLATE)
              .answered(AddressTranslation.DATA_MODE)
              .answered(PhysicalMemoryProtection.PROTECTION);
      for (var operand : instance.fixed().entrySet()) {
        assumptions = assumptions.with(operand.getKey(), operand.getValue());
      }
      this.outcome = new SymbolicExecution(set).execute(instance.instruction(), assumptions);
    }

    Set<Property> properties() {
      Set<Property> found = EnumSet.noneOf(Property.class);
      PrivilegeMode user = frame.deprivileged();
      FrameState low = state(user, true, "");
      boolean lowAlwaysRaises = !possible(List.of(low), context.mkNot(step(low).raises()));
      FrameState high = state(PrivilegeMode.M, !lowAlwaysRaises, "");
      boolean highAlwaysRaises = !possible(List.of(high), context.mkNot(step(high).raises()));
      if (lowAlwaysRaises) {
        found.add(highAlwaysRaises ? Property.TRAPPING : Property.PRIVILEGED);
      }
      if (!lowAlwaysRaises && mayControl(low)) {
        found.add(Property.CONTROL_SENSITIVE);
        found.add(Property.USER_SENSITIVE);
      } else if (!highAlwaysRaises && mayControl(high)) {
        found.add(Property.CONTROL_SENSITIVE);
      }
      if (!lowAlwaysRaises && showsPlace(low, state(user, true, "other "), true)) {
        found.add(Property.LOCATION_SENSITIVE);
        found.add(Property.USER_SENSITIVE);
      } else if (!highAlwaysRaises
          && showsPlace(high, state(PrivilegeMode.M, !lowAlwaysRaises, "other "), false)) {
        found.add(Property.LOCATION_SENSITIVE);
      }
      if (!lowAlwaysRaises
          && !highAlwaysRaises
          && showsPlace(low, state(PrivilegeMode.M, true, ""), false)) {
        found.add(Property.MODE_SENSITIVE);
      }
      return Verdict.completed(found);
    }

    private FrameState state(PrivilegeMode mode, boolean arranged, String prefix) {
      return new FrameState(solving, common, frame, mode, arranged, prefix);
    }

    private Step step(FrameState state) {
      return new Step(solving, outcome, state);
    }

    private boolean possible(List<FrameState> states, BoolExpr condition) {
      Solver solver = context.mkSolver();
      for (FrameState state : states) {
        Diagram.invariants(solving, state).forEach(each -> solver.add(each));
      }
      solver.add(condition);
      Requests.known(context, step(states.getFirst())).forEach(each -> solver.add(each));
      common.registers().forEach(each -> solver.add(each));
      Status status = solver.check();
      if (status == Status.UNKNOWN) {
        throw new IllegalStateException("the solver gives up: " + solver.getReasonUnknown());
      }
      return status == Status.SATISFIABLE;
    }

    /** Whether it completes in some state and changes what is not the guest's. */
    private boolean mayControl(FrameState state) {
      Step step = step(state);
      List<BoolExpr> any = new ArrayList<>();
      for (StateVariable variable : outcome.state().assigned()) {
        BitVecExpr changed = context.mkBVXOR(step.variable(variable), step.before(variable));
        any.add(context.mkNot(isZero(masked(changed, ~state.carried(variable)))));
      }
      for (Event event : outcome.events()) {
        if (event.request() instanceof Statement.Cause(Effect effect, var _)
            && actsOnResource(effect)) {
          any.add(step.happens(event));
        }
      }
      return possible(
          List.of(state), context.mkAnd(context.mkNot(step.raises()), context.mkOr(array(any))));
    }

    /**
     * Whether it completes in two states with results that differ.
     *
     * @param ends whether it suffices that it completes in one of them only
     */
    private boolean showsPlace(FrameState one, FrameState other, boolean ends) {
      Step first = step(one);
      Step second = step(other);
      BoolExpr completes =
          context.mkAnd(context.mkNot(first.raises()), context.mkNot(second.raises()));
      BoolExpr shown = context.mkAnd(completes, differ(first, second, one));
      if (ends) {
        shown = context.mkOr(shown, context.mkXor(first.raises(), second.raises()));
      }
      return possible(List.of(one, other), shown);
    }

    private BoolExpr differ(Step first, Step second, FrameState state) {
      List<BoolExpr> any = new ArrayList<>();
      any.add(unequal(first.pc(), second.pc()));
      first
          .x()
          .forEach(w -> any.add(unequal(first.afterX(w.register()), second.afterX(w.register()))));
      first
          .f()
          .forEach(w -> any.add(unequal(first.afterF(w.register()), second.afterF(w.register()))));
      for (StateVariable variable : Step.assigned(outcome.state())) {
        any.add(
            unequal(
                masked(first.variable(variable), state.carried(variable)),
                masked(second.variable(variable), state.carried(variable))));
      }
      for (Event event : outcome.events()) {
        if (isResult(event)) {
          any.add(context.mkXor(first.happens(event), second.happens(event)));
          Requests.operands(event)
              .forEach(
                  operand ->
                      any.add(
                          context.mkAnd(
                              first.happens(event),
                              unequal(first.of(operand), second.of(operand)))));
        }
      }
      return context.mkOr(array(any));
    }

    private BoolExpr unequal(BitVecExpr one, BitVecExpr other) {
      return context.mkNot(context.mkEq(one, other));
    }

    private BoolExpr isZero(BitVecExpr value) {
      return context.mkEq(value, solving.operations().constant(0, value.getSortSize()));
    }

    private BitVecExpr masked(BitVecExpr value, long mask) {
      int width = value.getSortSize();
      BitVecExpr kept = solving.operations().constant(mask & -1L >>> (64 - width), width);
      return context.mkBVAND(value, kept);
    }
  }

  private static BoolExpr[] array(List<BoolExpr> parts) {
    return parts.toArray(BoolExpr[]::new);
  }

  /** What memory is asked; where an address leads is the map's, and fences change no result. */
  private static boolean isResult(Event event) {
    return switch (event.request()) {
      case Statement.Let _, Statement.Perform _, Statement.ReadPhysical _, Statement.Cause _ ->
          false;
      default -> true;
    };
  }

  private static boolean actsOnResource(Effect effect) {
    return switch (effect) {
      case FENCE, FENCE_I -> false;
      case FENCE_ADDRESS_TRANSLATION,
          FENCE_GUEST_TRANSLATION,
          FENCE_GUEST_PHYSICAL,
          WAIT_FOR_INTERRUPT,
          CANCEL_RESERVATION,
          START_IO ->
          true;
    };
  }
}
