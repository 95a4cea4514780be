package trapeze.isa.theory.pg74;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Expression.Reference;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.Registers;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.symbolic.Assumptions;
import trapeze.isa.symbolic.Dependencies;
import trapeze.isa.symbolic.Event;
import trapeze.isa.symbolic.Outcome;
import trapeze.isa.symbolic.SymbolicExecution;
import trapeze.isa.symbolic.Terms;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Verdict;

/**
 * What the operations of a machine are, in its own sizes, of which no visit could see every state:
 * read off its definitions as terms. A property that is not among those found is excluded in every
 * state; one that is found is one that no term excludes, and the visit of a smaller instance has
 * the states that show it.
 *
 * <p>Memory is E|r here: where a relative address leads, and whether R allows it, is left open, and
 * a word that is reached through it is the same word wherever R has put it.
 */
public final class FullWidth {
  private final Registers registers;
  private final Routine locate;
  private final SymbolicExecution execution;
  private final InstructionSet set;

  /** Reads the definitions of a machine. */
  public FullWidth(ThirdGeneration machine) {
    this.registers = machine.registers();
    this.set = machine.set();
    this.locate = set.routine("locate");
    this.execution = new SymbolicExecution(set);
  }

  /** What an operation is, with one operand or, if that is left open, with any. */
  public Set<Property> properties(Operation operation, OptionalLong operand) {
    Instruction instruction = set.instruction(operation.mnemonic());
    View user = view(instruction, operand, Registers.USER);
    View supervisor = view(instruction, operand, Registers.SUPERVISOR);
    Set<Property> found = EnumSet.noneOf(Property.class);
    if (user.outcome().alwaysRaises() && supervisor.outcome().alwaysRaises()) {
      found.add(Property.TRAPPING);
    } else if (user.outcome().alwaysRaises() && supervisor.outcome().neverRaises()) {
      found.add(Property.PRIVILEGED);
    }
    for (View view : List.of(user, supervisor)) {
      if (view.controls()) {
        found.add(Property.CONTROL_SENSITIVE);
      }
      if (view.showsPlace()) {
        found.add(Property.LOCATION_SENSITIVE);
      }
      if (view.showsTimer()) {
        found.add(Property.RESOURCE_SENSITIVE);
      }
    }
    if (user.controls() || user.showsPlace()) {
      found.add(Property.USER_SENSITIVE);
    }
    boolean comparable = !user.outcome().alwaysRaises() && !supervisor.outcome().alwaysRaises();
    if (comparable && !same(user.results(), supervisor.results())) {
      found.add(Property.MODE_SENSITIVE);
    }
    return Verdict.completed(found);
  }

  /**
   * An operation in one mode.
   *
   * @param outcome its terms
   * @param controls whether it may change M, R or a resource, where it completes
   * @param results what it leaves in P, in the accumulator and in E|r, and what it asks of E|r
   * @param showsPlace whether a result may tell where R has put the program
   * @param showsTimer whether a result may tell the timer
   */
  private record View(
      Outcome outcome,
      boolean controls,
      List<Expression> results,
      boolean showsPlace,
      boolean showsTimer) {}

  private View view(Instruction instruction, OptionalLong operand, long mode) {
    Assumptions known = Assumptions.none().with(registers.mode, mode).answered(locate);
    if (operand.isPresent()) {
      known = known.with(Operand.IMM, operand.getAsLong());
    }
    Outcome outcome = execution.execute(instruction, known);
    if (outcome.completed().isEmpty()) {
      return new View(outcome, false, List.of(), false, false);
    }
    boolean controls = false;
    List<Expression> results = new ArrayList<>();
    var after = outcome.completed().get().state();
    for (StateVariable variable : after.assigned()) {
      if (variable == registers.counter || variable == registers.accumulator) {
        results.add(after.get(variable));
      } else if (outcome.before().get(variable) != after.get(variable)) {
        controls = true;
      }
    }
    Set<Local> addresses = new HashSet<>();
    Set<Local> fromOutside = new HashSet<>();
    for (Event event : outcome.events()) {
      if (Terms.is(event.guard(), 0)) {
        continue;
      }
      switch (event.request()) {
        case Statement.Let(
                Local physical,
                Expression.Call(Routine _, List<Expression> relative)) -> {
          addresses.add(physical);
          results.addAll(relative);
        }
        case Statement.ReadPhysical(Local word, Local present, Expression address) -> {
          if (!isLocated(address, addresses)) {
            results.add(address);
            fromOutside.add(word);
            fromOutside.add(present);
          }
        }
        case Statement.HasPhysical(Local present, Expression address) -> {
          if (!isLocated(address, addresses)) {
            results.add(address);
            fromOutside.add(present);
          }
        }
        case Statement.WritePhysical(Expression address, Expression value) -> {
          controls |= !isLocated(address, addresses);
          results.add(value);
        }
        default -> controls = true;
      }
    }
    addresses.addAll(fromOutside);
    Dependencies all = new Dependencies();
    results.forEach(all::add);
    return new View(
        outcome,
        controls,
        results,
        all.variables().containsKey(registers.relocation)
            || results.stream().anyMatch(result -> mentions(result, addresses)),
        all.variables().containsKey(registers.timer));
  }

  /** Whether an address is what R has made of a relative one. */
  private static boolean isLocated(Expression address, Set<Local> addresses) {
    return address instanceof Reference(Local local) && addresses.contains(local);
  }

  private static boolean mentions(Expression term, Set<Local> symbols) {
    return term instanceof Reference(Local local)
        ? symbols.contains(local)
        : Traversal.operands(term).anyMatch(part -> mentions(part, symbols));
  }

  private static boolean same(List<Expression> left, List<Expression> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (left.get(i) != right.get(i)) {
        return false;
      }
    }
    return true;
  }
}
