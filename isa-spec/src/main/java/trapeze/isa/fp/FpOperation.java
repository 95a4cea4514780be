package trapeze.isa.fp;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;

/**
 * The floating-point operations. Each is a static method of {@link SoftFloat} and, more plainly, a
 * case of {@link ReferenceFloat}.
 *
 * <p>Operands and results are 64-bit registers' worth of bits: a double as it is, a single as its
 * 32 bits, zero-extended (boxing is the caller's), an integer as it lies in a register, a truth
 * value as 0 or 1.
 */
public enum FpOperation {
  ADD_SINGLE("addSingle", 2, Kind.SINGLE, Kind.SINGLE, true),
  SUB_SINGLE("subSingle", 2, Kind.SINGLE, Kind.SINGLE, true),
  MUL_SINGLE("mulSingle", 2, Kind.SINGLE, Kind.SINGLE, true),
  DIV_SINGLE("divSingle", 2, Kind.SINGLE, Kind.SINGLE, true),
  SQRT_SINGLE("sqrtSingle", 1, Kind.SINGLE, Kind.SINGLE, true),
  MULADD_SINGLE("mulAddSingle", 3, Kind.SINGLE, Kind.SINGLE, true),
  MIN_SINGLE("minSingle", 2, Kind.SINGLE, Kind.SINGLE, false),
  MAX_SINGLE("maxSingle", 2, Kind.SINGLE, Kind.SINGLE, false),
  EQ_SINGLE("eqSingle", 2, Kind.SINGLE, Kind.INTEGER, false),
  LT_SINGLE("ltSingle", 2, Kind.SINGLE, Kind.INTEGER, false),
  LE_SINGLE("leSingle", 2, Kind.SINGLE, Kind.INTEGER, false),
  CLASS_SINGLE("classSingle", 1, Kind.SINGLE, Kind.INTEGER, false),
  SINGLE_TO_INT32("singleToInt32", 1, Kind.SINGLE, Kind.INTEGER, true),
  SINGLE_TO_UINT32("singleToUint32", 1, Kind.SINGLE, Kind.INTEGER, true),
  SINGLE_TO_INT64("singleToInt64", 1, Kind.SINGLE, Kind.INTEGER, true),
  SINGLE_TO_UINT64("singleToUint64", 1, Kind.SINGLE, Kind.INTEGER, true),
  INT32_TO_SINGLE("int32ToSingle", 1, Kind.INTEGER, Kind.SINGLE, true),
  UINT32_TO_SINGLE("uint32ToSingle", 1, Kind.INTEGER, Kind.SINGLE, true),
  INT64_TO_SINGLE("int64ToSingle", 1, Kind.INTEGER, Kind.SINGLE, true),
  UINT64_TO_SINGLE("uint64ToSingle", 1, Kind.INTEGER, Kind.SINGLE, true),
  SINGLE_TO_DOUBLE("singleToDouble", 1, Kind.SINGLE, Kind.DOUBLE, true),

  ADD_DOUBLE("addDouble", 2, Kind.DOUBLE, Kind.DOUBLE, true),
  SUB_DOUBLE("subDouble", 2, Kind.DOUBLE, Kind.DOUBLE, true),
  MUL_DOUBLE("mulDouble", 2, Kind.DOUBLE, Kind.DOUBLE, true),
  DIV_DOUBLE("divDouble", 2, Kind.DOUBLE, Kind.DOUBLE, true),
  SQRT_DOUBLE("sqrtDouble", 1, Kind.DOUBLE, Kind.DOUBLE, true),
  MULADD_DOUBLE("mulAddDouble", 3, Kind.DOUBLE, Kind.DOUBLE, true),
  MIN_DOUBLE("minDouble", 2, Kind.DOUBLE, Kind.DOUBLE, false),
  MAX_DOUBLE("maxDouble", 2, Kind.DOUBLE, Kind.DOUBLE, false),
  EQ_DOUBLE("eqDouble", 2, Kind.DOUBLE, Kind.INTEGER, false),
  LT_DOUBLE("ltDouble", 2, Kind.DOUBLE, Kind.INTEGER, false),
  LE_DOUBLE("leDouble", 2, Kind.DOUBLE, Kind.INTEGER, false),
  CLASS_DOUBLE("classDouble", 1, Kind.DOUBLE, Kind.INTEGER, false),
  DOUBLE_TO_INT32("doubleToInt32", 1, Kind.DOUBLE, Kind.INTEGER, true),
  DOUBLE_TO_UINT32("doubleToUint32", 1, Kind.DOUBLE, Kind.INTEGER, true),
  DOUBLE_TO_INT64("doubleToInt64", 1, Kind.DOUBLE, Kind.INTEGER, true),
  DOUBLE_TO_UINT64("doubleToUint64", 1, Kind.DOUBLE, Kind.INTEGER, true),
  INT32_TO_DOUBLE("int32ToDouble", 1, Kind.INTEGER, Kind.DOUBLE, true),
  UINT32_TO_DOUBLE("uint32ToDouble", 1, Kind.INTEGER, Kind.DOUBLE, true),
  INT64_TO_DOUBLE("int64ToDouble", 1, Kind.INTEGER, Kind.DOUBLE, true),
  UINT64_TO_DOUBLE("uint64ToDouble", 1, Kind.INTEGER, Kind.DOUBLE, true),
  DOUBLE_TO_SINGLE("doubleToSingle", 1, Kind.DOUBLE, Kind.SINGLE, true);

  /** What the bits of an operand or a result stand for. */
  public enum Kind {
    /** 32 bits, zero-extended; a floating-point register holds them boxed. */
    SINGLE,
    /** 64 bits. */
    DOUBLE,
    /** 64 bits of an integer register. */
    INTEGER
  }

  /** The class whose static methods the operations are: {@link SoftFloat}. */
  public static final ClassDesc OWNER = ClassDesc.of("trapeze.isa.fp.SoftFloat");

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

  /** The name of the operation's method in {@link SoftFloat}. */
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
