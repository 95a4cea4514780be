package trapeze.isa.fp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a generator of bytecode relies on. */
class FpOperationTest {
  private static final long HALF_A = 0x4248L;
  private static final long HALF_B = 0xc170L;
  private static final long HALF_C = 0x3da8L;
  private static final long SINGLE_A = 0x40490fdbL;
  private static final long SINGLE_B = 0xc02df854L;
  private static final long SINGLE_C = 0x3fb504f3L;
  private static final long DOUBLE_A = 0x400921fb54442d18L;
  private static final long DOUBLE_B = 0xc005bf0a8b145769L;
  private static final long DOUBLE_C = 0x3ff6a09e667f3bcdL;

  @ParameterizedTest
  @EnumSource
  void methodIsThereAndIsTheOneThatApplyCalls(FpOperation operation) throws Throwable {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    Class<?> owner = operation.owner().resolveConstantDesc(MethodHandles.lookup());
    MethodType type =
        MethodType.fromMethodDescriptorString(
            operation.methodType().descriptorString(), owner.getClassLoader());
    MethodHandle method = lookup.findStatic(owner, operation.methodName(), type);

    Object[] operands = operands(operation.operandKind());
    long a = (long) operands[0];
    long b = (long) operands[1];
    long c = (long) operands[2];
    for (Rounding rounding : Rounding.values()) {
      FpFlags called = new FpFlags();
      FpFlags applied = new FpFlags();
      Object[] arguments = new Object[type.parameterCount()];
      System.arraycopy(operands, 0, arguments, 0, operation.operands());
      if (operation.takesRounding()) {
        arguments[operation.operands()] = rounding.code();
      }
      arguments[arguments.length - 1] = called;
      assertThat(method.invokeWithArguments(arguments))
          .isEqualTo(SoftFloat.apply(operation, rounding.code(), a, b, c, applied));
      assertThat(called.bits).isEqualTo(applied.bits);
    }
  }

  private static Object[] operands(FpOperation.Kind kind) {
    return switch (kind) {
      case HALF -> new Object[] {HALF_A, HALF_B, HALF_C};
      case SINGLE -> new Object[] {SINGLE_A, SINGLE_B, SINGLE_C};
      case DOUBLE, INTEGER -> new Object[] {DOUBLE_A, DOUBLE_B, DOUBLE_C};
    };
  }
}
