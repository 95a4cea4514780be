package trapeze.isa.theory.rv64;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Input;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Snapshot;
import trapeze.isa.theory.Witness;

/** Looks for concrete states that show what reading the terms says is possible. */
final class Search {
  private static final int TRIES = 200;

  /** Addresses of whole cache blocks in the lower 4 GiB. */
  private static final long ADDRESS = 0xffff_ffc0L;

  /** The lower bit of FS: Initial, or Dirty if the upper one is set too. */
  private static final long FLOATING_POINT_ON = 1L << Rv64State.FS.low();

  private static final int ROUNDING_MODES = 5;

  /** A PMP entry that allows everything everywhere. */
  private static final long EVERYTHING = 0x1f;

  private final InstructionSet set;
  private final Frame frame;
  private final Instance instance;

  /** Whether the conditions hold in M-mode too. */
  private final boolean arranged;

  private final States states;
  private final Random random;

  Search(InstructionSet set, Frame frame, Instance instance, boolean arranged, States states) {
    this.states = states;
    this.random = states.random();
    this.arranged = arranged;
    this.set = set;
    this.frame = frame;
    this.instance = instance;
  }

  /** A state in which it completes and changes control state or acts on a resource. */
  Optional<Witness> control(Property property, PrivilegeMode mode) {
    for (int i = 0; i < TRIES; i++) {
      Trial trial = trial(state(mode), inputs());
      List<StateVariable> changed = trial.changed(frame);
      if (trial.completes() && (!changed.isEmpty() || !trial.surroundings().effects.isEmpty())) {
        List<String> lines = new ArrayList<>(trial.surroundings().effects);
        changed.forEach(
            variable ->
                lines.add(
                    "%s: 0x%x before, 0x%x after"
                        .formatted(
                            variable.name(),
                            trial.before().get(variable),
                            trial.after().get(variable))));
        return Optional.of(
            new Witness(
                property,
                true,
                List.of(shown("in " + mode + "-mode", trial, new LinkedHashSet<>(changed))),
                lines));
      }
    }
    return Optional.empty();
  }

