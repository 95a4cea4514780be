package trapeze.isa.rv64;

import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.ir.Build.*;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RM;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;
import static trapeze.isa.ir.Operand.RS3;
import static trapeze.isa.rv64.FloatingPointStatus.dirty;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.Raises;
import trapeze.isa.fp.FpOperation;
import trapeze.isa.ir.Build;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;

/**
 * What the floating-point chapters have in common: their instructions, for one format.
 *
 * <p>All are illegal while FS is Off. Implementation choice: an instruction that writes a
 * floating-point register, or that may raise a flag, sets FS to Dirty each time, whether or not
 * anything changes; stores, moves to integer registers and FCLASS never do (priv:fs).
 *
 * @param extension F, D or Zfh
 * @param suffix the format in mnemonics of arithmetic, {@code s}, {@code d} or {@code h}
 * @param memory the format in mnemonics of loads, stores and moves, {@code w}, {@code d} or {@code
 *     h}
 * @param code the format's two bits in encodings
 * @param kind the format
 * @param canonicalNan the quiet NaN that a register without a box is read as (unpriv:nanboxing)
 * @param sections where the manual defines them
 */
record FloatingPoint(
    String extension,
    String suffix,
    String memory,
    String code,
    FpOperation.Kind kind,
    long canonicalNan,
    Sections sections) {

  /** The sections of one format's chapter, by anchor. */
  record Sections(
      String loadStore, String computation, String conversion, String comparison, String classes) {}

  /** Rounding mode field: the mode is in {@code frm}. */
  private static final int DYNAMIC = 7;

  /** The highest rounding mode that is not reserved: to nearest, ties to maximum magnitude. */
  private static final int LAST_ROUNDING_MODE = 4;

  /** The format's width in bits. */
  int width() {
    return switch (kind) {
      case HALF -> 16;
      case SINGLE -> 32;
      case DOUBLE, INTEGER -> 64;
    };
  }

  /** A load; the register is boxed. */
  Instruction load() {
    Local loaded = new Local("loaded", width());
    return define("fl" + memory, "imm[11:0] rs1 " + accessWidth() + " rd 0000111")
        .section(sections.loadStore)
        .syntax("fd, imm(rs1)")
        .does(
            Build.load(loaded, add(x(RS1), IMM)),
            dirty(),
            setF(RD, boxed(zeroExtend(value(loaded), 64))));
  }

  /** A store of the register's low bits, whatever is above them. */
  Instruction store() {
    return define("fs" + memory, "imm[11:5] rs2 rs1 " + accessWidth() + " imm[4:0] 0100111")
        .section(sections.loadStore)
        .syntax("fs2, imm(rs1)")
        .does(Build.store(add(x(RS1), IMM), bits(f(RS2), width() - 1, 0)));
  }

  /** All but the loads, the stores and the conversion between formats. */
  List<Instruction> computations() {
    return Stream.of(arithmetic(), signs(), integerConversions(), moves(), comparisons())
        .flatMap(List::stream)
        .toList();
  }

  private List<Instruction> arithmetic() {
    Expression a = unboxed(RS1);
    Expression b = unboxed(RS2);
    Expression c = unboxed(RS3);
    return List.of(
        two("fadd", "00000 %s rs2 rs1 rm rd 1010011", "ADD_%s"),
        two("fsub", "00001 %s rs2 rs1 rm rd 1010011", "SUB_%s"),
        two("fmul", "00010 %s rs2 rs1 rm rd 1010011", "MUL_%s"),
        two("fdiv", "00011 %s rs2 rs1 rm rd 1010011", "DIV_%s"),
        computes("fsqrt", "01011 %s 00000 rs1 rm rd 1010011", "fd, fs1", "SQRT_%s", a),
        fused("fmadd", "rs3 %s rs2 rs1 rm rd 1000011", a, b, c),
        fused("fmsub", "rs3 %s rs2 rs1 rm rd 1000111", a, b, negated(c)),
        fused("fnmsub", "rs3 %s rs2 rs1 rm rd 1001011", negated(a), b, c),
        fused("fnmadd", "rs3 %s rs2 rs1 rm rd 1001111", negated(a), b, negated(c)),
        two("fmin", "00101 %s rs2 rs1 000 rd 1010011", "MIN_%s"),
        two("fmax", "00101 %s rs2 rs1 001 rd 1010011", "MAX_%s"));
  }

  /** Sign injection: bits of one operand under a sign made from both; no arithmetic, no flags. */
  private List<Instruction> signs() {
    Expression magnitude = bits(unboxed(RS1), width() - 2, 0);
    Expression sign1 = bits(unboxed(RS1), width() - 1, width() - 1);
    Expression sign2 = bits(unboxed(RS2), width() - 1, width() - 1);
    return List.of(
        signed("fsgnj", "00100 %s rs2 rs1 000 rd 1010011", sign2, magnitude),
        signed("fsgnjn", "00100 %s rs2 rs1 001 rd 1010011", not(sign2), magnitude),
        signed("fsgnjx", "00100 %s rs2 rs1 010 rd 1010011", xor(sign1, sign2), magnitude));
  }

  /** Between this format and integers of 32 and 64 bits, signed and unsigned. */
  private List<Instruction> integerConversions() {
    List<Instruction> found = new ArrayList<>();
    List<String> mnemonics = List.of("w", "wu", "l", "lu");
    List<String> types = List.of("INT32", "UINT32", "INT64", "UINT64");
    for (int i = 0; i < 4; i++) {
      String integer = "000" + (i >> 1) + (i & 1);
      // A double holds every word: then assembly does not show the rounding mode.
      boolean isExact = kind == FpOperation.Kind.DOUBLE && i < 2;
      found.add(
          define(
                  "fcvt.%s.%s".formatted(mnemonics.get(i), suffix),
                  "11000 %s " + integer + " rs1 rm rd 1010011")
              .section(sections.conversion)
              .syntax("rd, fs1, rm")
              .does(toInteger("%s_TO_" + types.get(i), unboxed(RS1)))
              .does(dirty()));
      found.add(
          define(
                  "fcvt.%s.%s".formatted(suffix, mnemonics.get(i)),
                  "11010 %s " + integer + " rs1 rm rd 1010011")
              .section(sections.conversion)
              .syntax(isExact ? "fd, rs1" : "fd, rs1, rm")
              .does(toFloat(types.get(i) + "_TO_%s", x(RS1))));
    }
    return found;
  }

  /** Moves of bits between the register files. */
  private List<Instruction> moves() {
    return List.of(
        define("fmv.x." + memory, "11100 %s 00000 rs1 000 rd 1010011")
            .section(sections.conversion)
            .syntax("rd, fs1")
            .does(set(RD, signExtend(bits(f(RS1), width() - 1, 0), 64))),
        define("fmv." + memory + ".x", "11110 %s 00000 rs1 000 rd 1010011")
            .section(sections.conversion)
            .syntax("fd, rs1")
            .does(dirty(), setF(RD, boxed(zeroExtend(bits(x(RS1), width() - 1, 0), 64)))));
  }

  private List<Instruction> comparisons() {
    return List.of(
        compares("fle", "10100 %s rs2 rs1 000 rd 1010011", "LE_%s"),
        compares("flt", "10100 %s rs2 rs1 001 rd 1010011", "LT_%s"),
        compares("feq", "10100 %s rs2 rs1 010 rd 1010011", "EQ_%s"),
        define("fclass." + suffix, "11100 %s 00000 rs1 001 rd 1010011")
            .section(sections.classes)
            .syntax("rd, fs1")
            .does(toInteger("CLASS_%s", unboxed(RS1))));
  }

  Instruction two(String name, String encoding, String operation) {
    return computes(name, encoding, "fd, fs1, fs2", operation, unboxed(RS1), unboxed(RS2));
  }

  /** {@code a × b + c}, rounded once. */
  private Instruction fused(
      String name, String encoding, Expression a, Expression b, Expression c) {
    return computes(name, encoding, "fd, fs1, fs2, fs3", "MULADD_%s", a, b, c);
  }

  Instruction computes(
      String name, String encoding, String syntax, String operation, Expression... arguments) {
    return define(name + "." + suffix, encoding)
        .section(sections.computation)
        .syntax(encoding.contains(" rm ") ? syntax + ", rm" : syntax)
        .does(toFloat(operation, arguments));
  }

  private Instruction signed(String name, String encoding, Expression sign, Expression magnitude) {
    return define(name + "." + suffix, encoding)
        .section(sections.conversion)
        .syntax("fd, fs1, fs2")
        .does(dirty(), setF(RD, boxed(zeroExtend(concatenate(sign, magnitude), 64))));
  }

  Instruction compares(String name, String encoding, String operation) {
    return define(name + "." + suffix, encoding)
        .section(sections.comparison)
        .syntax("rd, fs1, fs2")
        .does(toInteger(operation, unboxed(RS1), unboxed(RS2)))
        .does(dirty());
  }

  /** An instruction that is legal unless FS is Off; {@code %s} is the place of the format. */
  Instruction define(String name, String encoding) {
    return instruction(name, encoding.formatted(code))
        .in(extension)
        .requires(not(FloatingPointStatus.OFF));
  }

  /** An operation whose result goes to {@code rd} as a floating-point register. */
  Statement[] toFloat(String operation, Expression... arguments) {
    Local result = new Local("result", 64);
    List<Statement> all = operate(result, operation, arguments);
    all.add(dirty());
    all.add(setF(RD, boxed(value(result))));
    return all.toArray(Statement[]::new);
  }

  /** An operation whose result goes to {@code rd} as an integer register. */
  Statement[] toInteger(String operation, Expression... arguments) {
    Local result = new Local("result", 64);
    List<Statement> all = operate(result, operation, arguments);
    all.add(set(RD, value(result)));
    return all.toArray(Statement[]::new);
  }

  /**
   * An operation, {@code %s} in whose name is the format's. Where it rounds, a reserved rounding
   * mode is illegal, static or dynamic, even if the result is exact (unpriv:sec:fcsr).
   */
  private List<Statement> operate(Local result, String name, Expression... arguments) {
    FpOperation operation = FpOperation.valueOf(name.formatted(kind));
    List<Statement> all = new ArrayList<>();
    Expression rounding = constant(0, 3);
    if (operation.takesRounding()) {
      Local mode = new Local("rounding", 3);
      Expression field = operand(RM);
      all.add(
          let(
              mode,
              select(equal(field, constant(DYNAMIC, 3)), Rv64State.FRM.whole().get(), field)));
      all.add(
          when(below(constant(LAST_ROUNDING_MODE, 3), value(mode)), Raises.illegalInstruction()));
      rounding = value(mode);
    }
    all.add(
        new Statement.FloatingPoint(
            result, operation, rounding, List.of(arguments), Rv64State.FFLAGS.whole()));
    return all;
  }

  /** The value in a register, 64 bits; one that should be boxed and is not, is canonical NaN. */
  Expression unboxed(Operand register) {
    int width = width();
    if (width == 64) {
      return f(register);
    }
    Expression above = bits(f(register), 63, width);
    Expression isBoxed = equal(above, constant(-1L >>> width, above.width()));
    Expression value = zeroExtend(bits(f(register), width - 1, 0), 64);
    return select(isBoxed, value, word(canonicalNan));
  }

  /** What a register holds for a value of this format in 64 bits: ones above it. */
  Expression boxed(Expression value) {
    return width() == 64 ? value : or(value, word(-1L << width()));
  }

  private Expression negated(Expression value) {
    return xor(value, word(1L << (width() - 1)));
  }

  private String accessWidth() {
    return switch (kind) {
      case HALF -> "001";
      case SINGLE -> "010";
      case DOUBLE, INTEGER -> "011";
    };
  }
}
