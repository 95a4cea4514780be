package trapeze.monitor.patching;

import java.util.BitSet;
import java.util.List;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;

/** Which instructions may write memory when the monitor emulates them. */
final class WritingInstructions {
  private final Decoder decoder;
  private final BitSet harmless = new BitSet();

  WritingInstructions(InstructionSet set) {
    decoder = new Decoder(set);
    List<Instruction> all = set.instructions();
    for (int i = 0; i < all.size(); i++) {
      harmless.set(i + 1, all.get(i).body().stream().allMatch(this::isHarmless));
    }
  }

  /** Whether the instruction with these bits may; what is none may not. */
  boolean mayWrite(int bits) {
    long packed = decoder.decode(bits);
    return packed != 0 && !harmless.get(PackedInstruction.number(packed));
  }

  private boolean isHarmless(Statement statement) {
    List<Statement> alone = List.of(statement);
    return Traversal.calls(alone).findAny().isEmpty()
        && Traversal.statements(alone).allMatch(WritingInstructions::keepsMemory);
  }

  private static boolean keepsMemory(Statement statement) {
    return switch (statement) {
      case Statement.Let _,
          Statement.SetX _,
          Statement.SetF _,
          Statement.Set _,
          Statement.SetPc _,
          Statement.If _,
          Statement.Raise _,
          Statement.CheckCsr _,
          Statement.ReadCsr _,
          Statement.WriteCsr _,
          Statement.Cause _,
          Statement.Return _ ->
          true;
      default -> false;
    };
  }
}