  /**
   * Two states, equal but for what the result may depend on, with different results.
   *
   * @param ends whether it suffices that it completes in one and raises in the other
   */
  Optional<Witness> location(
      Property property, PrivilegeMode mode, Reading.Sources sources, boolean ends) {
    for (int i = 0; i < TRIES; i++) {
      HartState one = state(mode);
      Map<Input, Long> inputs = inputs();
      for (var source : sources.variables().entrySet()) {
        HartState other = one.copy();
        StateVariable variable = source.getKey();
        long mask = source.getValue();
        long another =
            variable.kind() == Kind.CHOICE ? random.nextLong() : states.some().get(variable);
        other.set(variable, one.get(variable) & ~mask | another & mask);
        if (isArranged(mode)) {
          frame.impose(other);
        }
        if (!States.isLegal(other)) {
          continue;
        }
        Optional<Witness> found =
            compare(property, trial(one, inputs), trial(other, inputs), ends, Set.of(variable));
        if (found.isPresent()) {
          return found;
        }
      }
      for (Input input : sources.inputs().keySet()) {
        Map<Input, Long> others = new EnumMap<>(inputs);
        others.put(input, random.nextLong() & frame.audible(input));
        Optional<Witness> found =
            compare(property, trial(one, inputs), trial(one, others), ends, Set.of());
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** Two states, equal but for the mode, in which it completes with different results. */
  Optional<Witness> mode() {
    for (int i = 0; i < TRIES; i++) {
      HartState low = state(frame.deprivileged());
      HartState high = low.copy();
      high.set(Rv64State.MODE, PrivilegeMode.M.code());
      Map<Input, Long> inputs = inputs();
      Optional<Witness> found =
          compare(
              Property.MODE_SENSITIVE,
              trial(low, inputs),
              trial(high, inputs),
              false,
              Set.of(Rv64State.MODE));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Two states, equal but for the mode: it raises in one and completes in the other. */
  Optional<Witness> privileged() {
    for (int i = 0; i < TRIES; i++) {
      HartState low = state(frame.deprivileged());
      HartState high = low.copy();
      high.set(Rv64State.MODE, PrivilegeMode.M.code());
      Map<Input, Long> inputs = inputs();
      Trial traps = trial(low, inputs);
      Trial completes = trial(high, inputs);
      if (!traps.completes() && completes.completes()) {
        return Optional.of(
            new Witness(
                Property.PRIVILEGED,
                true,
                List.of(
                    shown("in " + frame.deprivileged() + "-mode", traps, Set.of(Rv64State.MODE)),
                    shown("in M-mode", completes, Set.of(Rv64State.MODE))),
                List.of(traps.outcome() + ", " + completes.outcome())));
      }
    }
    return Optional.empty();
  }

  /** A state of the deprivileged mode in which it does not trap. */
  Optional<Witness> unprivileged() {
    for (int i = 0; i < TRIES; i++) {
      Trial trial = trial(state(frame.deprivileged()), inputs());
      if (trial.completes()) {
        return Optional.of(
            new Witness(
                Property.PRIVILEGED,
                false,
                List.of(shown("in " + frame.deprivileged() + "-mode", trial, Set.of())),
                List.of("completes in " + frame.deprivileged() + "-mode")));
      }
    }
    return Optional.empty();
  }

  private Optional<Witness> compare(
      Property property, Trial one, Trial other, boolean ends, Set<StateVariable> shown) {
    if (one.completes() && other.completes()) {
      List<String> differences = one.differences(other, frame);
      if (!differences.isEmpty()) {
        return Optional.of(pair(property, one, other, differences, shown));
      }
    } else if (ends && one.completes() != other.completes()) {
      return Optional.of(
          pair(property, one, other, List.of(one.outcome() + ", " + other.outcome()), shown));
    }
    return Optional.empty();
  }

  private Witness pair(
      Property property,
      Trial one,
      Trial other,
      List<String> differences,
      Set<StateVariable> shown) {
    List<String> lines = new ArrayList<>(differences);
    for (StateVariable variable : shown) {
      lines.add(
          "because of %s: 0x%x, 0x%x"
              .formatted(
                  variable.name(), one.before().get(variable), other.before().get(variable)));
    }
    for (Input input : Input.values()) {
      long mine = one.inputs().getOrDefault(input, 0L);
      long theirs = other.inputs().getOrDefault(input, 0L);
      if (mine != theirs) {
        lines.add("because of %s: 0x%x, 0x%x".formatted(words(input), mine, theirs));
      }
    }
    return new Witness(
        property,
        true,
        List.of(shown("one state", one, shown), shown("the other", other, shown)),
        lines);
  }

  private static String words(Input input) {
    return switch (input) {
      case TIME -> "the clock";
      case CYCLES -> "the steps of the hart";
      case RETIRED -> "the instructions that it has retired";
      case LINES -> "the interrupt lines";
    };
  }

  private Witness.Case shown(String title, Trial trial, Set<StateVariable> variables) {
    return new Witness.Case(
        title,
        snapshot(trial.before(), variables),
        snapshot(trial.after(), variables),
        trial.outcome());
  }

  private Snapshot snapshot(HartState state, Set<StateVariable> variables) {
    List<Snapshot.Cell> cells = new ArrayList<>();
    Set<StateVariable> all = new LinkedHashSet<>();
    all.add(Rv64State.MODE);
    all.addAll(variables);
    all.forEach(
        variable ->
            cells.add(new Snapshot.Cell(variable.name(), variable.width(), state.get(variable))));
    cells.add(new Snapshot.Cell("pc", 64, state.pc));
    for (int register : Trial.registers(instance)) {
      cells.add(new Snapshot.Cell("x" + register, 64, state.x[register]));
    }
    return new Snapshot(cells);
  }

  private Trial trial(HartState before, Map<Input, Long> inputs) {
    return Trial.of(set, instance, before, inputs);
  }

  private Map<Input, Long> inputs() {
    Map<Input, Long> inputs = new EnumMap<>(Input.class);
    for (Input input : Input.values()) {
      inputs.put(input, random.nextLong() & frame.audible(input));
    }
    return inputs;
  }

  /**
   * A state in which translation is off and the floating-point unit on. An instruction that does
   * not name a control register finds addresses of memory in its registers, all of it allowed.
   */
  private HartState state(PrivilegeMode mode) {
    HartState state = states.some();
    state.set(Rv64State.MODE, mode.code());
    state.set(Rv64State.MSTATUS, state.get(Rv64State.MSTATUS) | FLOATING_POINT_ON);
    state.set(Rv64State.FRM, random.nextInt(ROUNDING_MODES));
    state.set(Rv64State.SATP, state.get(Rv64State.SATP) & ~Rv64State.SATP_MODE.mask());
    if (instance.csr().isEmpty()) {
      for (int i = 1; i < 32; i++) {
        state.x[i] &= ADDRESS;
      }
      state.set(Rv64State.PMPCFG0, EVERYTHING);
      state.set(Rv64State.pmpaddr(0), -1L);
    }
    if (isArranged(mode)) {
      frame.impose(state);
    }
    return state;
  }

  private boolean isArranged(PrivilegeMode mode) {
    return arranged || mode == frame.deprivileged();
  }
}
