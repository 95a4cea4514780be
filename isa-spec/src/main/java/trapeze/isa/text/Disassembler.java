package trapeze.isa.text;

import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import trapeze.isa.definition.CompressedForm;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.Encoding;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.definition.Syntax;
import trapeze.isa.fp.LoadableConstant;
import trapeze.isa.ir.Operand;

/**
 * Prints instructions as {@code objdump -d -M no-aliases} does: the mnemonic, a tab, the operands
 * with commas between them. Immutable.
 */
public final class Disassembler {
  private static final String[] INTEGER_REGISTERS = {
    "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4",
        "a5",
    "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6"
  };

  private static final String[] FLOATING_REGISTERS = {
    "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2",
    "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9",
    "fs10", "fs11", "ft8", "ft9", "ft10", "ft11"
  };

  private static final String[] ROUNDING_MODES = {
    "rne", "rtz", "rdn", "rup", "rmm", "unknown", "unknown", ""
  };

  private static final long FENCE_TSO = 8;

  private final InstructionSet set;
  private final Decoder decoder;
  private final Map<Integer, String> csrNames;

  /** A disassembler for a set of instructions; registers that it does not have print as numbers. */
  public Disassembler(InstructionSet set) {
    this.set = set;
    this.decoder = new Decoder(set);
    this.csrNames =
        set.csrs().stream().collect(Collectors.toUnmodifiableMap(Csr::address, Csr::name));
  }

  /** Length in bytes of the instruction that begins with these bits: 2 or 4. */
  public static int length(int bits) {
    return (bits & 3) == 3 ? 4 : 2;
  }

  /** The ABI's name for an integer register, 0 to 31. */
  public static String integerRegister(int number) {
    return INTEGER_REGISTERS[number];
  }

  /** The ABI's name for a floating-point register, 0 to 31. */
  public static String floatingRegister(int number) {
    return FLOATING_REGISTERS[number];
  }

  /**
   * One instruction as text. What is no instruction prints as data.
   *
   * @param address where it stands, for the targets of jumps
   * @param bits 32 bits; of a 16-bit instruction the upper half is ignored
   */
  public String disassemble(long address, int bits) {
    if (length(bits) == 2) {
      int halfword = bits & 0xffff;
      return set.compressed().stream()
          .filter(form -> form.encoding().matches(halfword))
          .findFirst()
          .map(form -> print(address, halfword, form))
          .orElse(".2byte\t0x%x".formatted(halfword));
    }
    long packed = decoder.decode(bits);
    return packed == 0
        ? ".4byte\t0x%x".formatted(bits)
        : print(address, bits, set.instructions().get(PackedInstruction.number(packed) - 1));
  }

  private String print(long address, int bits, CompressedForm form) {
    return line(
        form.name(), operands(form.syntax(), address, operand -> form.operand(operand, bits)));
  }

  private String print(long address, int bits, Instruction instruction) {
    Encoding encoding = instruction.encoding();
    ToLongFunction<Operand> values = operand -> encoding.operand(operand, bits);
    if (encoding.operands().contains(Operand.FM)
        && values.applyAsLong(Operand.FM) == FENCE_TSO
        && values.applyAsLong(Operand.PRED) == 3
        && values.applyAsLong(Operand.SUCC) == 3) {
      return line(instruction.name() + ".tso", "");
    }
    String order = "";
    if (encoding.operands().contains(Operand.AQ)) {
      order =
          (values.applyAsLong(Operand.AQ) == 1 ? "aq" : "")
              + (values.applyAsLong(Operand.RL) == 1 ? "rl" : "");
    }
    return line(
        instruction.name() + (order.isEmpty() ? "" : "." + order),
        operands(instruction.syntax(), address, values));
  }

  private static String line(String mnemonic, String operands) {
    return operands.isEmpty() ? mnemonic : mnemonic + "\t" + operands;
  }

  private String operands(String syntax, long address, ToLongFunction<Operand> values) {
    Function<Syntax.Part, String> print =
        part ->
            switch (part) {
              case Syntax.Literal(String text) -> text;
              case Syntax.Place(Syntax.Token token) ->
                  operand(token, address, values.applyAsLong(token.operand()));
            };
    return Syntax.of(syntax).operands().stream()
        .map(parts -> parts.stream().map(print).collect(Collectors.joining()))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(","));
  }

  private String operand(Syntax.Token token, long address, long value) {
    return switch (token) {
      case RD, RS1, RS2 -> INTEGER_REGISTERS[(int) value];
      case FD, FS1, FS2, FS3 -> FLOATING_REGISTERS[(int) value];
      case IMM, ZIMM -> Long.toString(value);
      case CONSTANT -> LoadableConstant.text((int) value);
      case UPPER -> hexadecimal(value >>> 12 & 0xf_ffff);
      case TARGET -> hexadecimal(address + value);
      case SHAMT -> hexadecimal(value);
      case CSR -> csrNames.getOrDefault((int) value, hexadecimal(value));
      case RM -> ROUNDING_MODES[(int) value];
      case PRED, SUCC -> accesses(value);
    };
  }

  private static String hexadecimal(long value) {
    return "0x" + Long.toHexString(value);
  }

  /** The accesses in a fence's set: input, output, reads, writes. */
  private static String accesses(long set) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      if ((set >>> (3 - i) & 1) != 0) {
        letters.append("iorw".charAt(i));
      }
    }
    return letters.isEmpty() ? "unknown" : letters.toString();
  }
}
