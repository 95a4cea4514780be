package trapeze.isa.symbolic;

import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Operand;

/**
 * A general register that has been assigned.
 *
 * @param register the operand that names it; an integer register that is {@code x0} stays zero
 * @param guard under which condition the register of this number has been assigned; one bit
 * @param value what it then holds, 64 bits, other assignments to the same register included
 */
public record RegisterWrite(Operand register, Expression guard, Expression value) {}
