package trapeze.machine.engine.generate;

import java.util.List;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.state.HartState;

/** Where execution goes behind an instruction, as its definition says. */
public final class Flow {
  /** What comes behind an instruction. */
  public enum Kind {
    /** The next instruction. */
    NEXT,
    /** The next, or the one at a distance that the instruction holds. */
    BRANCH,
    /** The one at a distance that the instruction holds. */
    JUMP,
    /** One whose address is computed. */
    INDIRECT,
    /**
     * Not to be made code of: it acts on more than registers and memory, or changes what the hart's
     * loop relies on, or never goes on.
     */
    OUTSIDE
  }

  private final Kind[] kinds;
  private final boolean[] links;
  private final boolean[] accesses;

  /** Of the instructions of a set. */
  public Flow(InstructionSet set) {
    Attention attention = new Attention(set);
    List<Instruction> instructions = set.instructions();
    kinds = new Kind[instructions.size() + 1];
    links = new boolean[kinds.length];
    accesses = new boolean[kinds.length];
    kinds[0] = Kind.OUTSIDE;
    for (int i = 0; i < instructions.size(); i++) {
      List<Statement> body = instructions.get(i).body();
      kinds[i + 1] = kind(body, attention);
      accesses[i + 1] = Footprint.of(body).accessesMemory();
      links[i + 1] = Traversal.statements(body).anyMatch(Statement.SetX.class::isInstance);
    }
  }

  /** What comes behind a packed instruction; an undecoded one is {@link Kind#OUTSIDE}. */
  public Kind kind(long packed) {
    return kinds[PackedInstruction.number(packed)];
  }

  /** Whether an instruction loads or stores. */
  public boolean accesses(long packed) {
    return accesses[PackedInstruction.number(packed)];
  }

  /** Whether a jump keeps the address of the next instruction, for somebody to come back to. */
  public boolean links(long packed) {
    return links[PackedInstruction.number(packed)]
        && PackedInstruction.operand(packed, Operand.RD) != HartState.SINK;
  }

  /** How far a branch or jump goes, in bytes from its own address. */
  public static long distance(long packed) {
    return PackedInstruction.operand(packed, Operand.IMM);
  }

  private static Kind kind(List<Statement> body, Attention attention) {
    Footprint footprint = Footprint.of(body);
    if (body.isEmpty()
        || footprint.touchesSurroundings()
        || attention.isNeededAfter(footprint)
        || Statement.alwaysLeaves(body)) {
      return body.isEmpty() ? Kind.NEXT : Kind.OUTSIDE;
    }
    if (!footprint.setsPc()) {
      return Kind.NEXT;
    }
    long assignments = Traversal.statements(body).filter(Statement.SetPc.class::isInstance).count();
    return switch (body.getLast()) {
      case Statement.SetPc(Expression target) when assignments == 1 ->
          isAtDistance(target) ? Kind.JUMP : Kind.INDIRECT;
      case Statement.If(var _, List<Statement> then, List<Statement> otherwise)
          when assignments == 1
              && otherwise.isEmpty()
              && !then.isEmpty()
              && then.getLast() instanceof Statement.SetPc(Expression target)
              && isAtDistance(target) ->
          Kind.BRANCH;
      default -> Kind.OUTSIDE;
    };
  }

  /** Whether an address is the instruction's own and its immediate. */
  static boolean isAtDistance(Expression target) {
    return target
            instanceof
            Expression.Binary(
                BinaryOperator operator,
                Expression.Pc _,
                Expression.OperandValue(Operand operand))
        && operator == BinaryOperator.ADD
        && operand == Operand.IMM;
  }
}
