package trapeze.proofs.pg74;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.Registers;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.symbolic.Assumptions;
import trapeze.isa.symbolic.Outcome;
import trapeze.isa.symbolic.SymbolicExecution;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Verdict;

/**
 * Classifies a third-generation machine whose R is a relocation and a bound, in its own sizes, by
 * asking a solver. An operation is sensitive if it is with some operand, and privileged or trapping
 * if it is with every one.
 */
public final class SolverClassifier {
  private final ThirdGeneration machine;
  private final Registers registers;
  private final SymbolicExecution execution;

  private SolverClassifier(ThirdGeneration machine) {
    this.machine = machine;
    this.registers = machine.registers();
    this.execution = new SymbolicExecution(machine.set());
  }

  /** What each operation is, by its mnemonic. */
  public static Map<String, Set<Property>> classify(ThirdGeneration machine) {
    SolverClassifier classifier = new SolverClassifier(machine);
    Map<String, Set<Property>> verdicts = new LinkedHashMap<>();
    for (Operation operation : machine.operations()) {
      try (Context context = new Context()) {
        verdicts.put(operation.mnemonic(), classifier.new Questions(context, operation).verdict());
      }
    }
    return verdicts;
  }

  /** What is asked about one operation. */
  private final class Questions {
    private final Context context;
    private final Outcome outcome;
    private final BitVecExpr operand;
    private final BitVecExpr size;

    Questions(Context context, Operation operation) {
      this.context = context;
      this.outcome =
          execution.execute(machine.set().instruction(operation.mnemonic()), Assumptions.none());
      this.operand = context.mkBVConst("n", machine.format().addressBits());
      this.size = context.mkBVConst("q", 64);
    }

    Set<Property> verdict() {
      Set<Property> found = EnumSet.noneOf(Property.class);
      Executed one = execute(any("S"));
      if (may(one.traps()) && !may(one.completes())) {
        found.add(Property.TRAPPING);
      }
      BoolExpr controls = controls(one);
      if (may(controls)) {
        found.add(Property.CONTROL_SENSITIVE);
      }
      if (may(controls, isUser(one))) {
        found.add(Property.USER_SENSITIVE);
      }
      modes(found);
      places(found);
      BitVecExpr timer = context.mkBVConst("other.t", registers.timer.width());
      Executed another = execute(any("S").with(registers.timer, timer));
      if (may(one.completes(), another.completes(), differ(one, another))) {
        found.add(Property.RESOURCE_SENSITIVE);
      }
      return Verdict.completed(found);
    }

    private void modes(Set<Property> found) {
      Executed supervisor = execute(any("S").with(registers.mode, mode(Registers.SUPERVISOR)));
      Executed user = execute(any("S").with(registers.mode, mode(Registers.USER)));
      BoolExpr neitherMemoryTraps =
          context.mkNot(context.mkOr(supervisor.memoryTraps(), user.memoryTraps()));
      BoolExpr asPrivileged = context.mkAnd(user.traps(), supervisor.completes());
      if (may(neitherMemoryTraps, asPrivileged)
          && !may(neitherMemoryTraps, context.mkNot(asPrivileged))) {
        found.add(Property.PRIVILEGED);
      }
      if (may(comparable(supervisor), comparable(user), differ(supervisor, user))) {
        found.add(Property.MODE_SENSITIVE);
      }
    }

