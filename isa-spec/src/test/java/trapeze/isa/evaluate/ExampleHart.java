package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.EnumMap;
import java.util.Map;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;

/** A hart in M-mode at 0x1000, with 0x100 n in register n, to try instructions on. */
class ExampleHart {
  static final int NOWHERE = 0;
  private static final Decoder DECODER = new Decoder(Rv64.SET);

  final HartState hart = new HartState(Rv64State.SPACE);
  final FlatEnvironment environment = new FlatEnvironment();
  private final Evaluator evaluator = new Evaluator(Rv64.SET, hart, environment);

  ExampleHart() {
    hart.pc = 0x1000;
    for (int i = 1; i < 32; i++) {
      hart.x[i] = 0x100L * i;
    }
    hart.set(Rv64State.MODE, 3);
  }

  /** Executes the instruction with these bits. */
  void run(int bits) {
    environment.instructionBits = bits & 0xffff_ffffL;
    long packed = DECODER.decode(bits);
    assertThat(packed).as("%08x is an instruction", bits).isNotZero();
    evaluator.execute(packed);
  }

  /** Executes an instruction; what it has no place for is ignored. */
  void run(String mnemonic, long rd, long rs1, long rs2, long immediate) {
    run(assemble(mnemonic, rd, rs1, rs2, immediate));
  }

  /** The trap that an instruction raises. */
  Trap trapOf(String mnemonic, long rd, long rs1, long rs2, long immediate) {
    return trapOf(assemble(mnemonic, rd, rs1, rs2, immediate));
  }

  /** The trap that the instruction with these bits raises. */
  Trap trapOf(int bits) {
    TrapSignal signal = catchThrowableOfType(TrapSignal.class, () -> run(bits));
    assertThat(signal).as("%08x traps", bits).isNotNull();
    return signal.trap();
  }

  /** The immediate is also the shift amount, the rounding mode and the third register. */
  static int assemble(String mnemonic, long rd, long rs1, long rs2, long immediate) {
    Map<Operand, Long> operands = new EnumMap<>(Operand.class);
    operands.put(Operand.RD, rd);
    operands.put(Operand.RS1, rs1);
    operands.put(Operand.RS2, rs2);
    operands.put(Operand.IMM, immediate);
    operands.put(Operand.SHAMT, immediate);
    operands.put(Operand.RM, immediate);
    Instruction instruction = Rv64.SET.instruction(mnemonic);
    return instruction.encoding().assemble(operands);
  }
}
