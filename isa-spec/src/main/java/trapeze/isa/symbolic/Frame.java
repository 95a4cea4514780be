package trapeze.isa.symbolic;

import trapeze.isa.ir.Expression;

/**
 * What the statements of one body share.
 *
 * @param pc address of the instruction; in a routine, the hart's pc when it was called
 * @param hasOperands whether they are an instruction's; a routine has no operands
 */
record Frame(Expression pc, boolean hasOperands) {
  static Frame of(Expression pc, boolean hasOperands) {
    return new Frame(pc, hasOperands);
  }
}
