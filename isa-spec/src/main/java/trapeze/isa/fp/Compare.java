package trapeze.isa.fp;

/** Comparisons, minimum and maximum, classification (unpriv, "F", compare and classify). */
final class Compare {
  private Compare() {}

  /** 1 if equal, else 0; quiet: only a signalling NaN is invalid. */
  static long equal(Format format, long a, long b, FpFlags flags) {
    if (format.isNan(a) || format.isNan(b)) {
      format.nanResult(format.isSignalling(a) || format.isSignalling(b), flags);
      return 0;
    }
    return order(format, a) == order(format, b) ? 1 : 0;
  }

  /** 1 if less, else 0; signalling: any NaN is invalid. */
  static long less(Format format, long a, long b, FpFlags flags) {
    if (format.isNan(a) || format.isNan(b)) {
      flags.raise(FpFlags.NV);
      return 0;
    }
    return order(format, a) < order(format, b) ? 1 : 0;
  }

  /** 1 if less or equal, else 0; signalling: any NaN is invalid. */
  static long lessOrEqual(Format format, long a, long b, FpFlags flags) {
    if (format.isNan(a) || format.isNan(b)) {
      flags.raise(FpFlags.NV);
      return 0;
    }
    return order(format, a) <= order(format, b) ? 1 : 0;
  }

  /** The same as {@link #less}, but quiet: only a signalling NaN is invalid. */
  static long lessQuietly(Format format, long a, long b, FpFlags flags) {
    if (format.isNan(a) || format.isNan(b)) {
      format.nanResult(format.isSignalling(a) || format.isSignalling(b), flags);
      return 0;
    }
    return less(format, a, b, flags);
  }

  /** The same as {@link #lessOrEqual}, but quiet: only a signalling NaN is invalid. */
  static long lessOrEqualQuietly(Format format, long a, long b, FpFlags flags) {
    if (format.isNan(a) || format.isNan(b)) {
      format.nanResult(format.isSignalling(a) || format.isSignalling(b), flags);
      return 0;
    }
    return lessOrEqual(format, a, b, flags);
  }

  /** IEEE 754-2019 minimum: a NaN beats a number, −0 is less than +0. */
  static long minimumOrNan(Format format, long a, long b, FpFlags flags) {
    long number = minimum(format, a, b, flags);
    return format.isNan(a) || format.isNan(b) ? format.canonicalNan() : number;
  }

  /** IEEE 754-2019 maximum: a NaN beats a number, −0 is less than +0. */
  static long maximumOrNan(Format format, long a, long b, FpFlags flags) {
    long number = maximum(format, a, b, flags);
    return format.isNan(a) || format.isNan(b) ? format.canonicalNan() : number;
  }

  /** IEEE 754-2019 minimumNumber: a number beats a NaN, −0 is less than +0. */
  static long minimum(Format format, long a, long b, FpFlags flags) {
    return select(format, a, b, flags, isBelow(format, a, b));
  }

  /** IEEE 754-2019 maximumNumber: a number beats a NaN, −0 is less than +0. */
  static long maximum(Format format, long a, long b, FpFlags flags) {
    return select(format, a, b, flags, isBelow(format, b, a));
  }

  private static long select(Format format, long a, long b, FpFlags flags, boolean firstIsWanted) {
    if (format.isSignalling(a) || format.isSignalling(b)) {
      flags.raise(FpFlags.NV);
    }
    if (format.isNan(a)) {
      return format.isNan(b) ? format.canonicalNan() : b;
    }
    return format.isNan(b) || firstIsWanted ? a : b;
  }

  private static boolean isBelow(Format format, long a, long b) {
    long x = order(format, a);
    long y = order(format, b);
    return x < y || (x == y && format.isNegative(a));
  }

  /** An integer that orders numbers as they are ordered; both zeros have the same. */
  private static long order(Format format, long bits) {
    long magnitude = format.magnitude(bits);
    return format.isNegative(bits) ? -magnitude : magnitude;
  }

  /** The 10-bit mask of FCLASS: one bit is set, bit 0 for −∞ up to bit 9 for a quiet NaN. */
  static long classify(Format format, long a) {
    if (format.isNan(a)) {
      return format.isSignalling(a) ? 1 << 8 : 1 << 9;
    }
    boolean negative = format.isNegative(a);
    if (format.isInfinite(a)) {
      return negative ? 1 << 0 : 1 << 7;
    }
    if (format.isZero(a)) {
      return negative ? 1 << 3 : 1 << 4;
    }
    if (format.isSubnormal(a)) {
      return negative ? 1 << 2 : 1 << 5;
    }
    return negative ? 1 << 1 : 1 << 6;
  }
}
