package trapeze.isa.theory.rv64;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.Input;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;

/**
 * An instance carried out in one concrete state.
 *
 * @param before the state
 * @param inputs what came from outside
 * @param after the state it led to; with a trap, what the definition left
 * @param trap the exception that it raised, if it did
 * @param surroundings what it asked
 */
record Trial(
    HartState before,
    Map<Input, Long> inputs,
    HartState after,
    @Nullable Trap trap,
    Surroundings surroundings) {

  private static final Map<Operand, Long> OPERANDS =
      new EnumMap<>(
          Map.of(
              Operand.RD, 5L,
              Operand.RS1, 6L,
              Operand.RS2, 7L,
              Operand.RS3, 8L,
              Operand.IMM, 64L,
              Operand.SHAMT, 3L));

  static Trial of(
      InstructionSet set, Instance instance, HartState before, Map<Input, Long> inputs) {
    Map<Operand, Long> operands = operands(instance);
    long bits = instance.instruction().encoding().assemble(operands) & 0xffff_ffffL;
    Surroundings surroundings = new Surroundings(inputs, bits);
    HartState after = before.copy();
    Trap trap = null;
    try {
      new Evaluator(set, after, surroundings).execute(packed(set, instance, operands));
    } catch (TrapSignal signal) {
      trap = signal.trap();
    }
    return new Trial(before, inputs, after, trap, surroundings);
  }

  boolean completes() {
    return trap == null;
  }

  /** How it ended, in words. */
  String outcome() {
    return trap == null ? "completes" : trap.title();
  }

  /** The bits of control state that it changed, register by register. */
  List<StateVariable> changed(Frame frame) {
    List<StateVariable> found = new ArrayList<>();
    for (StateVariable variable : before.space().variables(Kind.ARCHITECTURAL)) {
      long changed = before.get(variable) ^ after.get(variable);
      if (changed != 0 && (changed & ~frame.carried(variable)) != 0) {
        found.add(variable);
      }
    }
    return found;
  }

  /** In what the results differ: registers, pc, what is carried, what memory was asked. */
  List<String> differences(Trial other, Frame frame) {
    List<String> found = new ArrayList<>();
    compare(found, "pc", after.pc, other.after.pc);
    for (int i = 1; i < 32; i++) {
      compare(found, "x" + i, after.x[i], other.after.x[i]);
      compare(found, "f" + i, after.f[i], other.after.f[i]);
    }
    for (StateVariable variable : before.space().variables(Kind.ARCHITECTURAL)) {
      if (after.get(variable) != other.after.get(variable)) {
        long mask = frame.carried(variable);
        compare(
            found, variable.name(), after.get(variable) & mask, other.after.get(variable) & mask);
      }
    }
    if (!surroundings.accesses.equals(other.surroundings.accesses)) {
      found.add("memory: %s, %s".formatted(surroundings.accesses, other.surroundings.accesses));
    }
    return found;
  }

  private static void compare(List<String> found, String name, long mine, long theirs) {
    if (mine != theirs) {
      found.add("%s: 0x%x, 0x%x".formatted(name, mine, theirs));
    }
  }

  /** The registers that the instance names. */
  static List<Integer> registers(Instance instance) {
    Map<Operand, Long> operands = operands(instance);
    return instance.instruction().encoding().operands().stream()
        .filter(Operand::isRegister)
        .map(operand -> operands.getOrDefault(operand, 0L).intValue())
        .filter(number -> number != 0)
        .distinct()
        .sorted()
        .toList();
  }

  private static Map<Operand, Long> operands(Instance instance) {
    Map<Operand, Long> operands = new EnumMap<>(OPERANDS);
    operands.putAll(instance.fixed());
    return operands;
  }

  private static long packed(InstructionSet set, Instance instance, Map<Operand, Long> operands) {
    long packed = set.instructions().indexOf(instance.instruction()) + 1L;
    packed |= 2L << PackedInstruction.LENGTH_SHIFT;
    for (Operand operand : instance.instruction().encoding().operands()) {
      packed = PackedInstruction.with(packed, operand, operands.getOrDefault(operand, 0L));
    }
    return packed;
  }
}
