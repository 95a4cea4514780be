package trapeze.isa.theory.rv64;

import java.util.List;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Input;

/**
 * Something about the real hart, while a guest is executed on it, that verdicts hold under.
 *
 * @param name short, to tell it from the others
 * @param text what holds, a clause
 * @param held fields with the values that they hold
 * @param lines inputs of which some bits are zero
 * @param carried fields that are the guest's own, or as the guest's own would have them
 */
public record Condition(
    String name, String text, List<Held> held, List<Quiet> lines, List<Field> carried) {
  public Condition {
    held = List.copyOf(held);
    lines = List.copyOf(lines);
    carried = List.copyOf(carried);
  }

  /** A field that holds a value. */
  public record Held(Field field, long value) {}

  /** Bits of an input, as a mask, that are zero. */
  public record Quiet(Input input, long bits) {}

  static Condition holding(String name, String text, Held... held) {
    return new Condition(name, text, List.of(held), List.of(), List.of());
  }

  static Condition carrying(String name, String text, Field... carried) {
    return new Condition(name, text, List.of(), List.of(), List.of(carried));
  }

  @Override
  public String toString() {
    return text;
  }
}
