package trapeze.console.litmus.run;

import java.util.EnumMap;
import java.util.Map;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.machine.memory.PhysicalMemory;

/** Puts instructions into a guest's memory, one behind the other. */
final class GuestCode {
  private final PhysicalMemory memory;
  private final long start;
  private long next;

  GuestCode(PhysicalMemory memory, long start) {
    this.memory = memory;
    this.start = start;
    this.next = start;
  }

  /** Bytes from the start to the next instruction. */
  long here() {
    return next - start;
  }

  void bits(int bits) {
    memory.putInt(next, bits);
    next += 4;
  }

  /** {@code rd = rs1 + immediate}. */
  void addi(int rd, int rs1, long immediate) {
    put("addi", Map.of(Operand.RD, (long) rd, Operand.RS1, (long) rs1, Operand.IMM, immediate));
  }

  /** Loads 8 bytes. */
  void ld(int rd, int base, long offset) {
    put("ld", Map.of(Operand.RD, (long) rd, Operand.RS1, (long) base, Operand.IMM, offset));
  }

  /** Stores 8 bytes. */
  void sd(int source, int base, long offset) {
    put("sd", Map.of(Operand.RS2, (long) source, Operand.RS1, (long) base, Operand.IMM, offset));
  }

  /** Branches to a place, as {@link #here} told it, on two registers. */
  void branch(String mnemonic, int rs1, int rs2, long to) {
    put(
        mnemonic,
        Map.of(Operand.RS1, (long) rs1, Operand.RS2, (long) rs2, Operand.IMM, to - here()));
  }

  /** An instruction with any operands; those that are not given are 0. */
  void put(String mnemonic, Map<Operand, Long> operands) {
    var encoding = Rv64.SET.instruction(mnemonic).encoding();
    Map<Operand, Long> all = new EnumMap<>(Operand.class);
    encoding.operands().forEach(operand -> all.put(operand, 0L));
    all.putAll(operands);
    bits(encoding.assemble(all));
  }
}
