package trapeze.console.conform;

import java.util.ArrayList;
import java.util.List;

/**
 * A function of the public TestFloat suite that RISC-V has an instruction for.
 *
 * @param name as {@code testfloat_gen} has it; one that rounds to whole numbers has {@code _exact}
 *     behind it if it is to tell what is inexact, which there is an option for
 * @param instruction the mnemonic
 * @param operands how many, 1 to 3
 * @param from what they are
 * @param to what the result is
 * @param rounds whether the rounding mode can matter
 */
record TestFloatFunction(
    String name, String instruction, int operands, Type from, Type to, boolean rounds) {
  private static final String EXACT = "_exact";

  /** A type of operands and results. */
  enum Type {
    F16("f16", "h"),
    F32("f32", "s"),
    F64("f64", "d"),
    I32("i32", "w"),
    UI32("ui32", "wu"),
    I64("i64", "l"),
    UI64("ui64", "lu"),
    /** A truth value. */
    TRUTH("", "");

    private static final List<Type> FORMATS = List.of(F16, F32, F64);
    private static final List<Type> INTEGERS = List.of(I32, UI32, I64, UI64);

    private final String name;
    private final String suffix;

    Type(String name, String suffix) {
      this.name = name;
      this.suffix = suffix;
    }

    boolean isFloat() {
      return FORMATS.contains(this);
    }

    /** The letter of loads and moves of this format. */
    String memory() {
      return this == F32 ? "w" : suffix;
    }

    /** The letters of arithmetic. */
    String suffix() {
      return suffix;
    }

    /** What a 64-bit register holds for these bits: boxed, or with the sign of a word above it. */
    long inRegister(long bits) {
      return switch (this) {
        case F16 -> bits | ~0xffffL;
        case F32 -> bits | ~0xffff_ffffL;
        case I32, UI32 -> (int) bits;
        case F64, I64, UI64, TRUTH -> bits;
      };
    }
  }

  /** All of them. */
  static List<TestFloatFunction> all() {
    List<TestFloatFunction> all = new ArrayList<>();
    for (Type type : Type.FORMATS) {
      arithmetic(type, all);
      comparisons(type, all);
      conversions(type, all);
    }
    return all;
  }

  private static void arithmetic(Type type, List<TestFloatFunction> all) {
    for (String name : List.of("add", "sub", "mul", "div")) {
      all.add(of(type, name, "f" + name, 2, type, true));
    }
    all.add(of(type, "sqrt", "fsqrt", 1, type, true));
    all.add(of(type, "mulAdd", "fmadd", 3, type, true));
    all.add(of(type, "roundToInt", "fround", 1, type, true));
    all.add(of(type, "roundToInt" + EXACT, "froundnx", 1, type, true));
  }

  private static void comparisons(Type type, List<TestFloatFunction> all) {
    all.add(of(type, "eq", "feq", 2, Type.TRUTH, false));
    all.add(of(type, "le", "fle", 2, Type.TRUTH, false));
    all.add(of(type, "lt", "flt", 2, Type.TRUTH, false));
    all.add(of(type, "le_quiet", "fleq", 2, Type.TRUTH, false));
    all.add(of(type, "lt_quiet", "fltq", 2, Type.TRUTH, false));
  }

  private static TestFloatFunction of(
      Type type, String name, String instruction, int operands, Type to, boolean rounds) {
    return new TestFloatFunction(
        type.name + "_" + name, instruction + "." + type.suffix, operands, type, to, rounds);
  }

  private static void conversions(Type type, List<TestFloatFunction> all) {
    for (Type other : Type.FORMATS) {
      if (other != type) {
        all.add(conversion(type, other, ""));
      }
    }
    for (Type integer : Type.INTEGERS) {
      all.add(conversion(type, integer, EXACT));
      all.add(conversion(integer, type, ""));
    }
  }

  private static TestFloatFunction conversion(Type from, Type to, String option) {
    return new TestFloatFunction(
        from.name + "_to_" + to.name + option,
        "fcvt." + to.suffix + "." + from.suffix,
        1,
        from,
        to,
        true);
  }

  /** The function's name for {@code testfloat_gen}, and the option that goes with it. */
  List<String> arguments() {
    return name.endsWith(EXACT)
        ? List.of("-exact", name.substring(0, name.length() - EXACT.length()))
        : List.of("-notexact", name);
  }

  /** Whether this is {@code a × b + c}, which three other instructions can also be asked for. */
  boolean isFused() {
    return operands == 3;
  }
}
