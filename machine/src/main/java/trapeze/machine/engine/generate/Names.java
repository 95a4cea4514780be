package trapeze.machine.engine.generate;

import static java.lang.constant.ConstantDescs.CD_MethodHandles_Lookup;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.Locale;
import trapeze.isa.ir.Routine;

/** The names and types that generated code uses, and those it is given. */
final class Names {
  static final String PACKAGE = "trapeze.machine.generated";

  static final ClassDesc HART = ClassDesc.of("trapeze.machine.Hart");
  static final ClassDesc STATE = ClassDesc.of("trapeze.isa.state.HartState");
  static final ClassDesc SIGNAL = ClassDesc.of("trapeze.isa.state.TrapSignal");
  static final ClassDesc ATOMIC_OPERATOR = ClassDesc.of("trapeze.isa.ir.AtomicOperator");
  static final ClassDesc FLAGS = ClassDesc.of("trapeze.isa.fp.FpFlags");
  static final ClassDesc ARITHMETIC = ClassDesc.of("trapeze.machine.engine.Arithmetic");
  static final ClassDesc DEFINITIONS = ClassDesc.of("trapeze.machine.engine.Definitions");
  static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  static final ClassDesc LONG = ClassDesc.of("java.lang.Long");
  static final ClassDesc DOUBLE = ClassDesc.of("java.lang.Double");
  static final ClassDesc INTEGER = ClassDesc.of("java.lang.Integer");
  static final ClassDesc METHOD_HANDLES = ClassDesc.of("java.lang.invoke.MethodHandles");
  static final MethodTypeDesc LOOKUP = MethodTypeDesc.of(CD_MethodHandles_Lookup);
  static final ClassDesc TRANSLATED_PATH = ClassDesc.of("trapeze.machine.engine.TranslatedPath");
  static final ClassDesc DATA_PATH = ClassDesc.of("trapeze.machine.engine.DataPath");
  static final ClassDesc LEAVE = ClassDesc.of("trapeze.machine.engine.translate.Leave");
  static final ClassDesc RAW_MEMORY = ClassDesc.of("trapeze.machine.memory.RawMemory");
  static final ClassDesc TRANSLATED =
      ClassDesc.of("trapeze.machine.engine.translate.TranslatedCode");
  static final ClassDesc LONGS = CD_long.arrayType();

  static final MethodTypeDesc GET_ELEMENT = MethodTypeDesc.of(CD_long, LONGS, CD_long);
  static final MethodTypeDesc PUT_ELEMENT = MethodTypeDesc.of(CD_void, LONGS, CD_long, CD_long);
  static final MethodTypeDesc LONG_TO_LONG = MethodTypeDesc.of(CD_long, CD_long);
  static final MethodTypeDesc LONG_TO_DOUBLE = MethodTypeDesc.of(CD_double, CD_long);
  static final MethodTypeDesc DOUBLE_TO_LONG = MethodTypeDesc.of(CD_long, CD_double);
  static final MethodTypeDesc LONGS_TO_LONG = MethodTypeDesc.of(CD_long, CD_long, CD_long);
  static final MethodTypeDesc LONG_TO_BOOLEAN = MethodTypeDesc.of(CD_boolean, CD_long);
  static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, HART);
  static final MethodTypeDesc EXECUTE = MethodTypeDesc.of(CD_long, HART, CD_long, CD_long);
  static final MethodTypeDesc IS_IN_LOOP = MethodTypeDesc.of(CD_boolean, CD_long);
  static final MethodTypeDesc REFUSES = MethodTypeDesc.of(CD_boolean, HART, CD_long);
  static final MethodTypeDesc GUARDS = MethodTypeDesc.of(CD_boolean, HART, LONGS, CD_long);
  static final MethodTypeDesc CSR_REFUSAL = MethodTypeDesc.of(CD_long, HART, CD_long, CD_long);
  static final MethodTypeDesc CHECK_CSR = MethodTypeDesc.of(CD_void, HART, CD_long, CD_long);
  static final MethodTypeDesc READ_CSR = MethodTypeDesc.of(CD_long, HART, CD_long);
  static final MethodTypeDesc WRITE_CSR = MethodTypeDesc.of(CD_void, HART, CD_long, CD_long);

  final ClassDesc instructions;
  final ClassDesc routines;
  final ClassDesc csrs;
  final ClassDesc interpreter;
  final ClassDesc refusals;
  final ClassDesc definitions;

  /** Names for the classes of a set: {@code rv64} gives {@code Rv64Instructions} and so on. */
  Names(String set) {
    String prefix = set.substring(0, 1).toUpperCase(Locale.ROOT) + set.substring(1);
    instructions = ClassDesc.of(PACKAGE, prefix + "Instructions");
    routines = ClassDesc.of(PACKAGE, prefix + "Routines");
    csrs = ClassDesc.of(PACKAGE, prefix + "Csrs");
    interpreter = ClassDesc.of(PACKAGE, prefix + "Interpreter");
    refusals = ClassDesc.of(PACKAGE, prefix + "Refusals");
    definitions = ClassDesc.of(PACKAGE, prefix + "Definitions");
  }

  /** A mnemonic as the name of a method. */
  static String method(String mnemonic) {
    return mnemonic.replace('.', '_');
  }

  /** Type of an instruction's method: hart, registers, packed, perhaps the pc; perhaps the next. */
  static MethodTypeDesc instructionType(Footprint footprint) {
    var result = footprint.setsPc() ? CD_long : CD_void;
    return footprint.usesPc()
        ? MethodTypeDesc.of(result, HART, LONGS, CD_long, CD_long)
        : MethodTypeDesc.of(result, HART, LONGS, CD_long);
  }

  /** Type of a routine's method: hart and parameters; its result, if there is one. */
  static MethodTypeDesc routineType(Routine routine) {
    ClassDesc[] parameters = new ClassDesc[routine.parameters().size() + 1];
    Arrays.fill(parameters, CD_long);
    parameters[0] = HART;
    return MethodTypeDesc.of(routine.resultWidth() == 0 ? CD_void : CD_long, parameters);
  }

  /** Type of a method of the hart's that takes {@code longs} values, a result or none. */
  static MethodTypeDesc longs(int longs, boolean result) {
    ClassDesc[] parameters = new ClassDesc[longs];
    Arrays.fill(parameters, CD_long);
    return MethodTypeDesc.of(result ? CD_long : CD_void, parameters);
  }

  static MethodTypeDesc longAndInt() {
    return MethodTypeDesc.of(CD_long, CD_long, CD_int);
  }
}
