package trapeze.isa.fp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a generator of bytecode relies on, and the boxes of singles. */
class FpOperationTest {
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
    Class<?> owner = FpOperation.OWNER.resolveConstantDesc(MethodHandles.lookup());
    MethodType type =
        MethodType.fromMethodDescriptorString(
            operation.methodType().descriptorString(), owner.getClassLoader());
    MethodHandle method = lookup.findStatic(owner, operation.methodName(), type);

    boolean single = operation.operandKind() == FpOperation.Kind.SINGLE;
    long a = single ? SINGLE_A : DOUBLE_A;
    long b = single ? SINGLE_B : DOUBLE_B;
    long c = single ? SINGLE_C : DOUBLE_C;
    Object[] operands = {a, b, c};
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

  @ParameterizedTest
  @CsvSource({
    "ffffffff3f800000, 3f800000",
    "ffffffffffffffff, ffffffff",
    "fffffffe3f800000, 7fc00000",
    "000000003f800000, 7fc00000",
    "7fffffff3f800000, 7fc00000",
    "3ff0000000000000, 7fc00000",
  })
  void whatIsNotBoxedIsTheCanonicalNan(String register, String single) {
    assertThat(SoftFloat.unboxSingle(Long.parseUnsignedLong(register, 16)))
        .isEqualTo(Long.parseLong(single, 16));
  }

  @Test
  void boxIsOnesAboveTheSingle() {
    assertThat(SoftFloat.boxSingle(SINGLE_A)).isEqualTo(0xffff_ffff_4049_0fdbL);
  }
}
