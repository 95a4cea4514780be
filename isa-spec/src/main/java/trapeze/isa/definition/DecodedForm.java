package trapeze.isa.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;
import trapeze.isa.state.HartState;

/** One encoding made ready for decoding: which bits go where in the packed instruction. */
final class DecodedForm {
  /** Bits of the instruction that go to one place of the packed instruction. */
  private record Move(int from, int mask, int to) {}

  private final Encoding encoding;
  private final long constant;
  private final List<Move> moves = new ArrayList<>();
  private final List<Move> immediate = new ArrayList<>();
  private final int unusedImmediateBits;
  private final boolean signed;
  private final boolean hasIntegerDestination;

  DecodedForm(
      Instruction instruction,
      int number,
      Encoding encoding,
      Map<Operand, Long> fixed,
      Map<Operand, Operand> shared) {
    this.encoding = encoding;
    this.signed = !encoding.unsignedImmediate();
    this.hasIntegerDestination =
        instruction.encoding().operands().contains(Operand.RD) && !writesF(instruction.body());
    long packed = number | (long) (encoding.length() / 2) << PackedInstruction.LENGTH_SHIFT;
    int top = 31;
    for (Operand operand : instruction.encoding().operands()) {
      if (fixed.containsKey(operand)) {
        packed = PackedInstruction.with(packed, operand, fixed.get(operand));
        continue;
      }
      Operand source = shared.getOrDefault(operand, operand);
      for (Encoding.Piece piece : encoding.pieces()) {
        if (piece.operand() != source) {
          continue;
        }
        if (piece.short3()) {
          packed = PackedInstruction.with(packed, operand, 8);
        }
        boolean isImmediate = operand == Operand.IMM;
        int to = piece.low() + (isImmediate ? 0 : PackedInstruction.shift(operand));
        (isImmediate ? immediate : moves).add(new Move(piece.at(), (1 << piece.width()) - 1, to));
        if (isImmediate) {
          top = immediate.size() == 1 ? piece.high() : Math.max(top, piece.high());
        }
      }
    }
    this.constant = packed;
    this.unusedImmediateBits = 31 - top;
  }

  /** Whether bits that agree with {@code bits} under {@code known} may be this form. */
  boolean isPossible(int bits, int known) {
    return ((bits ^ encoding.match()) & encoding.mask() & known) == 0;
  }

  boolean matches(int bits) {
    return encoding.matches(bits);
  }

  /** The packed form of bits that match. */
  long pack(int bits) {
    long packed = constant;
    for (Move move : moves) {
      packed |= (long) (bits >>> move.from & move.mask) << move.to;
    }
    int value = 0;
    for (Move move : immediate) {
      value |= (bits >>> move.from & move.mask) << move.to;
    }
    if (signed) {
      value = value << unusedImmediateBits >> unusedImmediateBits;
    }
    packed |= (long) value << PackedInstruction.IMM_SHIFT;
    if (hasIntegerDestination && PackedInstruction.operand(packed, Operand.RD) == 0) {
      packed = PackedInstruction.with(packed, Operand.RD, HartState.SINK);
    }
    return packed;
  }

  private static boolean writesF(List<Statement> body) {
    return body.stream()
        .anyMatch(
            statement ->
                switch (statement) {
                  case Statement.SetF _ -> true;
                  case Statement.If branch -> writesF(branch.then()) || writesF(branch.otherwise());
                  default -> false;
                });
  }
}
