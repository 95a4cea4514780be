package trapeze.isa.pg74;

import static trapeze.isa.ir.Build.when;

import java.util.List;
import java.util.stream.Stream;
import trapeze.isa.definition.Encoding;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;

/**
 * An instruction of third-generation machines, whatever their sizes. Immutable; the methods return
 * extended copies.
 *
 * @param opcode what stands above the operand, at least 1
 * @param mnemonic its name
 * @param takesOperand whether the operand means something
 * @param history on which machine, and where to read about it; for the paper's own, what it does
 * @param body what it does
 */
public record Operation(
    int opcode, String mnemonic, boolean takesOperand, String history, Body body) {

  /** What an operation does on a machine with certain registers. */
  @FunctionalInterface
  public interface Body {
    /** The statements; they set the program counter too. */
    List<Statement> on(Registers registers, Storage storage);
  }

  /** An operation with an operand. */
  public static Operation operation(int opcode, String mnemonic, String history, Body body) {
    return new Operation(opcode, mnemonic, true, history, body);
  }

  /** The same, whose operand means nothing. */
  public Operation withoutOperand() {
    return new Operation(opcode, mnemonic, false, history, body);
  }

  /** The same, but a trap in user mode: privileged in the paper's sense. */
  public Operation privileged() {
    return new Operation(
        opcode,
        mnemonic,
        takesOperand,
        history,
        (registers, storage) ->
            Stream.concat(
                    Stream.of(
                        when(
                            registers.inUserMode(),
                            Cause.PRIVILEGED.raise(new Expression.InstructionBits()))),
                    body.on(registers, storage).stream())
                .toList());
  }

  Instruction on(Registers registers, Storage storage) {
    Format format = registers.format();
    int operandBits = format.addressBits();
    Encoding encoding =
        new Encoding(
            0,
            -1 << operandBits,
            opcode << operandBits,
            List.of(new Encoding.Piece(Operand.IMM, operandBits - 1, 0, 0, false)),
            List.of(),
            true);
    return new Instruction(
        mnemonic,
        encoding,
        "1974",
        history,
        takesOperand ? "operand" : "",
        body.on(registers, storage));
  }
}
