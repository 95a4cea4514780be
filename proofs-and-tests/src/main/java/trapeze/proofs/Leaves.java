package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import trapeze.isa.ir.Expression;

/**
 * What the leaves of expressions stand for: which machine's state, which operands, which answers
 * from outside. The same expression over other leaves is the same definition on another machine.
 */
@FunctionalInterface
public interface Leaves {

  /**
   * The term for a leaf: a state variable, a register, an operand, an input, the pc, the length or
   * the bits of the instruction, or a local; of the leaf's width.
   */
  BitVecExpr of(Expression leaf);
}
