package trapeze.console.litmus;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Operand;

/**
 * An instruction of a litmus test.
 *
 * @param text as the test writes it
 * @param instruction its definition
 * @param operands values of its operands; a branch's target is not among them
 * @param target the line that it branches to, or the number of lines for the end; -1 if none
 * @param annotation what Zalasr's suffix of a load or a store says
 */
public record AssemblyLine(
    String text,
    Instruction instruction,
    Map<Operand, Long> operands,
    int target,
    Annotation annotation) {

  /**
   * A load-acquire or store-release of Zalasr, which the machine has not: only the model runs it.
   */
  public enum Annotation {
    NONE,
    ACQUIRE,
    RELEASE
  }

  public AssemblyLine {
    operands = Map.copyOf(operands);
  }

  /**
   * The instruction's bits.
   *
   * @param index which line it is, each one being 4 bytes
   */
  public int bits(int index) {
    if (target < 0) {
      return instruction.encoding().assemble(operands);
    }
    Map<Operand, Long> all = new java.util.EnumMap<>(Operand.class);
    all.putAll(operands);
    all.put(Operand.IMM, 4L * (target - index));
    return instruction.encoding().assemble(all);
  }

  /** An operand's value, or 0 if the instruction has no such operand. */
  public int operand(Operand operand) {
    @Nullable Long value = operands.get(operand);
    return value == null ? 0 : value.intValue();
  }

  /** Whether the instruction reads that register operand. */
  public boolean reads(Operand operand) {
    return operands.containsKey(operand);
  }

  /** Whether it may go on elsewhere than at the next line, depending on a register. */
  public boolean isConditional() {
    return target >= 0 && reads(Operand.RS1);
  }
}
