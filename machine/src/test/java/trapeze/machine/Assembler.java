package trapeze.machine;

import java.util.EnumMap;
import java.util.Map;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.machine.memory.PhysicalMemory;

/** Puts instructions into memory one behind the other, by mnemonic and operands. */
public final class Assembler {
  private final PhysicalMemory memory;
  private long address;

  /** Starts at a physical address. */
  public Assembler(PhysicalMemory memory, long address) {
    this.memory = memory;
    this.address = address;
  }

  /** Where the next instruction goes. */
  public long here() {
    return address;
  }

  /** Puts an instruction with operands given as {@code Operand, Number} in turn. */
  public Assembler put(String mnemonic, Object... operands) {
    memory.putInt(address, bits(mnemonic, operands));
    address += 4;
    return this;
  }

  /** Puts 16 bits. */
  public Assembler half(int bits) {
    memory.putShort(address, (short) bits);
    address += 2;
    return this;
  }

  /** The bits of an instruction. */
  public static int bits(String mnemonic, Object... operands) {
    Instruction instruction = Rv64.SET.instruction(mnemonic);
    Map<Operand, Long> values = new EnumMap<>(Operand.class);
    for (int i = 0; i < operands.length; i += 2) {
      values.put((Operand) operands[i], ((Number) operands[i + 1]).longValue());
    }
    return instruction.encoding().assemble(values);
  }
}
