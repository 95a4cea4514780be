package trapeze.isa.fp;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;

/**
 * The floating-point operations. Each is a static method of {@link SoftSingle}, {@link SoftDouble}
 * or {@link SoftHalf} and, more plainly, a case of {@link ReferenceFloat}.
 *
 * <p>Operands and results are 64-bit registers' worth of bits: a double as it is, a single or a
 * half as its 32 or 16 bits, zero-extended (boxing is the caller's), an integer as it lies in a
 * register, a truth value as 0 or 1.
 */
public enum FpOperation {
  ADD_SINGLE("add", 2, Kind.SINGLE, Kind.SINGLE, true),
  SUB_SINGLE("sub", 2, Kind.SINGLE, Kind.SINGLE, true),
  MUL_SINGLE("mul", 2, Kind.SINGLE, Kind.SINGLE, true),
  DIV_SINGLE("div", 2, Kind.SINGLE, Kind.SINGLE, true),
  SQRT_SINGLE("sqrt", 1, Kind.SINGLE, Kind.SINGLE, true),
  MULADD_SINGLE("mulAdd", 3, Kind.SINGLE, Kind.SINGLE, true),
  MIN_SINGLE("min", 2, Kind.SINGLE, Kind.SINGLE, false),
  MAX_SINGLE("max", 2, Kind.SINGLE, Kind.SINGLE, false),
  EQ_SINGLE("eq", 2, Kind.SINGLE, Kind.INTEGER, false),
  LT_SINGLE("lt", 2, Kind.SINGLE, Kind.INTEGER, false),
  LE_SINGLE("le", 2, Kind.SINGLE, Kind.INTEGER, false),
  CLASS_SINGLE("classify", 1, Kind.SINGLE, Kind.INTEGER, false),
  SINGLE_TO_INT32("toInt32", 1, Kind.SINGLE, Kind.INTEGER, true),
  SINGLE_TO_UINT32("toUint32", 1, Kind.SINGLE, Kind.INTEGER, true),
  SINGLE_TO_INT64("toInt64", 1, Kind.SINGLE, Kind.INTEGER, true),
  SINGLE_TO_UINT64("toUint64", 1, Kind.SINGLE, Kind.INTEGER, true),
  INT32_TO_SINGLE("fromInt32", 1, Kind.INTEGER, Kind.SINGLE, true),
  UINT32_TO_SINGLE("fromUint32", 1, Kind.INTEGER, Kind.SINGLE, true),
  INT64_TO_SINGLE("fromInt64", 1, Kind.INTEGER, Kind.SINGLE, true),
  UINT64_TO_SINGLE("fromUint64", 1, Kind.INTEGER, Kind.SINGLE, true),
  SINGLE_TO_HALF("toHalf", 1, Kind.SINGLE, Kind.HALF, true),
  SINGLE_TO_DOUBLE("toDouble", 1, Kind.SINGLE, Kind.DOUBLE, true),
  MINM_SINGLE("minm", 2, Kind.SINGLE, Kind.SINGLE, false),
  MAXM_SINGLE("maxm", 2, Kind.SINGLE, Kind.SINGLE, false),
  LTQ_SINGLE("ltq", 2, Kind.SINGLE, Kind.INTEGER, false),
  LEQ_SINGLE("leq", 2, Kind.SINGLE, Kind.INTEGER, false),
  ROUND_SINGLE("round", 1, Kind.SINGLE, Kind.SINGLE, true),
  ROUNDNX_SINGLE("roundnx", 1, Kind.SINGLE, Kind.SINGLE, true),

