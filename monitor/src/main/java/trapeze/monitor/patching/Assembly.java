package trapeze.monitor.patching;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.stream.IntStream;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;

/** Instructions one behind the other, encoded as their definitions say. */
final class Assembly {
  /** The jump to itself, then what each bit of a distance adds to it. */
  private static final int[] JUMPS =
      IntStream.range(0, 21)
          .map(bit -> bits("jal", Map.of(Operand.RD, 0L, Operand.IMM, bit == 0 ? 0L : 1L << bit)))
          .toArray();

  private int[] words = new int[64];
  private int size;
  private final BitSet assigned = new BitSet();

  int size() {
    return size;
  }

  int[] words() {
    return Arrays.copyOf(words, size);
  }

  /** Whether an instruction so far assigns a register. */
  boolean assigns(int register) {
    return assigned.get(register);
  }

  void put(int word) {
    if (size == words.length) {
      words = Arrays.copyOf(words, 2 * size);
    }
    words[size++] = word;
  }

  void set(int index, int word) {
    words[index] = word;
  }

  /** An instruction with a destination and two sources. */
  void register(String mnemonic, int rd, int rs1, int rs2) {
    assigned.set(rd);
    put(
        bits(
            mnemonic,
            Map.of(Operand.RD, (long) rd, Operand.RS1, (long) rs1, Operand.RS2, (long) rs2)));
  }

  /** An instruction with a destination, a source and an immediate. */
  void immediate(String mnemonic, int rd, int rs1, long immediate) {
    assigned.set(rd);
    put(
        bits(
            mnemonic,
            Map.of(Operand.RD, (long) rd, Operand.RS1, (long) rs1, Operand.IMM, immediate)));
  }

  /** A shift by a constant. */
  void shift(String mnemonic, int rd, int rs1, int amount) {
    assigned.set(rd);
    put(
        bits(
            mnemonic,
            Map.of(Operand.RD, (long) rd, Operand.RS1, (long) rs1, Operand.SHAMT, (long) amount)));
  }

  /** Loads a word of the page of virtual state. */
  void load(int rd, int offset) {
    immediate("ld", rd, 0, offset);
  }

  /** Stores a word of the page of virtual state. */
  void store(int rs2, int offset) {
    put(bits("sd", Map.of(Operand.RS1, 0L, Operand.RS2, (long) rs2, Operand.IMM, (long) offset)));
  }

  /** BNE with {@code x0}. */
  static int branchUnlessZero(int register, int offset) {
    return bits(
        "bne", Map.of(Operand.RS1, (long) register, Operand.RS2, 0L, Operand.IMM, (long) offset));
  }

  /** A jump that links nothing. */
  static int jump(long offset) {
    int jump = JUMPS[0];
    for (int bit = 1; bit < JUMPS.length; bit++) {
      jump |= (offset >>> bit & 1) == 0 ? 0 : JUMPS[bit];
    }
    return jump;
  }

  private static int bits(String mnemonic, Map<Operand, Long> operands) {
    return Rv64.SET.instruction(mnemonic).encoding().assemble(operands);
  }
}
