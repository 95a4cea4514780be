package trapeze.isa.pg74;

import static trapeze.isa.ir.Build.add;
import static trapeze.isa.ir.Build.below;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.zeroExtend;
import static trapeze.isa.pg74.Registers.get;

import java.util.List;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Statement;

/**
 * What R does: from a relative address to a physical one. In both modes alike, as in the paper.
 *
 * @see Storage
 */
@FunctionalInterface
public interface Relocation {
  /**
   * The paper's: an address a is a memory trap unless a is below the bound, and stands for l + a.
   */
  Relocation BOUNDS =
      (registers, relative) ->
          List.of(
              when(
                  not(
                      below(
                          zeroExtend(relative, registers.format().boundBits()),
                          get(registers.bound))),
                  Cause.MEMORY.raise(zeroExtend(relative, 64))),
              give(add(zeroExtend(get(registers.relocation), 64), zeroExtend(relative, 64))));

  /**
   * The statements that give the 64-bit physical address of a relative one, or raise a memory trap.
   * Whether there is memory at that address is asked elsewhere.
   */
  List<Statement> locate(Registers registers, Expression relative);
}