  ADD_DOUBLE("add", 2, Kind.DOUBLE, Kind.DOUBLE, true),
  SUB_DOUBLE("sub", 2, Kind.DOUBLE, Kind.DOUBLE, true),
  MUL_DOUBLE("mul", 2, Kind.DOUBLE, Kind.DOUBLE, true),
  DIV_DOUBLE("div", 2, Kind.DOUBLE, Kind.DOUBLE, true),
  SQRT_DOUBLE("sqrt", 1, Kind.DOUBLE, Kind.DOUBLE, true),
  MULADD_DOUBLE("mulAdd", 3, Kind.DOUBLE, Kind.DOUBLE, true),
  MIN_DOUBLE("min", 2, Kind.DOUBLE, Kind.DOUBLE, false),
  MAX_DOUBLE("max", 2, Kind.DOUBLE, Kind.DOUBLE, false),
  EQ_DOUBLE("eq", 2, Kind.DOUBLE, Kind.INTEGER, false),
  LT_DOUBLE("lt", 2, Kind.DOUBLE, Kind.INTEGER, false),
  LE_DOUBLE("le", 2, Kind.DOUBLE, Kind.INTEGER, false),
  CLASS_DOUBLE("classify", 1, Kind.DOUBLE, Kind.INTEGER, false),
  DOUBLE_TO_INT32("toInt32", 1, Kind.DOUBLE, Kind.INTEGER, true),
  DOUBLE_TO_UINT32("toUint32", 1, Kind.DOUBLE, Kind.INTEGER, true),
  DOUBLE_TO_INT64("toInt64", 1, Kind.DOUBLE, Kind.INTEGER, true),
  DOUBLE_TO_UINT64("toUint64", 1, Kind.DOUBLE, Kind.INTEGER, true),
  INT32_TO_DOUBLE("fromInt32", 1, Kind.INTEGER, Kind.DOUBLE, true),
  UINT32_TO_DOUBLE("fromUint32", 1, Kind.INTEGER, Kind.DOUBLE, true),
  INT64_TO_DOUBLE("fromInt64", 1, Kind.INTEGER, Kind.DOUBLE, true),
  UINT64_TO_DOUBLE("fromUint64", 1, Kind.INTEGER, Kind.DOUBLE, true),
  DOUBLE_TO_HALF("toHalf", 1, Kind.DOUBLE, Kind.HALF, true),
  DOUBLE_TO_SINGLE("toSingle", 1, Kind.DOUBLE, Kind.SINGLE, true),
  MINM_DOUBLE("minm", 2, Kind.DOUBLE, Kind.DOUBLE, false),
  MAXM_DOUBLE("maxm", 2, Kind.DOUBLE, Kind.DOUBLE, false),
  LTQ_DOUBLE("ltq", 2, Kind.DOUBLE, Kind.INTEGER, false),
  LEQ_DOUBLE("leq", 2, Kind.DOUBLE, Kind.INTEGER, false),
  ROUND_DOUBLE("round", 1, Kind.DOUBLE, Kind.DOUBLE, true),
  ROUNDNX_DOUBLE("roundnx", 1, Kind.DOUBLE, Kind.DOUBLE, true),
  DOUBLE_TO_INT32_MODULAR("toInt32Modular", 1, Kind.DOUBLE, Kind.INTEGER, false),

  ADD_HALF("add", 2, Kind.HALF, Kind.HALF, true),
  SUB_HALF("sub", 2, Kind.HALF, Kind.HALF, true),
  MUL_HALF("mul", 2, Kind.HALF, Kind.HALF, true),
  DIV_HALF("div", 2, Kind.HALF, Kind.HALF, true),
  SQRT_HALF("sqrt", 1, Kind.HALF, Kind.HALF, true),
  MULADD_HALF("mulAdd", 3, Kind.HALF, Kind.HALF, true),
  MIN_HALF("min", 2, Kind.HALF, Kind.HALF, false),
  MAX_HALF("max", 2, Kind.HALF, Kind.HALF, false),
  EQ_HALF("eq", 2, Kind.HALF, Kind.INTEGER, false),
  LT_HALF("lt", 2, Kind.HALF, Kind.INTEGER, false),
  LE_HALF("le", 2, Kind.HALF, Kind.INTEGER, false),
  CLASS_HALF("classify", 1, Kind.HALF, Kind.INTEGER, false),
  HALF_TO_INT32("toInt32", 1, Kind.HALF, Kind.INTEGER, true),
  HALF_TO_UINT32("toUint32", 1, Kind.HALF, Kind.INTEGER, true),
  HALF_TO_INT64("toInt64", 1, Kind.HALF, Kind.INTEGER, true),
  HALF_TO_UINT64("toUint64", 1, Kind.HALF, Kind.INTEGER, true),
  INT32_TO_HALF("fromInt32", 1, Kind.INTEGER, Kind.HALF, true),
  UINT32_TO_HALF("fromUint32", 1, Kind.INTEGER, Kind.HALF, true),
  INT64_TO_HALF("fromInt64", 1, Kind.INTEGER, Kind.HALF, true),
  UINT64_TO_HALF("fromUint64", 1, Kind.INTEGER, Kind.HALF, true),
  HALF_TO_SINGLE("toSingle", 1, Kind.HALF, Kind.SINGLE, true),
  HALF_TO_DOUBLE("toDouble", 1, Kind.HALF, Kind.DOUBLE, true),
  MINM_HALF("minm", 2, Kind.HALF, Kind.HALF, false),
  MAXM_HALF("maxm", 2, Kind.HALF, Kind.HALF, false),
  LTQ_HALF("ltq", 2, Kind.HALF, Kind.INTEGER, false),
  LEQ_HALF("leq", 2, Kind.HALF, Kind.INTEGER, false),
  ROUND_HALF("round", 1, Kind.HALF, Kind.HALF, true),
  ROUNDNX_HALF("roundnx", 1, Kind.HALF, Kind.HALF, true);

