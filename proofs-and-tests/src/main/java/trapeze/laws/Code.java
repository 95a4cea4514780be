package trapeze.laws;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;

/** Machine code in the making: words one behind the other, assembled from the definitions. */
public final class Code {
  private static final Map<String, Instruction> BY_NAME = new HashMap<>();

  static {
    Rv64.SET.instructions().forEach(each -> BY_NAME.put(each.name(), each));
  }

  private final List<Integer> words = new ArrayList<>();

  /** Puts an instruction with operands given as {@code Operand, Number} in turn. */
  public Code put(String mnemonic, Object... operands) {
    return word(bits(mnemonic, operands));
  }

  public Code word(int bits) {
    words.add(bits);
    return this;
  }

  /** Two 16-bit instructions. */
  public Code halves(int first, int second) {
    return word(first & 0xffff | second << 16);
  }

  /** {@code op rd, rs1, imm}. */
  public Code immediate(String mnemonic, int rd, int rs1, long imm) {
    return put(mnemonic, Operand.RD, rd, Operand.RS1, rs1, Operand.IMM, imm);
  }

  /** {@code slli} or {@code srli}. */
  public Code shift(String mnemonic, int rd, int rs1, int amount) {
    return put(mnemonic, Operand.RD, rd, Operand.RS1, rs1, Operand.SHAMT, amount);
  }

  /** {@code op rd, rs1, rs2}. */
  public Code register(String mnemonic, int rd, int rs1, int rs2) {
    return put(mnemonic, Operand.RD, rd, Operand.RS1, rs1, Operand.RS2, rs2);
  }

  /** {@code op rs2, imm(rs1)}. */
  public Code store(String mnemonic, int rs2, int rs1, long imm) {
    return put(mnemonic, Operand.RS2, rs2, Operand.RS1, rs1, Operand.IMM, imm);
  }

  /** {@code op rd, csr, rs1}. */
  public Code csr(String mnemonic, int rd, int csr, int rs1) {
    return put(mnemonic, Operand.RD, rd, Operand.CSR, csr, Operand.RS1, rs1);
  }

  /** Puts a constant into a register: one to eight instructions. */
  public Code load(int rd, long value) {
    if (value == (int) value) {
      long upper = (value + 0x800) >> 12 << 12;
      long lower = value - upper;
      if (upper != 0) {
        put("lui", Operand.RD, rd, Operand.IMM, (long) (int) upper);
      }
      if (lower != 0 || upper == 0) {
        immediate(upper == 0 ? "addi" : "addiw", rd, upper == 0 ? 0 : rd, lower);
      }
      return this;
    }
    if (value >>> 32 == 0) {
      load(rd, (int) value);
      return register("add.uw", rd, rd, 0);
    }
    long lower = value << 52 >> 52;
    long upper = value - lower;
    int zeros = Long.numberOfTrailingZeros(upper);
    load(rd, upper >> zeros);
    shift("slli", rd, rd, zeros);
    return lower == 0 ? this : immediate("addi", rd, rd, lower);
  }

  public int size() {
    return words.size();
  }

  /** Replaces a word put earlier, when it is known how far to jump. */
  public void patch(int index, int bits) {
    words.set(index, bits);
  }

  public List<Integer> words() {
    return List.copyOf(words);
  }

  /** The bits of an instruction. */
  public static int bits(String mnemonic, Object... operands) {
    Map<Operand, Long> values = new EnumMap<>(Operand.class);
    for (int i = 0; i < operands.length; i += 2) {
      values.put((Operand) operands[i], ((Number) operands[i + 1]).longValue());
    }
    Instruction instruction = BY_NAME.get(mnemonic);
    if (instruction == null) {
      throw new IllegalArgumentException("no instruction " + mnemonic);
    }
    return instruction.encoding().assemble(values);
  }
}
