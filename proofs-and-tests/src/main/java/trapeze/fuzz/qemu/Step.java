package trapeze.fuzz.qemu;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.CompressedForm;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.state.Trap;
import trapeze.isa.text.Disassembler;

/**
 * One step of Trapeze's hart.
 *
 * @param pc where it was made
 * @param packed the instruction that retired, see {@link PackedInstruction}; 0 if none did
 * @param trap the trap that was taken instead
 * @param physical the physical address that a load or store of it goes to; 0 if it is none
 * @param operands what the general registers held before it
 * @param bits the instruction that retired as it lies in memory; 0 if that is not known
 * @param reservation the last {@code lr} that retired before it, or nothing
 * @param reserved bits 63 to 54 of all entries that the walk for the trap's value goes through
 * @param behind the mnemonic of what retired last before it, or nothing
 * @param circumstances what was so in front of it, once that is looked up
 */
record Step(
    long pc,
    long packed,
    @Nullable Trap trap,
    long physical,
    long[] operands,
    int bits,
    String reservation,
    long reserved,
    String behind,
    Set<Circumstance> circumstances) {
  /** Before the first. */
  static final Step NONE = new Step(0, 0, null, 0, new long[32], 0, "", 0, "", Set.of());

  private static final Disassembler DISASSEMBLER = new Disassembler(Rv64.SET);
  private static final Decoder DECODER = new Decoder(Rv64.SET);

  /** Where the other machine has read-only memory. */
  static final long READ_ONLY_MEMORY = 0x1000;

  /** The bits of an instruction that are its opcode. */
  static final int OPCODE = 0x7f;

  private static final Set<String> RETURNS = Set.of("mret", "sret");
  private static final long RAM = 0x8000_0000L;

  /** The instruction that retired, if one did. */
  @Nullable Instruction instruction() {
    return packed == 0 ? null : Rv64.SET.instructions().get(PackedInstruction.number(packed) - 1);
  }

  /** Its mnemonic, or nothing. */
  String mnemonic() {
    Instruction retired = instruction();
    return retired == null ? "" : retired.name();
  }

  /** The same, when more was looked up. */
  Step with(int newBits, long newReserved, long newPhysical, Set<Circumstance> newCircumstances) {
    return new Step(
        pc,
        packed,
        trap,
        newPhysical,
        operands,
        newBits,
        reservation,
        newReserved,
        behind,
        newCircumstances);
  }

  /** The extension that the instruction belongs to, or its 16-bit form, even if it has trapped. */
  String extension() {
    long tried = packed != 0 || bits == 0 ? packed : DECODER.decode(bits);
    if (tried == 0) {
      return "";
    }
    if (PackedInstruction.length(tried) == 2) {
      return Rv64.SET.compressed().stream()
          .filter(each -> each.encoding().matches(bits))
          .map(CompressedForm::extension)
          .findFirst()
          .orElse("");
    }
    return Rv64.SET.instructions().get(PackedInstruction.number(tried) - 1).extension();
  }

  /** The register that it may write, of either file. */
  int destination() {
    return (int) PackedInstruction.operand(packed, Operand.RD);
  }

  /** What its first source held. */
  long source() {
    return operands[(int) PackedInstruction.operand(packed, Operand.RS1)];
  }

  /** The name of the control register that it accesses, or nothing. */
  String csr() {
    if (!mnemonic().startsWith("csrr")) {
      return "";
    }
    int address = (int) PackedInstruction.operand(packed, Operand.CSR);
    return Rv64.SET.csrs().stream()
        .filter(each -> each.address() == address)
        .map(Csr::name)
        .findFirst()
        .orElse("");
  }

  /** Whether it is a load from where a device, or read-only memory, may be. */
  boolean readsDevice() {
    return physical >= READ_ONLY_MEMORY && physical < RAM;
  }

  /** Whether the instruction, by its bits, is an SC. */
  boolean isStoreConditional() {
    return (bits & OPCODE) == 0x2f && bits >>> 27 == 3;
  }

  /** Whether the instruction, by its bits, reads and writes memory. */
  boolean isReadModifyWrite() {
    return (bits & OPCODE) == 0x2f && bits >>> 27 != 3 && bits >>> 27 != 2;
  }

  /** Whether it is a return from a trap, or a trap before anything else retired. */
  boolean isReturn() {
    return RETURNS.contains(mnemonic()) || trap != null && RETURNS.contains(behind);
  }

  /** Whether it is a trap of this cause. */
  boolean isException(int cause) {
    return trap != null && !trap.interrupt() && trap.cause() == cause;
  }

  /** The kind of step: a mnemonic, with its control register; or a trap. */
  String kind() {
    return trap != null ? trap.title() : (mnemonic() + " " + csr()).strip();
  }

  @Override
  public String toString() {
    if (trap == null) {
      return "%x: %s".formatted(pc, kind());
    }
    String text = bits == 0 ? "" : ", " + DISASSEMBLER.disassemble(pc, bits);
    return "%x: %s, value %x%s".formatted(pc, kind(), trap.value(), text);
  }
}
