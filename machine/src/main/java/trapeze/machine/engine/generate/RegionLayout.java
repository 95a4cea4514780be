package trapeze.machine.engine.generate;

import java.util.BitSet;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.state.HartState;

/**
 * The local variables of a region's method. The integer registers that the region uses are among
 * them: read from the hart at its entry, written back where it is left.
 */
final class RegionLayout {
  static final int HART = 0;

  /** Where execution goes, 64 bits. */
  static final int NEXT = 1;

  /** Address of the span of pages, 64 bits. */
  static final int BASE = 3;

  /** The pages of the span that are what they were when the region was made, a bit each. */
  static final int VALID = 5;

  /** Steps that may be made behind the current block. */
  static final int LEFT = 14;

  /** Offset in the span of the last instruction that could raise an exception. */
  static final int AT = 6;

  /** Instructions of the block from that one on. */
  static final int UNDONE = 7;

  /** Not 0 if the hart is to stop behind the current instruction. */
  static final int STOP = 8;

  /** Tables of translations for loads and for stores. */
  static final int READ = 9;

  static final int WRITE = 10;
  static final int F = 11;

  /** Where execution goes, from the span's beginning, 64 bits. */
  static final int DISTANCE = 12;

  private static final int FIRST_REGISTER = 15;

  private final BitSet used = new BitSet();
  private final BitSet written = new BitSet();
  private final int[] slots = new int[HartState.SINK];
  private final int firstFree;

  RegionLayout(InstructionSet set, Region region) {
    for (long packed : region.packed()) {
      if (packed != 0) {
        add(set.instructions().get(PackedInstruction.number(packed) - 1), packed);
      }
    }
    int slot = FIRST_REGISTER;
    for (int register = used.nextSetBit(0);
        register >= 0;
        register = used.nextSetBit(register + 1)) {
      slots[register] = slot;
      slot += 2;
    }
    firstFree = slot;
  }

  private void add(Instruction instruction, long packed) {
    Traversal.expressions(instruction.body())
        .forEach(
            expression -> {
              if (expression instanceof Expression.ReadX(Operand operand)) {
                note(packed, operand, false);
              }
            });
    Traversal.statements(instruction.body())
        .forEach(
            statement -> {
              if (statement instanceof Statement.SetX(Operand operand, var _)) {
                note(packed, operand, true);
              }
            });
  }

  private void note(long packed, Operand operand, boolean writes) {
    int register = (int) PackedInstruction.operand(packed, operand);
    if (register != 0 && register != HartState.SINK) {
      used.set(register);
      if (writes) {
        written.set(register);
      }
    }
  }

  /** The registers that the region reads or writes. */
  BitSet used() {
    return used;
  }

  /** The registers that it writes. */
  BitSet written() {
    return written;
  }

  /** The variable that holds a register. */
  int slot(int register) {
    return slots[register];
  }

  /** The first variable that is nobody's. */
  int firstFree() {
    return firstFree;
  }
}
