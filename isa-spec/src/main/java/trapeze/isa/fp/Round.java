package trapeze.isa.fp;

/** The one place where an exact result becomes a number of a format. */
final class Round {
  private Round() {}

  /**
   * Rounds ±{@code significand} × 2<sup>{@code exponent} − 63</sup> and raises inexact, underflow
   * and overflow as it must be. Tininess is detected after rounding (unpriv, "F", subnormal
   * arithmetic).
   *
   * @param significand unsigned 64 bits, not zero; need not be normalised. Its last bit may be
   *     <em>sticky</em>, that is, set for anything that is not zero from there on, if at least one
   *     bit lies between it and the bits that the format keeps
   * @param rm rounding mode, 0 to 4
   */
  static long roundAndPack(
      Format format, boolean negative, int exponent, long significand, int rm, FpFlags flags) {
    Rounding rounding = Rounding.of(rm);
    int leadingZeros = Long.numberOfLeadingZeros(significand);
    int leadingExponent = exponent - leadingZeros;
    long normalised = significand << leadingZeros;
    int dropped = Long.SIZE - format.precision();

    boolean subnormal = leadingExponent < format.minExponent();
    long aligned =
        subnormal ? shiftRightJam(normalised, format.minExponent() - leadingExponent) : normalised;
    long rounded = roundAway(rounding, negative, aligned, dropped);
    boolean inexact = aligned << format.precision() != 0;

    // The exponent field is one too small and the leading bit of the significand, 1 for a normal
    // number, is added to it; so a carry out of the significand lands in the exponent by itself,
    // and a subnormal number that was rounded up to the smallest normal one becomes that.
    int field = (subnormal ? format.minExponent() : leadingExponent) + format.bias() - 1;
    long magnitude = ((long) field << format.fractionBits()) + rounded;

    if (leadingExponent > format.bias() || magnitude >= format.infinity(false)) {
      flags.raise(FpFlags.OF | FpFlags.NX);
      return rounding.overflowsToInfinity(negative)
          ? format.infinity(negative)
          : format.largest(negative);
    }
    if (inexact) {
      boolean tiny =
          subnormal
              && (leadingExponent < format.minExponent() - 1
                  || roundAway(rounding, negative, normalised, dropped) < 1L << format.precision());
      flags.raise(tiny ? FpFlags.UF | FpFlags.NX : FpFlags.NX);
    }
    return format.zero(negative) | magnitude;
  }

  /** The bits above the last {@code dropped} ones, rounded as if the number ended there. */
  private static long roundAway(
      Rounding rounding, boolean negative, long significand, int dropped) {
    long kept = significand >>> dropped;
    long rest = significand - (kept << dropped);
    boolean away = rounding.goesAway(negative, (kept & 1) != 0, rest, 1L << (dropped - 1));
    return away ? kept + 1 : kept;
  }

  /** Shifts right; whatever falls off leaves its trace in the last bit, which is now sticky. */
  static long shiftRightJam(long value, int distance) {
    if (distance == 0) {
      return value;
    }
    if (distance >= Long.SIZE) {
      return value == 0 ? 0 : 1;
    }
    return (value >>> distance) | (value << -distance == 0 ? 0 : 1);
  }
}
