package trapeze.fuzz.qemu;

import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.CompressedForm;
import trapeze.isa.definition.Csr;
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
 * @param behind the mnemonic of what retired just before it, or nothing
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
    String behind) {
  /** Before the first. */
  static final Step NONE = new Step(0, 0, null, 0, new long[32], 0, "", 0, "");

  private static final Disassembler DISASSEMBLER = new Disassembler(Rv64.SET);
  private static final long READ_ONLY_MEMORY = 0x1000;
  private static final String FAILED = "failed";
  private static final int ATOMIC = 0x7f;
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
  Step with(int newBits, long newReserved) {
    return new Step(
        pc, packed, trap, physical, operands, newBits, reservation, newReserved, behind);
  }

  /** The extension that it belongs to, or its 16-bit form; or nothing. */
  String extension() {
    Instruction retired = instruction();
    if (retired != null && PackedInstruction.length(packed) == 2) {
      return Rv64.SET.compressed().stream()
          .filter(each -> each.encoding().matches(bits))
          .map(CompressedForm::extension)
          .findFirst()
          .orElse("");
    }
    return retired == null ? "" : retired.extension();
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

  /** The same, as the last of a program in which an SC has failed. */
  Step behindFailure() {
    return new Step(pc, packed, trap, physical, operands, bits, FAILED, reserved, behind);
  }

  /** Whether it is the last of a program in which an SC has failed. */
  boolean isBehindFailure() {
    return reservation.equals(FAILED);
  }

  /** Whether the instruction, by its bits, is an SC. */
  boolean isStoreConditional() {
    return (bits & ATOMIC) == 0x2f && bits >>> 27 == 3;
  }

  /** Whether the instruction, by its bits, reads and writes memory. */
  boolean isReadModifyWrite() {
    return (bits & ATOMIC) == 0x2f && bits >>> 27 != 3 && bits >>> 27 != 2;
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
