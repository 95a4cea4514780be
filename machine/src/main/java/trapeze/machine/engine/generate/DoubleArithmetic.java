package trapeze.machine.engine.generate;

import static java.lang.constant.ConstantDescs.CD_double;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import trapeze.isa.fp.Rounding;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;

/**
 * Operations on registers that a region holds as variables of type {@code double}: where an
 * instruction is no more than one, rounded to nearest, its bits never become a {@code long}.
 */
final class DoubleArithmetic {
  private static final ClassDesc NEAREST = ClassDesc.of("trapeze.isa.fp.NearestDouble");
  private static final Expression TO_NEAREST = new Expression.Constant(Rounding.RNE.code(), 3);
  private static final Expression SIGN = new Expression.Constant(Long.MIN_VALUE, 64);

  private DoubleArithmetic() {}

  /** Writes what an instruction does, if it is such an operation or a move; says whether it is. */
  static boolean emit(RegionMethod method, List<Statement> body) {
    if (RegionLayout.HOLDS_FLOATING
        && body.size() == 2
        && body.getFirst() instanceof Statement.FloatingPoint operation
        && operation.operation().isNearestDouble()
        && operation.roundingMode().equals(TO_NEAREST)
        && body.getLast()
            instanceof Statement.SetF(Operand register, Expression.Reference(Local it))
        && it == operation.result()
        && operation.arguments().stream().allMatch(DoubleArithmetic::isRegister)) {
      operation.arguments().forEach(argument -> push(method, argument));
      method.pushFlags();
      List<ClassDesc> types =
          new ArrayList<>(Collections.nCopies(operation.arguments().size(), CD_double));
      types.add(Names.FLAGS);
      method.code.invokestatic(
          NEAREST, operation.operation().methodName(), MethodTypeDesc.of(CD_double, types));
      method.popDouble(register);
      return true;
    }
    if (RegionLayout.HOLDS_FLOATING
        && body.size() == 1
        && body.getFirst()
            instanceof Statement.SetF(Operand register, Expression.ReadF(Operand from))) {
      method.pushDouble(from);
      method.popDouble(register);
      return true;
    }
    return false;
  }

  /** Whether a value is a register's, or that with the other sign. */
  private static boolean isRegister(Expression value) {
    return value instanceof Expression.ReadF
        || value instanceof Expression.Binary(var operator, Expression.ReadF _, Expression right)
            && operator == BinaryOperator.XOR
            && right.equals(SIGN);
  }

  private static void push(RegionMethod method, Expression value) {
    switch (value) {
      case Expression.ReadF(Operand register) -> method.pushDouble(register);
      case Expression.Binary(var _, Expression.ReadF(Operand register), var _) -> {
        method.pushDouble(register);
        method.code.dneg();
      }
      default -> throw new IllegalArgumentException(value + " is no register's");
    }
  }
}
