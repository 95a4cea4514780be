package trapeze.isa.rv64;

import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.let;
import static trapeze.isa.ir.Build.operand;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.setF;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.zeroExtend;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.ZIMM;
import static trapeze.isa.rv64.FloatingPointStatus.dirty;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import trapeze.isa.definition.Instruction;
import trapeze.isa.fp.LoadableConstant;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Statement;

/**
 * Additional floating-point instructions, Zfa, for every format that there is (unpriv:ext:zfa).
 * Moves of half a double or a quad are for machines that are narrower, or wider, than this one.
 */
public final class FloatingAdditional {
  /** Constants whose number has the same upper bits. */
  private static final int GROUP = 8;

  private final FloatingPoint format;

  private FloatingAdditional(FloatingPoint format) {
    this.format = format;
  }

  /** Rounds towards zero, keeps the low 32 bits; other rounding modes are reserved. */
  static final Instruction FCVTMOD_W_D =
      FloatingDouble.FORMAT
          .define("fcvtmod.w.d", "11000 %s 01000 rs1 001 rd 1010011")
          .section("unpriv:norm:fcvtmod-w-d_op")
          .syntax("rd, fs1, rtz")
          .does(
              FloatingDouble.FORMAT.toInteger(
                  "%s_TO_INT32_MODULAR", FloatingDouble.FORMAT.unboxed(RS1)))
          .does(dirty());

  static List<Instruction> instructions() {
    return Stream.concat(
            Stream.of(FloatingSingle.FORMAT, FloatingDouble.FORMAT, FloatingHalf.FORMAT)
                .flatMap(format -> new FloatingAdditional(format).all()),
            Stream.of(FCVTMOD_W_D))
        .map(each -> each.in("Zfa"))
        .toList();
  }

  private Stream<Instruction> all() {
    return Stream.of(
        loadImmediate(),
        format
            .two("fminm", "00101 %s rs2 rs1 010 rd 1010011", "MINM_%s")
            .section(section("fmaxm-%1$s_fminm-%1$s_op")),
        format
            .two("fmaxm", "00101 %s rs2 rs1 011 rd 1010011", "MAXM_%s")
            .section(section("fmaxm-%1$s_fminm-%1$s_op")),
        rounds("fround", "00100", "ROUND_%s"),
        rounds("froundnx", "00101", "ROUNDNX_%s"),
        format
            .compares("fleq", "10100 %s rs2 rs1 100 rd 1010011", "LEQ_%s")
            .section(section("fleq-%1$s_fltq-%1$s_op")),
        format
            .compares("fltq", "10100 %s rs2 rs1 101 rd 1010011", "LTQ_%s")
            .section(section("fleq-%1$s_fltq-%1$s_op")));
  }

  private Instruction rounds(String name, String rs2, String operation) {
    boolean single = format.suffix().equals("s");
    return format
        .computes(
            name,
            "01000 %s " + rs2 + " rs1 rm rd 1010011",
            "fd, fs1",
            operation,
            format.unboxed(RS1))
        .section(section(single ? name + "-%s_op" : "fround-%1$s_froundnx-%1$s_op"));
  }

  /** The register field is the constant's number. */
  private Instruction loadImmediate() {
    Expression number = operand(ZIMM);
    List<Statement> body = new ArrayList<>();
    List<Expression> groups = new ArrayList<>();
    for (int first = 0; first < LoadableConstant.COUNT; first += GROUP) {
      Local group = new Local("from" + first, format.width());
      List<Expression> constants = new ArrayList<>();
      for (int i = first; i < first + GROUP; i++) {
        constants.add(constant(LoadableConstant.bits(format.kind(), i), format.width()));
      }
      body.add(let(group, choose(constants, number, 2)));
      groups.add(value(group));
    }
    body.add(dirty());
    body.add(setF(RD, format.boxed(zeroExtend(choose(groups, number, 4), 64))));
    return format
        .define("fli." + format.suffix(), "11110 %s 00001 zimm 000 rd 1010011")
        .section(section("fli-%s_op"))
        .syntax("fd, constant")
        .does(body.toArray(Statement[]::new));
  }

  /** The value that the bits of a number from {@code high} down tell, of two, four or eight. */
  private static Expression choose(List<Expression> values, Expression number, int high) {
    if (values.size() == 1) {
      return values.getFirst();
    }
    int half = values.size() / 2;
    return select(
        bits(number, high, high),
        choose(values.subList(half, values.size()), number, high - 1),
        choose(values.subList(0, half), number, high - 1));
  }

  private String section(String anchor) {
    return "unpriv:norm:" + anchor.formatted(format.suffix());
  }
}
