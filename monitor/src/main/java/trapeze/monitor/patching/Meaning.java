package trapeze.monitor.patching;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Csr;
import trapeze.isa.ir.StateVariable;

/**
 * What one instruction does in virtual S, bit by bit, as functions of the state before it.
 *
 * @param functions that the bits below are numbers of
 * @param csr the control register that it reads or writes
 * @param rd the number of the register that it assigns; 0 if none
 * @param rs1 the number of the register that it reads; 0 if none
 * @param result the 64 bits of {@code rd}, the lowest first
 * @param written the only state variable that it changes; nothing if none
 * @param value the 64 bits that the variable is given
 */
record Meaning(
    BitFunctions functions,
    Csr csr,
    int rd,
    int rs1,
    int[] result,
    @Nullable StateVariable written,
    int[] value) {

  /** The variable of bit {@code bit} of the register {@code rs1}. */
  static int operandBit(int bit) {
    return bit * STRIDE;
  }

  /** The variable of a bit of a state variable. */
  static int stateBit(StateVariable variable, int bit) {
    return bit * STRIDE + 1 + variable.index();
  }

  /** Which bit of its register or state variable a variable is. */
  static int bitOf(int variable) {
    return variable / STRIDE;
  }

  /** The index of the state variable that a variable belongs to; -1 for the operand. */
  static int sourceOf(int variable) {
    return variable % STRIDE - 1;
  }

  private static final int STRIDE = 256;

  /** The meaning of an instruction that changes what this says of one variable, or nothing. */
  static Meaning of(
      BitFunctions functions,
      Csr csr,
      int rd,
      int rs1,
      int[] result,
      Map<StateVariable, int[]> changed) {
    if (changed.size() > 1) {
      throw new Unpatchable("it changes more than one register");
    }
    for (Map.Entry<StateVariable, int[]> only : changed.entrySet()) {
      return new Meaning(functions, csr, rd, rs1, result, only.getKey(), only.getValue());
    }
    return new Meaning(functions, csr, rd, rs1, result, null, new int[0]);
  }
}
