package trapeze.machine.trace;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PrivilegeMode;

/**
 * Which steps are written down.
 *
 * @param harts ids; all if there are none
 * @param modes privilege modes, those before the step
 * @param lowest least address of the instruction, unsigned
 * @param highest greatest address, unsigned
 * @param from the first step's number
 * @param to the last step's number
 * @param instructions which instructions; a trap passes always
 * @param trapsOnly whether only traps pass
 */
public record StepFilter(
    Set<Integer> harts,
    Set<PrivilegeMode> modes,
    long lowest,
    long highest,
    long from,
    long to,
    Predicate<Instruction> instructions,
    boolean trapsOnly) {
  /** Everything passes. */
  public static final StepFilter ALL =
      new StepFilter(
          Set.of(), EnumSet.allOf(PrivilegeMode.class), 0, -1, 0, Long.MAX_VALUE, _ -> true, false);

  public StepFilter {
    harts = Set.copyOf(harts);
    modes = Set.copyOf(modes);
  }

  /** Whether anything of a hart can pass. */
  public boolean wants(int hart) {
    return harts.isEmpty() || harts.contains(hart);
  }

  /** Whether a step passes, an instruction's own conditions aside. */
  boolean wants(long number, PrivilegeMode mode, long pc) {
    return number >= from
        && number <= to
        && modes.contains(mode)
        && Long.compareUnsigned(pc, lowest) >= 0
        && Long.compareUnsigned(pc, highest) <= 0;
  }

  /** Whether an instruction that retired passes, where it stands aside. */
  boolean wants(Instruction instruction) {
    return !trapsOnly && instructions.test(instruction);
  }
}
