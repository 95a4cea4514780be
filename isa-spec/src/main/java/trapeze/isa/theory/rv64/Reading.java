package trapeze.isa.theory.rv64;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Input;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.symbolic.Dependencies;
import trapeze.isa.symbolic.Event;
import trapeze.isa.symbolic.Outcome;
import trapeze.isa.symbolic.RegisterWrite;
import trapeze.isa.symbolic.SymbolicState;
import trapeze.isa.symbolic.Terms;

/**
 * What can be read off an outcome: what it may change, and what it may depend on. An answer of "no"
 * is a proof; an answer of "perhaps" is a place to look for two states.
 *
 * @param outcome the terms
 * @param changes the bits of control state that it may change where it completes
 * @param effects what it may do to resources
 * @param sources the bits that the result may depend on where it completes
 * @param raisingSources the bits that whether it raises may depend on
 * @param results the terms of the result: what a program sees of it
 */
record Reading(
    Outcome outcome,
    Map<StateVariable, Long> changes,
    List<Effect> effects,
    Sources sources,
    Sources raisingSources,
    List<Expression> results) {

  /** Bits of control state and of inputs. */
  record Sources(Map<StateVariable, Long> variables, Map<Input, Long> inputs) {
    boolean isEmpty() {
      return variables.isEmpty() && inputs.isEmpty();
    }

    /** Both. */
    Sources and(Sources others) {
      Map<StateVariable, Long> allVariables = new LinkedHashMap<>(variables);
      others.variables.forEach((v, mask) -> allVariables.merge(v, mask, (a, b) -> a | b));
      Map<Input, Long> allInputs = new LinkedHashMap<>(inputs);
      others.inputs.forEach((input, mask) -> allInputs.merge(input, mask, (a, b) -> a | b));
      return new Sources(allVariables, allInputs);
    }
  }

  boolean alwaysRaises() {
    return outcome.alwaysRaises();
  }

  /** Whether it may change control state or act on a resource. */
  boolean mayControl() {
    return !changes.isEmpty() || !effects.isEmpty();
  }

  static Reading of(Outcome outcome, Frame frame) {
    Map<StateVariable, Long> changes = new LinkedHashMap<>();
    List<Effect> effects = new ArrayList<>();
    List<Expression> results = new ArrayList<>();
    outcome
        .completed()
        .ifPresent(
            completion -> {
              SymbolicState after = completion.state();
              results.add(completion.pc());
              registers(after, results);
              for (StateVariable variable : after.assigned()) {
                Expression was = outcome.before().get(variable);
                Expression is = after.get(variable);
                long carried = frame.carried(variable);
                long changed = outcome.terms().changes(was, is) & ~carried;
                if (changed != 0) {
                  changes.put(variable, changed);
                }
                if (variable.kind() == StateVariable.Kind.ARCHITECTURAL) {
                  bits(outcome.terms(), is, carried, results);
                }
              }
              outcome.events().forEach(event -> event(outcome, event, effects, results));
            });
    Dependencies result = new Dependencies();
    results.forEach(result::add);
    return new Reading(
        outcome,
        changes,
        effects,
        sources(result, frame),
        sources(new Dependencies().add(outcome.raises()), frame),
        results);
  }

  private static void registers(SymbolicState after, List<Expression> results) {
    for (RegisterWrite write : after.x()) {
      results.add(write.guard());
      results.add(write.value());
    }
    for (RegisterWrite write : after.f()) {
      results.add(write.guard());
      results.add(write.value());
    }
  }

  /** The carried bits of a register are part of the result. */
  private static void bits(Terms terms, Expression term, long mask, List<Expression> results) {
    for (int bit = 0; bit < term.width(); bit++) {
      if ((mask >>> bit & 1) != 0) {
        results.add(terms.extract(term, bit, bit));
      }
    }
  }

  /** What memory is asked is part of the result, as the guest addresses it. */
  private static void event(
      Outcome outcome, Event event, List<Effect> effects, List<Expression> results) {
    switch (event.request()) {
      case Statement.Cause(Effect effect, var _) -> {
        if (actsOnResource(effect)) {
          effects.add(effect);
        }
      }
      // A routine that the surroundings answer for, and what it found in physical memory.
      case Statement.Let _, Statement.Perform _, Statement.ReadPhysical _ -> {}
      default -> {
        Traversal.operands(event.request()).forEach(results::add);
        conditions(outcome, event).forEach(results::add);
      }
    }
  }

  /**
   * Fences of memory order what the guest itself does; the others reach what a guest must not: the
   * hart's time, cached translations, a reservation.
   */
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

  /** Under what an event happens, given that nothing raises and whatever memory answers. */
  private static List<Expression> conditions(Outcome outcome, Event event) {
    List<Expression> excluded =
        Terms.parts(BinaryOperator.OR, outcome.raises()).stream()
            .map(outcome.terms()::not)
            .flatMap(holds -> Terms.parts(BinaryOperator.AND, holds).stream())
            .toList();
    return Terms.parts(BinaryOperator.AND, event.guard()).stream()
        .filter(part -> excluded.stream().noneMatch(other -> other == part))
        .filter(part -> !new Dependencies().add(part).onlyOnAnswers())
        .toList();
  }

  private static Sources sources(Dependencies found, Frame frame) {
    Map<StateVariable, Long> variables = new LinkedHashMap<>();
    found
        .variables()
        .forEach(
            (variable, mask) -> {
              long control = mask & ~frame.carried(variable);
              if (control != 0) {
                variables.put(variable, control);
              }
            });
    return new Sources(variables, found.inputs());
  }
}
