package trapeze.monitor;

import java.util.EnumMap;
import java.util.Map;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.machine.memory.PhysicalMemory;

/** Puts instructions into memory one behind the other, by mnemonic and operands. */
final class Code {
  private final PhysicalMemory memory;
  private long address;

  Code(PhysicalMemory memory, long address) {
    this.memory = memory;
    this.address = address;
  }

  /** Puts an instruction with operands given as {@code Operand, Number} in turn. */
  Code put(String mnemonic, Object... operands) {
    return word(bits(mnemonic, operands));
  }

  /** Puts 32 bits. */
  Code word(int bits) {
    memory.putInt(address, bits);
    address += 4;
    return this;
  }

  /** CSRRW from a register, to nowhere. */
  Code csrw(String csr, int from) {
    return put("csrrw", Operand.CSR, csr(csr), Operand.RS1, from);
  }

  /** CSRRS that only reads. */
  Code csrr(int to, String csr) {
    return put("csrrs", Operand.RD, to, Operand.CSR, csr(csr));
  }

  /** A jump to itself. */
  Code stay() {
    return put("jal", Operand.IMM, 0);
  }

  /** The address of a register by its name. */
  static int csr(String name) {
    return Rv64.SET.csr(name).address();
  }

  /** The bits of an instruction; operands that are not given are 0. */
  static int bits(String mnemonic, Object... operands) {
    Instruction instruction = Rv64.SET.instruction(mnemonic);
    Map<Operand, Long> values = new EnumMap<>(Operand.class);
    for (int i = 0; i < operands.length; i += 2) {
      values.put((Operand) operands[i], ((Number) operands[i + 1]).longValue());
    }
    return instruction.encoding().assemble(values);
  }
}
