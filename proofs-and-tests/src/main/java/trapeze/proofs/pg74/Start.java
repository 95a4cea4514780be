package trapeze.proofs.pg74;

import com.microsoft.z3.ArrayExpr;
import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecSort;
import com.microsoft.z3.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.pg74.ThirdGeneration;

/**
 * A state of a third-generation machine as unknowns.
 *
 * @param registers each of its width
 * @param words E, from 64-bit physical addresses to words
 * @param size the paper's q: how many words there are, 64 bits
 */
record Start(
    Map<StateVariable, BitVecExpr> registers,
    ArrayExpr<BitVecSort, BitVecSort> words,
    BitVecExpr size) {

  /** Any state; its name tells it from others. */
  static Start any(Context context, ThirdGeneration machine, String name, BitVecExpr size) {
    Map<StateVariable, BitVecExpr> registers = new LinkedHashMap<>();
    for (StateVariable variable : machine.registers().space.variables(Kind.ARCHITECTURAL)) {
      registers.put(variable, context.mkBVConst(name + "." + variable.name(), variable.width()));
    }
    ArrayExpr<BitVecSort, BitVecSort> words =
        context.mkArrayConst(
            name + ".E",
            context.mkBitVecSort(64),
            context.mkBitVecSort(machine.format().wordBits()));
    return new Start(registers, words, size);
  }

  /** The value of a register. */
  BitVecExpr get(StateVariable variable) {
    BitVecExpr value = registers.get(variable);
    if (value == null) {
      throw new IllegalArgumentException(variable + " is not of this machine");
    }
    return value;
  }

  /** The same state with another value of one register. */
  Start with(StateVariable variable, BitVecExpr value) {
    Map<StateVariable, BitVecExpr> changed = new LinkedHashMap<>(registers);
    changed.put(variable, value);
    return new Start(changed, words, size);
  }

  /** This memory under the registers of another state. */
  Start withRegistersOf(Start other) {
    return new Start(other.registers, words, size);
  }
}
