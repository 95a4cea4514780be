package trapeze.isa.theory.rv64;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.PhysicalMemoryProtection;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.symbolic.Assumptions;
import trapeze.isa.symbolic.Outcome;
import trapeze.isa.symbolic.SymbolicExecution;
import trapeze.isa.theory.Classification;
import trapeze.isa.theory.Coverage;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Verdict;
import trapeze.isa.theory.Witness;

/**
 * Classifies RV64, or a variant of it, by reading: "never" and "always" are read off the terms, and
 * everything else is shown by states that the evaluator is run on. What is neither is undecided.
 */
public final class Rv64Classifier {
  private final InstructionSet set;
  private final Frame frame;
  private final SymbolicExecution execution;
  private final Assumptions legal;
  private final States states;
  private final List<String> undecided = new ArrayList<>();

  /** A classifier of a machine for one way to run guests. */
  public Rv64Classifier(InstructionSet set, Frame frame) {
    this.set = set;
    this.frame = frame;
    this.states = new States(set);
    this.execution = new SymbolicExecution(set);
    this.legal = Legal.assumed(execution.terms());
  }

  /** The verdicts on all instances. */
  public Classification classify() {
    List<Verdict> verdicts = Instance.all(set).stream().map(this::verdict).toList();
    return new Classification(
        set.name(),
        "guests in %s-mode".formatted(frame.deprivileged()),
        "read off the definitions as terms, with states found for what is sensitive",
        verdicts,
        Coverage.NONE);
  }

  /**
   * Only the verdicts because of which Theorem 1 or Theorem 3 does not apply, without the
   * conditions that each needs.
   */
  public List<Verdict> against() {
    return Instance.all(set).stream()
        .filter(instance -> !deprivileged(instance, frame).alwaysRaises())
        .map(instance -> verdict(instance, List.of()))
        .filter(verdict -> verdict.standsAgainstTheorem1() || verdict.standsAgainstTheorem3())
        .toList();
  }

  /** What could be neither read off nor shown, a line each. */
  public List<String> undecided() {
    return List.copyOf(undecided);
  }

  /** The verdict on an instance. */
  public Verdict verdict(Instance instance) {
    return verdict(instance, needed(instance));
  }

  private Verdict verdict(Instance instance, List<String> conditions) {
    Set<Property> found = EnumSet.noneOf(Property.class);
    List<Witness> witnesses = new ArrayList<>();
    Reading low = deprivileged(instance, frame);
    // What is executed directly matters in the states that the conditions leave; what is privileged
    // may be looked at in all.
    boolean arranged = !low.alwaysRaises();
    Reading high =
        arranged
            ? inMachineMode(instance)
            : read(instance, legal.with(Rv64State.MODE, PrivilegeMode.M.code()));
    Search search = new Search(set, frame, instance, arranged, states);
    if (low.alwaysRaises() && high.alwaysRaises()) {
      found.add(Property.TRAPPING);
    } else if (low.alwaysRaises()) {
      show(instance, Property.PRIVILEGED, search.privileged(), found, witnesses);
    }
    PrivilegeMode user = frame.deprivileged();
    if (low.mayControl()) {
      show(
          instance,
          Property.USER_SENSITIVE,
          search.control(Property.USER_SENSITIVE, user),
          found,
          witnesses);
      show(
          instance,
          Property.CONTROL_SENSITIVE,
          search.control(Property.CONTROL_SENSITIVE, user),
          found,
          witnesses);
    } else if (high.mayControl()) {
      show(
          instance,
          Property.CONTROL_SENSITIVE,
          search.control(Property.CONTROL_SENSITIVE, PrivilegeMode.M),
          found,
          witnesses);
    }
    if (!low.sources().isEmpty() || !low.alwaysRaises() && !low.raisingSources().isEmpty()) {
      Reading.Sources sources = low.sources().and(low.raisingSources());
      show(
          instance,
          Property.LOCATION_SENSITIVE,
          search.location(Property.LOCATION_SENSITIVE, user, sources, true),
          found,
          witnesses);
      if (found.add(Property.USER_SENSITIVE)) {
        search.location(Property.USER_SENSITIVE, user, sources, true).ifPresent(witnesses::add);
      }
    } else if (!high.sources().isEmpty()) {
      show(
          instance,
          Property.LOCATION_SENSITIVE,
          search.location(Property.LOCATION_SENSITIVE, PrivilegeMode.M, high.sources(), false),
          found,
          witnesses);
    }
    if (!low.alwaysRaises() && !high.alwaysRaises() && isModeRead(low, high)) {
      show(instance, Property.MODE_SENSITIVE, search.mode(), found, witnesses);
    }
    Set<Property> all = Verdict.completed(found);
    if (all.stream().anyMatch(Property::makesSensitive) && !found.contains(Property.PRIVILEGED)) {
      search.unprivileged().ifPresent(witnesses::add);
    }
    return new Verdict(instance.instruction().name(), instance.text(), all, witnesses, conditions);
  }

