package trapeze.isa.theory.pg74;

import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.isa.pg74.Registers;
import trapeze.isa.theory.Choices;
import trapeze.isa.theory.Coverage;
import trapeze.isa.theory.Origin;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.StartState;
import trapeze.isa.theory.Verdict;
import trapeze.isa.theory.Visit;
import trapeze.isa.theory.Witness;

/**
 * One instance in every state, and in every two states that one of the definitions compares. Each
 * visit is complete. A visit of pairs is left out where the first visit has shown that the instance
 * never reads what the two differ in.
 */
final class Inspection {
  private final Instance instance;
  private final Registers registers;
  private final Definitions definitions;
  private final Evidence evidence = new Evidence();

  private boolean trapsSomewhere;
  private boolean completesSomewhere;
  private boolean trapsInUserModeOnly;
  private boolean readsMode;
  private boolean readsTimer;
  private boolean readsPlace;
  private long runs;
  private @Nullable Execution first;
  private @Nullable Execution second;

  Inspection(Instance instance, Definitions definitions) {
    this.instance = instance;
    this.registers = instance.machine().registers();
    this.definitions = definitions;
  }

  /** The verdict about the instance. */
  Verdict verdict() {
    return new Verdict(
        instance.operation().mnemonic(),
        instance.toString(),
        Verdict.completed(evidence.properties()),
        evidence.witnesses(),
        List.of());
  }

  /** Visits everything. */
  Coverage visit() {
    int bits = instance.bits();
    Coverage all = Visit.all(bits, this::inOneState);
    if (trapsSomewhere && !completesSomewhere) {
      evidence.add(Property.TRAPPING);
    }
    if (readsMode) {
      Visit.until(
          choices -> {
            inBothModes(choices);
            return evidence.has(Property.MODE_SENSITIVE);
          });
      if (trapsInUserModeOnly && !evidence.isRefuted(Property.PRIVILEGED)) {
        evidence.add(Property.PRIVILEGED);
      }
    }
    if (readsPlace) {
      Visit.until(
          choices -> {
            inTwoPlaces(choices);
            return evidence.has(Property.LOCATION_SENSITIVE)
                && evidence.has(Property.USER_SENSITIVE);
          });
    }
    if (readsTimer) {
      Visit.until(
          choices -> {
            withTwoTimers(choices);
            return evidence.has(Property.RESOURCE_SENSITIVE);
          });
    }
    return new Coverage(runs, all.states());
  }

  /** The one execution that is looked at, or the first of two. */
  private Execution execute(Origin origin) {
    runs++;
    if (first == null) {
      first = new Execution(instance, origin);
    } else {
      first.restart(origin);
    }
    return first;
  }

  /** The second of two executions. */
  private Execution executeBeside(Origin origin) {
    runs++;
    if (second == null) {
      second = new Execution(instance, origin);
    } else {
      second.restart(origin);
    }
    return second;
  }

  private void inOneState(Choices choices) {
    StartState start = instance.start(choices);
    Execution execution = execute(start);
    readsMode |= start.isChosen(registers.mode);
    readsTimer |= start.isChosen(registers.timer);
    readsPlace |= start.isChosen(registers.relocation) || readsWords(start);
    trapsSomewhere |= execution.traps();
    completesSomewhere |= execution.completes();
    List<String> changes = definitions.controlChanges(execution);
    if (!changes.isEmpty()) {
      witnessChange(execution, Property.CONTROL_SENSITIVE, changes);
      if (inUserMode(start)) {
        witnessChange(execution, Property.USER_SENSITIVE, changes);
      }
    }
    // Whatever it does in supervisor mode: what completes in user mode is not privileged.
    if (execution.completes() && !evidence.isRefuted(Property.PRIVILEGED) && inUserMode(start)) {
      evidence.refute(
          Property.PRIVILEGED,
          () ->
              new Witness(
                  Property.PRIVILEGED,
                  false,
                  List.of(execution.witnessed("in user mode")),
                  List.of("it completes in user mode")));
    }
  }