    /** S1 = ⟨e|r, m, p, r⟩ and S2 = ⟨e|r⊕x, m, p, r⊕x⟩. */
    private void places(Set<Property> found) {
      Start first = any("S");
      BitVecExpr moved = context.mkBVConst("other.l", registers.relocation.width());
      Executed here = execute(first);
      Executed there =
          execute(any("other").withRegistersOf(first).with(registers.relocation, moved));
      BitVecExpr x = context.mkBVSub(wide(moved), wide(first.get(registers.relocation)));
      BitVecExpr relative = context.mkBVConst("j", 64);
      BitVecExpr address = context.mkBVAdd(relative, wide(first.get(registers.relocation)));
      // E|r is the same in both, at every address that either execution or the comparison names.
      BoolExpr same = sameAt(here, there, x, address);
      for (BitVecExpr each : here.touched()) {
        same = context.mkAnd(same, sameAt(here, there, x, each));
      }
      for (BitVecExpr each : there.touched()) {
        same = context.mkAnd(same, sameAt(here, there, x, context.mkBVSub(each, x)));
      }
      BoolExpr differ =
          context.mkOr(
              differs(here, there, registers.counter),
              differs(here, there, registers.accumulator),
              context.mkAnd(
                  isInBoth(here, x, address),
                  context.mkNot(
                      context.mkEq(
                          context.mkSelect(here.words(), address),
                          context.mkSelect(there.words(), context.mkBVAdd(address, x))))));
      BoolExpr sensitive =
          context.mkAnd(
              context.mkNot(context.mkEq(x, context.mkBV(0, 64))),
              same,
              comparable(here),
              comparable(there),
              differ);
      if (may(sensitive)) {
        found.add(Property.LOCATION_SENSITIVE);
      }
      if (may(sensitive, isUser(here))) {
        found.add(Property.USER_SENSITIVE);
      }
    }

    private BoolExpr sameAt(Executed here, Executed there, BitVecExpr x, BitVecExpr address) {
      return context.mkImplies(
          isInBoth(here, x, address),
          context.mkEq(
              context.mkSelect(here.start().words(), address),
              context.mkSelect(there.start().words(), context.mkBVAdd(address, x))));
    }

    /**
     * Whether a physical address is within R, and there is memory both there and where it moves.
     */
    private BoolExpr isInBoth(Executed here, BitVecExpr x, BitVecExpr address) {
      return context.mkAnd(
          isWithin(here.start(), address),
          context.mkBVULT(address, size),
          context.mkBVULT(context.mkBVAdd(address, x), size));
    }

    private BoolExpr isWithin(Start start, BitVecExpr address) {
      return context.mkBVULT(
          context.mkBVSub(address, wide(start.get(registers.relocation))),
          wide(start.get(registers.bound)));
    }

    /** Changes M, R, a resource outside the state, or a word outside E|r. */
    private BoolExpr controls(Executed one) {
      BoolExpr changes = one.acts();
      for (StateVariable register :
          List.of(
              registers.mode,
              registers.relocation,
              registers.bound,
              registers.timer,
              registers.halted)) {
        changes = context.mkOr(changes, one.changes(register));
      }
      for (Executed.Store store : one.stores()) {
        changes =
            context.mkOr(
                changes,
                context.mkAnd(
                    store.guard(), context.mkNot(isWithin(one.start(), store.address()))));
      }
      return context.mkAnd(one.completes(), changes);
    }

    private BoolExpr comparable(Executed one) {
      return context.mkAnd(
          one.completes(),
          context.mkNot(
              context.mkOr(
                  one.changes(registers.mode),
                  one.changes(registers.relocation),
                  one.changes(registers.bound))));
    }

    /** Whether P, A or E differ behind two executions in one place. */
    private BoolExpr differ(Executed one, Executed other) {
      return context.mkOr(
          differs(one, other, registers.counter),
          differs(one, other, registers.accumulator),
          context.mkNot(context.mkEq(one.words(), other.words())));
    }

    private BoolExpr differs(Executed one, Executed other, StateVariable register) {
      return context.mkNot(context.mkEq(one.after(register), other.after(register)));
    }

    private BoolExpr isUser(Executed one) {
      return context.mkEq(one.start().get(registers.mode), mode(Registers.USER));
    }

    private BitVecExpr mode(long mode) {
      return context.mkBV(mode, 1);
    }

    private BitVecExpr wide(BitVecExpr value) {
      return context.mkZeroExt(64 - value.getSortSize(), value);
    }

    private Start any(String name) {
      return Start.any(context, machine, name, size);
    }

    private Executed execute(Start start) {
      return new Executed(context, outcome, start, operand);
    }

    private boolean may(BoolExpr... conditions) {
      Solver solver = context.mkSolver();
      solver.add(conditions);
      // Memory is no larger than addresses can name.
      solver.add(context.mkBVULE(size, context.mkBV(2L * machine.format().mostWords(), 64)));
      Status status = solver.check();
      if (status == Status.UNKNOWN) {
        throw new IllegalStateException("the solver gives up: " + solver.getReasonUnknown());
      }
      return status == Status.SATISFIABLE;
    }
  }
}