  /** What the bits of an operand or a result stand for. */
  public enum Kind {
    /** 16 bits, zero-extended; a floating-point register holds them boxed. */
    HALF,
    /** 32 bits, zero-extended; a floating-point register holds them boxed. */
    SINGLE,
    /** 64 bits. */
    DOUBLE,
    /** 64 bits of an integer register. */
    INTEGER
  }

  private static final ClassDesc FLAGS = ClassDesc.of("trapeze.isa.fp.FpFlags");

  private final String methodName;
  private final int operands;
  private final Kind operandKind;
  private final Kind resultKind;
  private final boolean takesRounding;

  FpOperation(
      String methodName, int operands, Kind operandKind, Kind resultKind, boolean takesRounding) {
    this.methodName = methodName;
    this.operands = operands;
    this.operandKind = operandKind;
    this.resultKind = resultKind;
    this.takesRounding = takesRounding;
  }

  /**
   * The class that has the operation's method: that of the operands' format, or of the result's
   * where the operands are integers.
   */
  public ClassDesc owner() {
    return switch (operandKind == Kind.INTEGER ? resultKind : operandKind) {
      case HALF -> ClassDesc.of("trapeze.isa.fp.SoftHalf");
      case SINGLE -> ClassDesc.of("trapeze.isa.fp.SoftSingle");
      case DOUBLE, INTEGER -> ClassDesc.of("trapeze.isa.fp.SoftDouble");
    };
  }

  /** The name of the operation's method there. */
  public String methodName() {
    return methodName;
  }

  /** How many operands the operation has, 1 to 3. */
  public int operands() {
    return operands;
  }

  /** What the operands are, each of them. */
  public Kind operandKind() {
    return operandKind;
  }

  /** What the result is; a truth value and a class mask are integers. */
  public Kind resultKind() {
    return resultKind;
  }

  /**
   * Whether the operation's instruction has a rounding mode, and its method a parameter for it. A
   * few have one that makes no difference, an integer of 32 bits to a double for instance; the
   * instruction is still illegal if the mode is reserved.
   */
  public boolean takesRounding() {
    return takesRounding;
  }

  /** Whether {@link NearestDouble} has a method of this name for it. */
  public boolean isNearestDouble() {
    return switch (this) {
      case ADD_DOUBLE, SUB_DOUBLE, MUL_DOUBLE, DIV_DOUBLE, SQRT_DOUBLE, MULADD_DOUBLE -> true;
      default -> false;
    };
  }

  /**
   * The type of the operation's method: a {@code long} for each operand, then an {@code int} if it
   * takes a rounding mode, then {@link FpFlags}; it returns a {@code long}.
   */
  public MethodTypeDesc methodType() {
    var parameters = new ArrayList<>(Collections.nCopies(operands, ConstantDescs.CD_long));
    if (takesRounding) {
      parameters.add(ConstantDescs.CD_int);
    }
    parameters.add(FLAGS);
    return MethodTypeDesc.of(ConstantDescs.CD_long, parameters);
  }
}