  private void show(
      Instance instance,
      Property property,
      Optional<Witness> witness,
      Set<Property> found,
      List<Witness> witnesses) {
    if (witness.isPresent()) {
      found.add(property);
      witnesses.add(witness.get());
    } else {
      undecided.add("%s: %s".formatted(instance, property.title()));
    }
  }

  /** Whether the results in the two modes are not the same terms. */
  private static boolean isModeRead(Reading low, Reading high) {
    if (low.results().size() != high.results().size()) {
      return true;
    }
    for (int i = 0; i < low.results().size(); i++) {
      if (low.results().get(i) != high.results().get(i)) {
        return true;
      }
    }
    return false;
  }

  /** The conditions without which the verdict would be another one. */
  private List<String> needed(Instance instance) {
    Set<Property> mine = possible(instance, frame);
    List<String> found = new ArrayList<>();
    // Every condition takes possibilities away: if all together take none, none does.
    if (possible(instance, frame.unconditioned()).equals(mine)) {
      return found;
    }
    for (Condition condition : frame.conditions()) {
      if (!possible(instance, frame.without(condition)).equals(mine)) {
        found.add(condition.text());
      }
    }
    return found;
  }

  /** What reading alone says that an instance is or may be in the deprivileged mode. */
  private Set<Property> possible(Instance instance, Frame under) {
    Reading low = deprivileged(instance, under);
    Set<Property> found = EnumSet.noneOf(Property.class);
    if (low.alwaysRaises()) {
      found.add(Property.PRIVILEGED);
      return found;
    }
    if (low.mayControl()) {
      found.add(Property.CONTROL_SENSITIVE);
    }
    if (!low.sources().isEmpty() || !low.raisingSources().isEmpty()) {
      found.add(Property.LOCATION_SENSITIVE);
    }
    return found;
  }

  private Reading deprivileged(Instance instance, Frame under) {
    return Reading.of(
        outcome(instance, under.assumptions(legal, under.deprivileged(), execution.terms())),
        under);
  }

  private Reading inMachineMode(Instance instance) {
    return read(instance, frame.assumptions(legal, PrivilegeMode.M, execution.terms()));
  }

  private Reading read(Instance instance, Assumptions assumptions) {
    return Reading.of(outcome(instance, assumptions), frame);
  }

  /**
   * Where an address leads, and whether it may be used, is the map's: memory is E as R shows it.
   */
  private Outcome outcome(Instance instance, Assumptions assumptions) {
    Assumptions all =
        assumptions
            .answered(AddressTranslation.TRANSLATE)
            .answered(AddressTranslation.DATA_MODE)
            .answered(PhysicalMemoryProtection.PROTECTION);
    for (var operand : instance.fixed().entrySet()) {
      all = all.with(operand.getKey(), operand.getValue());
    }
    return execution.execute(instance.instruction(), all);
  }
}
