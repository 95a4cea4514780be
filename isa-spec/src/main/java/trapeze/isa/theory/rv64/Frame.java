package trapeze.isa.theory.rv64;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Input;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.symbolic.Assumptions;
import trapeze.isa.symbolic.Terms;

/**
 * How guests are run: the mode that stands for the paper's user mode, and what is arranged for it.
 *
 * @param name short
 * @param deprivileged the mode that guests run in; M stands for the paper's supervisor mode
 * @param conditions what holds of the real hart meanwhile
 */
public record Frame(String name, PrivilegeMode deprivileged, List<Condition> conditions) {
  public Frame {
    conditions = List.copyOf(conditions);
  }

  /** The same without one of its conditions. */
  public Frame without(Condition dropped) {
    List<Condition> rest = new ArrayList<>(conditions);
    rest.remove(dropped);
    return new Frame(name + " without " + dropped.name(), deprivileged, rest);
  }

  /** The same without conditions. */
  Frame unconditioned() {
    return new Frame(name + " unconditioned", deprivileged, List.of());
  }

  /** The condition with this name. */
  public Condition condition(String wanted) {
    return conditions.stream()
        .filter(condition -> condition.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no condition " + wanted));
  }

  /** The bits of a variable that the real hart holds as the guest does. */
  long carried(StateVariable variable) {
    if (variable.kind() == StateVariable.Kind.SCRATCH
        || variable.kind() == StateVariable.Kind.CHOICE && variable != Rv64State.HART_ID
        || variable == Rv64State.FFLAGS
        || variable == Rv64State.FRM) {
      return -1L >>> (64 - variable.width());
    }
    return conditions.stream()
        .flatMap(condition -> condition.carried().stream())
        .filter(field -> field.variable() == variable)
        .mapToLong(Field::mask)
        .reduce(0, (left, right) -> left | right);
  }

  /** What holds in a mode under the conditions, for the symbolic execution. */
  Assumptions assumptions(Assumptions known, PrivilegeMode mode, Terms terms) {
    Assumptions all = known.with(Rv64State.MODE, mode.code());
    for (Condition condition : conditions) {
      for (Condition.Held held : condition.held()) {
        all = all.with(held.field(), held.value());
      }
      for (Condition.Quiet quiet : condition.lines()) {
        var input = new Expression.Read(quiet.input());
        all =
            all.with(
                input, terms.and(terms.leaf(input), terms.constant(audible(quiet.input()), 64)));
      }
    }
    return all;
  }

  /** Makes the conditions hold in a concrete state. */
  void impose(HartState state) {
    for (Condition condition : conditions) {
      condition.held().forEach(held -> assign(state, held.field(), held.value()));
    }
  }

  /** The bits of an input that may be set. */
  long audible(Input input) {
    long silent =
        conditions.stream()
            .flatMap(condition -> condition.lines().stream())
            .filter(quiet -> quiet.input() == input)
            .mapToLong(Condition.Quiet::bits)
            .reduce(0, (left, right) -> left | right);
    return Legal.bits(input) & ~silent;
  }

  private static void assign(HartState state, Field field, long value) {
    long others = state.get(field.variable()) & ~field.mask();
    state.set(field.variable(), others | value << field.low());
  }
}
