package trapeze.machine.engine.generate;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.state.HartState;
import trapeze.machine.engine.Optimisation;

/**
 * The local variables of a region's method. The registers that the region uses are among them: read
 * from the hart at its entry, written back where it is left.
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

  /** Where floating-point operations raise their flags. */
  static final int FLAGS = 11;

  /** Where execution goes, from the span's beginning, 64 bits. */
  static final int DISTANCE = 12;

  /** Not 0 if the state is as {@link PlainFloatingPoint} has it. */
  static final int PLAIN = 15;

  /** Whether floating-point registers are variables too, and flags stay where they are raised. */
  static final boolean HOLDS_FLOATING = Optimisation.FLOATING_POINT.isOn();

  /** What makes places in both tables of addresses, 64 bits. */
  static final int MASK = 16;

  private static final int FIRST_REGISTER = 18;

  private final BitSet used = new BitSet();
  private final BitSet written = new BitSet();
  private final BitSet floatingUsed = new BitSet();
  private final BitSet floatingWritten = new BitSet();
  private final int[] slots = new int[HartState.SINK];
  private final int[] floatingSlots = new int[HartState.SINK];
  private final int firstFree;
  private @Nullable Field flags;

  RegionLayout(InstructionSet set, Region region) {
    for (long packed : region.packed()) {
      if (packed != 0) {
        add(set.instructions().get(PackedInstruction.number(packed) - 1), packed);
      }
    }
    firstFree = place(floatingUsed, floatingSlots, place(used, slots, FIRST_REGISTER));
  }

  private static int place(BitSet registers, int[] slots, int first) {
    int slot = first;
    for (int i = registers.nextSetBit(0); i >= 0; i = registers.nextSetBit(i + 1)) {
      slots[i] = slot;
      slot += 2;
    }
    return slot;
  }

  private void add(Instruction instruction, long packed) {
    Traversal.expressions(instruction.body())
        .forEach(
            expression -> {
              if (expression instanceof Expression.ReadX(Operand operand)) {
                note(packed, operand, false);
              } else if (expression instanceof Expression.ReadF(Operand operand)) {
                floatingUsed.set((int) PackedInstruction.operand(packed, operand));
              }
            });
    Traversal.statements(instruction.body())
        .forEach(
            statement -> {
              if (statement instanceof Statement.SetX(Operand operand, var _)) {
                note(packed, operand, true);
              } else if (statement instanceof Statement.SetF(Operand operand, var _)) {
                floatingUsed.set((int) PackedInstruction.operand(packed, operand));
                floatingWritten.set((int) PackedInstruction.operand(packed, operand));
              } else if (statement instanceof Statement.FloatingPoint operation) {
                flags = operation.flags();
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

  /** The integer registers that the region reads or writes. */
  BitSet used() {
    return used;
  }

  /** The integer registers that it writes. */
  BitSet written() {
    return written;
  }

  /** Whether it computes with floating-point numbers, or moves them. */
  boolean isFloating() {
    return HOLDS_FLOATING && (flags != null || !floatingUsed.isEmpty());
  }

  /** The floating-point registers that it reads or writes. */
  BitSet floatingUsed() {
    return floatingUsed;
  }

  /** The floating-point registers that it writes. */
  BitSet floatingWritten() {
    return floatingWritten;
  }

  /** Where the hart keeps the flags that it raises; nothing if it has no operation. */
  @Nullable Field flags() {
    return flags;
  }

  /** The variable that holds an integer register. */
  int slot(int register) {
    return slots[register];
  }

  /** The variable that holds a floating-point register. */
  int floatingSlot(int register) {
    return floatingSlots[register];
  }

  /** The first variable that is nobody's. */
  int firstFree() {
    return firstFree;
  }
}
