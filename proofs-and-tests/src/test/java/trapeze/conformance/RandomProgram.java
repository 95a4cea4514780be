package trapeze.conformance;

import static trapeze.isa.ir.Operand.CSR;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;
import static trapeze.isa.ir.Operand.SHAMT;
import static trapeze.isa.ir.Operand.ZIMM;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;

/**
 * A flat binary for M-mode of the {@code virt} board: blocks of random instructions on random
 * registers. Each block leaves a record of its registers behind, each trap in it one of cause,
 * value and pc; at the end the program writes the records, and the data that the blocks worked on,
 * to the serial port as they are, and ends the machine.
 */
final class RandomProgram {
  static final long BASE = 0x8000_0000L;

  /** Where the blocks' loads and stores go: 4 KiB around the middle, and what they miss it by. */
  static final long WINDOW = BASE + 0x40_0000;

  static final int WINDOW_BYTES = 0x2000;

  /** The records begin behind the window. */
  static final long RECORDS = WINDOW + WINDOW_BYTES;

  static final int TRAP_RECORD = 24;

  /** x1 to x31, then f0 to f31, then fcsr. */
  static final int BLOCK_RECORD = 8 * 64;

  private static final int CODE_BYTES = 0x30_0000;
  private static final int BLOCK_SLOTS = 48;
  private static final int MSCRATCH = 0x340;
  private static final int MSTATUS = 0x300;
  private static final int MTVEC = 0x305;
  private static final int MEPC = 0x341;
  private static final int MCAUSE = 0x342;
  private static final int MTVAL = 0x343;
  private static final int FCSR = 3;
  private static final int UART_PAGE = 0x1_0000;
  private static final int FINISHER_PAGE = 0x100;

