package trapeze.machine.engine;

/** Operations of the specification that Java has no operator for. Called by generated code. */
public final class Arithmetic {
  private Arithmetic() {}

  /** Signed quotient; by zero −1, the overflow gives the dividend (unpriv:m). */
  public static long divide(long dividend, long divisor) {
    return divisor == 0 ? -1 : dividend / divisor;
  }

  /** Unsigned quotient; by zero all ones. */
  public static long divideUnsigned(long dividend, long divisor) {
    return divisor == 0 ? -1 : Long.divideUnsigned(dividend, divisor);
  }

  /** Signed remainder; by zero the dividend, the overflow gives 0. */
  public static long remainder(long dividend, long divisor) {
    return divisor == 0 ? dividend : dividend % divisor;
  }

  /** Unsigned remainder; by zero the dividend. */
  public static long remainderUnsigned(long dividend, long divisor) {
    return divisor == 0 ? dividend : Long.remainderUnsigned(dividend, divisor);
  }

  /** Upper half of the product of a signed and an unsigned number. */
  public static long multiplyHighSignedUnsigned(long signed, long unsigned) {
    return Math.multiplyHigh(signed, unsigned) + (unsigned >> 63 & signed);
  }

  /** Lower half of the carry-less product. */
  public static long carrylessMultiply(long left, long right) {
    long product = 0;
    for (long rest = right; rest != 0; rest &= rest - 1) {
      product ^= left << Long.numberOfTrailingZeros(rest);
    }
    return product;
  }

  /** Upper half of the carry-less product. */
  public static long carrylessMultiplyHigh(long left, long right) {
    long product = 0;
    for (long rest = right & -2; rest != 0; rest &= rest - 1) {
      product ^= left >>> 64 - Long.numberOfTrailingZeros(rest);
    }
    return product;
  }

  /** Every byte that is not zero becomes all ones. */
  public static long orCombineBytes(long value) {
    long folded = value | value >>> 4 & 0x0f0f_0f0f_0f0f_0f0fL;
    folded |= folded >>> 2 & 0x3333_3333_3333_3333L;
    folded |= folded >>> 1 & 0x5555_5555_5555_5555L;
    return (folded & 0x0101_0101_0101_0101L) * 0xff;
  }
}
