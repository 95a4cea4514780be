package trapeze.isa.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The variables that make up one kind of machine's state, in the order in which they are declared.
 */
public final class StateSpace {
  private final String name;
  private final List<StateVariable> architectural = new ArrayList<>();
  private final List<StateVariable> scratch = new ArrayList<>();
  private final List<StateVariable> choices = new ArrayList<>();
  private final Map<Bits, Field> fields = new ConcurrentHashMap<>();

  /** The place of a field. */
  private record Bits(StateVariable variable, int high, int low) {}

  /** An empty space. */
  public StateSpace(String name) {
    this.name = name;
  }

  /** Declares a variable that programs can see. */
  public StateVariable register(String variable, int width) {
    return add(StateVariable.Kind.ARCHITECTURAL, variable, width);
  }

  /** Declares a variable in which a routine leaves results for its caller. */
  public StateVariable scratch(String variable, int width) {
    return add(StateVariable.Kind.SCRATCH, variable, width);
  }

  /** Declares something that an implementation may choose. */
  public StateVariable choice(String variable, int width) {
    return add(StateVariable.Kind.CHOICE, variable, width);
  }

  private StateVariable add(StateVariable.Kind kind, String variable, int width) {
    Expression.checkWidth(width);
    List<StateVariable> list = of(kind);
    StateVariable made = new StateVariable(this, kind, variable, width, list.size());
    list.add(made);
    return made;
  }

  private List<StateVariable> of(StateVariable.Kind kind) {
    return switch (kind) {
      case ARCHITECTURAL -> architectural;
      case SCRATCH -> scratch;
      case CHOICE -> choices;
    };
  }

  /** Keeps the first name that these bits get, for people. */
  Field named(Field field) {
    fields.putIfAbsent(new Bits(field.variable(), field.high(), field.low()), field);
    return field;
  }

  /** The field that consists of exactly these bits of a variable, if it has a name. */
  public Optional<Field> field(StateVariable variable, int high, int low) {
    return Optional.ofNullable(fields.get(new Bits(variable, high, low)));
  }

  /** The variables of one kind; a variable's index is its place in this list. */
  public List<StateVariable> variables(StateVariable.Kind kind) {
    return Collections.unmodifiableList(of(kind));
  }

  @Override
  public String toString() {
    return name;
  }
}
