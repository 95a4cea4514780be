package trapeze.monitor.patching;

import static trapeze.monitor.patching.BitFunctions.ONE;
import static trapeze.monitor.patching.BitFunctions.ZERO;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.ir.StateVariable;
import trapeze.monitor.patching.BitFunctions.Decision;

/**
 * Code for a word of bit functions. Bits whose functions are the same but for their place, which
 * nearly all of a control register's are, are reckoned together.
 */
final class BitsCode {
  /**
   * A bit function seen from its bit.
   *
   * @param source index of the state variable asked; -1 the operand
   * @param shift how far to the left the bit asked has to be moved
   */
  private record Shape(int source, int shift, Object ifSet, Object ifClear) {}

  private final Meaning meaning;
  private final StateLayout layout;
  private final Map<Integer, StateVariable> variables;
  private final Assembly code;

  /**
   * A generator.
   *
   * @param variables the state's variables by their index
   * @param code where the instructions go
   */
  BitsCode(
      Meaning meaning, StateLayout layout, Map<Integer, StateVariable> variables, Assembly code) {
    this.meaning = meaning;
    this.layout = layout;
    this.variables = variables;
    this.code = code;
  }

  /**
   * Computes a word.
   *
   * @param bits functions, the lowest first
   * @param registers that may be used; the first takes the word
   */
  void compute(int[] bits, List<Integer> registers) {
    Map<Object, Long> groups = new LinkedHashMap<>();
    for (int i = 0; i < bits.length; i++) {
      if (bits[i] != ZERO) {
        groups.merge(shape(bits[i], i), 1L << i, (left, right) -> left | right);
      }
    }
    Long always = groups.remove(true);
    long ones = always == null ? 0 : always;
    int into = registers.getFirst();
    boolean first = true;
    for (Map.Entry<Object, Long> group : groups.entrySet()) {
      List<Integer> free = first ? registers : rest(registers);
      compute(group.getKey(), free);
      mask(group.getValue(), free);
      if (!first) {
        code.register("or", into, into, free.getFirst());
      }
      first = false;
    }
    if (first) {
      literal(into, ones);
    } else if (ones != 0 && isImmediate(ones)) {
      code.immediate("ori", into, into, ones);
    } else if (ones != 0) {
      literal(rest(registers).getFirst(), ones);
      code.register("or", into, into, rest(registers).getFirst());
    }
  }

  private Object shape(int function, int bit) {
    if (function == ZERO || function == ONE) {
      return function == ONE;
    }
    Decision decision = meaning.functions().decision(function);
    return new Shape(
        Meaning.sourceOf(decision.variable()),
        bit - Meaning.bitOf(decision.variable()),
        shape(decision.ifSet(), bit),
        shape(decision.ifClear(), bit));
  }

  private void compute(Object shape, List<Integer> free) {
    int into = first(free);
    if (!(shape instanceof Shape(int _, int _, Object set, Object clear))) {
      literal(into, Boolean.TRUE.equals(shape) ? -1 : 0);
      return;
    }
    Shape asked = (Shape) shape;
    if (set instanceof Boolean whenSet && clear instanceof Boolean whenClear) {
      // The two differ, or nothing would be asked.
      load(asked, into);
      if (whenClear && !whenSet) {
        code.immediate("xori", into, into, -1);
      }
    } else if (clear instanceof Boolean whenClear) {
      combine(asked, set, whenClear, whenClear ? "or" : "and", free);
    } else if (set instanceof Boolean whenSet) {
      combine(asked, clear, !whenSet, whenSet ? "or" : "and", free);
    } else {
      int other = first(rest(free));
      int condition = first(rest(rest(free)));
      compute(set, free);
      compute(clear, rest(free));
      code.register("xor", into, into, other);
      load(asked, condition);
      code.register("and", into, into, condition);
      code.register("xor", into, into, other);
    }
  }

  private void combine(
      Shape asked, Object other, boolean inverted, String operator, List<Integer> free) {
    int into = first(free);
    int condition = first(rest(free));
    compute(other, free);
    load(asked, condition);
    if (inverted) {
      code.immediate("xori", condition, condition, -1);
    }
    code.register(operator, into, into, condition);
  }

  private void load(Shape asked, int into) {
    StateVariable variable = variables.get(asked.source);
    if (variable == null) {
      code.immediate("addi", into, meaning.rs1(), 0);
    } else {
      code.load(into, layout.variable(variable));
    }
    if (asked.shift > 0) {
      code.shift("slli", into, into, asked.shift);
    } else if (asked.shift < 0) {
      code.shift("srli", into, into, -asked.shift);
    }
  }

  private void mask(long mask, List<Integer> registers) {
    int value = first(registers);
    if (mask == -1) {
      return;
    }
    if (isImmediate(mask)) {
      code.immediate("andi", value, value, mask);
    } else {
      int other = first(rest(registers));
      literal(other, mask);
      code.register("and", value, value, other);
    }
  }

  private void literal(int into, long value) {
    if (isImmediate(value)) {
      code.immediate("addi", into, 0, value);
    } else {
      code.load(into, layout.constant(value));
    }
  }

  private static boolean isImmediate(long value) {
    return value << 52 >> 52 == value;
  }

  private static int first(List<Integer> registers) {
    if (registers.isEmpty()) {
      throw new Unpatchable("it takes more registers than a stub may borrow");
    }
    return registers.getFirst();
  }

  private static List<Integer> rest(List<Integer> registers) {
    return registers.isEmpty() ? registers : registers.subList(1, registers.size());
  }
}