  private void witnessChange(Execution execution, Property property, List<String> changes) {
    evidence.add(
        property,
        () -> new Witness(property, true, List.of(execution.witnessed("the state")), changes));
  }

  private boolean readsWords(StartState start) {
    for (int address = 0; address < start.size(); address++) {
      if (start.isChosen(address)) {
        return true;
      }
    }
    return false;
  }

  private boolean inUserMode(StartState start) {
    return start.register(registers.mode) == Registers.USER;
  }

  /** S1 and S2, "equal but for M". */
  private void inBothModes(Choices choices) {
    StartState start = instance.start(choices);
    Execution supervisor = execute(start.with(registers.mode, Registers.SUPERVISOR));
    Execution user = executeBeside(start.with(registers.mode, Registers.USER));
    if (supervisor.memoryTraps() || user.memoryTraps()) {
      return;
    }
    if (user.traps() && supervisor.completes()) {
      trapsInUserModeOnly = true;
      return;
    }
    evidence.refute(
        Property.PRIVILEGED,
        () ->
            pair(
                Property.PRIVILEGED,
                false,
                supervisor,
                user,
                List.of(
                    user.traps()
                        ? "it traps in supervisor mode too"
                        : "it completes in user mode")));
    if (definitions.isComparable(supervisor) && definitions.isComparable(user)) {
      List<String> differences =
          definitions.differences(
              supervisor, "in supervisor mode", user, "in user mode", address -> address);
      if (!differences.isEmpty()) {
        evidence.add(
            Property.MODE_SENSITIVE,
            () -> pair(Property.MODE_SENSITIVE, true, supervisor, user, differences));
      }
    }
  }

  private static Witness pair(
      Property property,
      boolean holds,
      Execution supervisor,
      Execution user,
      List<String> differences) {
    return new Witness(
        property,
        holds,
        List.of(supervisor.witnessed("in supervisor mode"), user.witnessed("in user mode")),
        differences);
  }

  /** S1 = ⟨e|r, m, p, r⟩ and S2 = ⟨e|r⊕x, m, p, r⊕x⟩. */
  private void inTwoPlaces(Choices choices) {
    StartState start = instance.start(choices);
    Elsewhere moved = instance.elsewhere(start, choices);
    if (!moved.isElsewhere()) {
      return;
    }
    Execution here = execute(start);
    if (!definitions.isComparable(here)) {
      return;
    }
    Execution there = executeBeside(moved);
    if (!definitions.isComparable(there)) {
      return;
    }
    List<String> differences =
        definitions.differences(here, "here", there, "where R is moved", moved::of);
    if (!differences.isEmpty()) {
      witnessPlace(here, there, Property.LOCATION_SENSITIVE, differences, moved.title());
      if (inUserMode(start)) {
        witnessPlace(here, there, Property.USER_SENSITIVE, differences, moved.title());
      }
    }
  }

  private void witnessPlace(
      Execution here, Execution there, Property property, List<String> differences, String title) {
    evidence.add(
        property,
        () ->
            new Witness(
                property,
                true,
                List.of(here.witnessed("here"), there.witnessed(title)),
                differences));
  }

  /** Two states that are equal but for the timer. */
  private void withTwoTimers(Choices choices) {
    StartState start = instance.start(choices);
    StartState other = instance.start(choices);
    Execution one = execute(start);
    Execution another = executeBeside(start.with(registers.timer, other.register(registers.timer)));
    if (!one.completes() || !another.completes()) {
      return;
    }
    List<String> differences =
        definitions.differences(one, "with one timer", another, "with another", address -> address);
    if (!differences.isEmpty()) {
      evidence.add(
          Property.RESOURCE_SENSITIVE,
          () ->
              new Witness(
                  Property.RESOURCE_SENSITIVE,
                  true,
                  List.of(one.witnessed("with one timer"), another.witnessed("with another timer")),
                  differences));
    }
  }
}
