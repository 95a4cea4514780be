package trapeze.isa.fp;

import static trapeze.isa.fp.Format.DOUBLE;
import static trapeze.isa.fp.Format.SINGLE;

/** The common conversions by the Java machine's own; all others go to the plain reading. */
final class FastConvert {
  private static final int RNE = Rounding.RNE.code();

  /** Integers below this magnitude are exact as {@code long} after any rounding. */
  private static final double WHOLE_LIMIT = 0x1p62;

  private FastConvert() {}

  static long doubleToInteger(IntegerType type, long a, int rm, FpFlags flags) {
    double x = Double.longBitsToDouble(a);
    long whole = (long) toWhole(x, rm);
    if (isSimple(x, rm) && isInRange(type, whole)) {
      return finish(type, x, whole, flags);
    }
    return Convert.toInteger(DOUBLE, type, a, rm, flags);
  }

  static long singleToInteger(IntegerType type, long a, int rm, FpFlags flags) {
    double x = FastSingle.number(a);
    long whole = (long) toWhole(x, rm);
    if (isSimple(x, rm) && isInRange(type, whole)) {
      return finish(type, x, whole, flags);
    }
    return Convert.toInteger(SINGLE, type, a, rm, flags);
  }

  private static long finish(IntegerType type, double x, long whole, FpFlags flags) {
    if ((double) whole != x) {
      flags.raise(FpFlags.NX);
    }
    return type.inRegister(whole);
  }

  /** False for NaN and for the one mode that Java has no method for. */
  private static boolean isSimple(double x, int rm) {
    return Math.abs(x) < WHOLE_LIMIT && rm != Rounding.RMM.code();
  }

  /** The cast to {@code long} that follows rounds towards zero. */
  private static double toWhole(double x, int rm) {
    return switch (Rounding.of(rm)) {
      case RNE -> Math.rint(x);
      case RTZ, RMM -> x;
      case RDN -> Math.floor(x);
      case RUP -> Math.ceil(x);
    };
  }

  private static boolean isInRange(IntegerType type, long whole) {
    return Long.compareUnsigned(Math.abs(whole), type.limit(whole < 0)) <= 0;
  }

  static long integerToDouble(IntegerType type, long a, int rm, FpFlags flags) {
    long magnitude = type.magnitude(a);
    if (magnitude >= 0 && magnitude < 1L << 62) {
      double result = (double) magnitude;
      boolean exact = (long) result == magnitude;
      if (exact || rm == RNE) {
        if (!exact) {
          flags.raise(FpFlags.NX);
        }
        return Double.doubleToRawLongBits(type.isNegative(a) ? -result : result);
      }
    }
    return Convert.fromInteger(DOUBLE, type, a, rm, flags);
  }

  static long integerToSingle(IntegerType type, long a, int rm, FpFlags flags) {
    long magnitude = type.magnitude(a);
    if (magnitude >= 0 && magnitude < 1L << 62) {
      float result = (float) magnitude;
      boolean exact = (long) result == magnitude;
      if (exact || rm == RNE) {
        if (!exact) {
          flags.raise(FpFlags.NX);
        }
        return FastSingle.bits(type.isNegative(a) ? -result : result);
      }
    }
    return Convert.fromInteger(SINGLE, type, a, rm, flags);
  }

  static long singleToDouble(long a, int rm, FpFlags flags) {
    float x = FastSingle.number(a);
    return Float.isNaN(x)
        ? Convert.toFormat(SINGLE, DOUBLE, a, rm, flags)
        : Double.doubleToRawLongBits(x);
  }

  static long doubleToSingle(long a, int rm, FpFlags flags) {
    double x = Double.longBitsToDouble(a);
    float result = (float) x;
    if (rm == RNE && (FastSingle.isOrdinary(result) || x == 0)) {
      if (result != x) {
        flags.raise(FpFlags.NX);
      }
      return FastSingle.bits(result);
    }
    return Convert.toFormat(DOUBLE, SINGLE, a, rm, flags);
  }
}