  private final ByteBuffer code = ByteBuffer.allocate(CODE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final RandomInstructions instructions;
  private final Random random;

  RandomProgram(long seed, int blocks) {
    random = new Random(seed);
    instructions = new RandomInstructions(random);
    int start = 0x80;
    put("jal", RD, 0, IMM, start);
    handler();
    code.position(start);
    put("auipc", RD, 1, IMM, 0);
    put("addi", RD, 1, RS1, 1, IMM, 4 - start);
    put("csrrw", CSR, MTVEC, RS1, 1, RD, 0);
    put("lui", RD, 1, IMM, 0x6000);
    put("csrrw", CSR, MSTATUS, RS1, 1, RD, 0);
    put("lui", RD, 1, IMM, (int) RECORDS);
    put("slli", RD, 1, RS1, 1, SHAMT, 32);
    put("srli", RD, 1, RS1, 1, SHAMT, 32);
    put("csrrw", CSR, MSCRATCH, RS1, 1, RD, 0);
    for (int i = 0; i < blocks; i++) {
      block();
    }
    end();
  }

  /** The program, to be put at {@link #BASE}. */
  byte[] bytes() {
    byte[] all = new byte[code.position()];
    code.get(0, all);
    return all;
  }

  /** Notes the trap and goes on behind the instruction, whose length its lowest bits tell. */
  private void handler() {
    put("csrrw", CSR, MSCRATCH, RS1, 1, RD, 1);
    put("sd", RS1, 1, RS2, 2, IMM, TRAP_RECORD);
    put("sd", RS1, 1, RS2, 3, IMM, TRAP_RECORD + 8);
    put("csrrs", CSR, MCAUSE, RS1, 0, RD, 2);
    put("sd", RS1, 1, RS2, 2, IMM, 0);
    put("csrrs", CSR, MTVAL, RS1, 0, RD, 2);
    put("sd", RS1, 1, RS2, 2, IMM, 8);
    put("csrrs", CSR, MEPC, RS1, 0, RD, 2);
    put("sd", RS1, 1, RS2, 2, IMM, 16);
    put("lhu", RD, 3, RS1, 2, IMM, 0);
    put("andi", RD, 3, RS1, 3, IMM, 3);
    put("sltiu", RD, 3, RS1, 3, IMM, 3);
    put("slli", RD, 3, RS1, 3, SHAMT, 1);
    put("sub", RD, 2, RS1, 2, RS2, 3);
    put("addi", RD, 2, RS1, 2, IMM, 4);
    put("csrrw", CSR, MEPC, RS1, 2, RD, 0);
    put("ld", RD, 2, RS1, 1, IMM, TRAP_RECORD);
    put("ld", RD, 3, RS1, 1, IMM, TRAP_RECORD + 8);
    put("addi", RD, 1, RS1, 1, IMM, TRAP_RECORD);
    put("csrrw", CSR, MSCRATCH, RS1, 1, RD, 1);
    put("mret");
  }

  /** Random registers, random instructions, a record of what they have made of the registers. */
  private void block() {
    put("jal", RD, 1, IMM, 4 + 8 * 63);
    for (int i = 1; i < 32; i++) {
      code.putLong(instructions.isBase(i) ? base(i) : Values.integer(random));
    }
    for (int i = 0; i < 32; i++) {
      code.putLong(Values.floating(random));
    }
    put("csrrwi", CSR, FCSR, ZIMM, 0, RD, 0);
    put("csrrwi", CSR, 2, ZIMM, random.nextInt(8), RD, 0);
    for (int i = 0; i < 32; i++) {
      put("fld", RD, i, RS1, 1, IMM, 8 * (31 + i));
    }
    for (int i = 31; i > 0; i--) {
      put("ld", RD, i, RS1, 1, IMM, 8 * (i - 1));
    }
    for (int slot = 0; slot < BLOCK_SLOTS; slot++) {
      instructions.fill(code, BLOCK_SLOTS - slot - 1);
    }
    put("csrrw", CSR, MSCRATCH, RS1, 1, RD, 1);
    for (int i = 2; i < 32; i++) {
      put("sd", RS1, 1, RS2, i, IMM, 8 * (i - 1));
    }
    for (int i = 0; i < 32; i++) {
      put("fsd", RS1, 1, RS2, i, IMM, 8 * (31 + i));
    }
    put("csrrs", CSR, MSCRATCH, RS1, 0, RD, 2);
    put("sd", RS1, 1, RS2, 2, IMM, 0);
    put("csrrs", CSR, FCSR, RS1, 0, RD, 2);
    put("sd", RS1, 1, RS2, 2, IMM, 8 * 63);
    put("addi", RD, 1, RS1, 1, IMM, BLOCK_RECORD);
    put("csrrw", CSR, MSCRATCH, RS1, 1, RD, 0);
  }

  private long base(int register) {
    boolean aligned = register == RandomInstructions.ALIGNED_BASE || random.nextBoolean();
    return WINDOW + WINDOW_BYTES / 2 + (aligned ? 0 : random.nextInt(8));
  }

  /** Writes everything from the window to the last record to the serial port. */
  private void end() {
    put("csrrs", CSR, MSCRATCH, RS1, 0, RD, 2);
    put("lui", RD, 1, IMM, (int) WINDOW);
    put("slli", RD, 1, RS1, 1, SHAMT, 32);
    put("srli", RD, 1, RS1, 1, SHAMT, 32);
    put("lui", RD, 3, IMM, UART_PAGE << 12);
    put("lbu", RD, 4, RS1, 3, IMM, 5);
    put("andi", RD, 4, RS1, 4, IMM, 0x20);
    put("beq", RS1, 4, RS2, 0, IMM, -8);
    put("lbu", RD, 4, RS1, 1, IMM, 0);
    put("sb", RS1, 3, RS2, 4, IMM, 0);
    put("addi", RD, 1, RS1, 1, IMM, 1);
    put("bne", RS1, 1, RS2, 2, IMM, -24);
    put("lui", RD, 3, IMM, FINISHER_PAGE << 12);
    put("lui", RD, 4, IMM, 0x5000);
    put("addi", RD, 4, RS1, 4, IMM, 0x555);
    put("sw", RS1, 3, RS2, 4, IMM, 0);
    put("jal", RD, 0, IMM, 0);
  }

  private void put(String mnemonic, Object... operands) {
    Map<Operand, Long> values = new EnumMap<>(Operand.class);
    for (int i = 0; i < operands.length; i += 2) {
      values.put((Operand) operands[i], ((Number) operands[i + 1]).longValue());
    }
    code.putInt(Rv64.SET.instruction(mnemonic).encoding().assemble(values));
  }
}
