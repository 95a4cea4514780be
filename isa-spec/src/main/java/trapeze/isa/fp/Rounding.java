package trapeze.isa.fp;

/**
 * The rounding modes, in the order of their codes in an instruction's {@code rm} field and in
 * {@code frm} (unpriv, "F", rounding modes). The dynamic mode is not among them: who calls an
 * operation has resolved it.
 */
public enum Rounding {
  /** Round to nearest, ties to even. */
  RNE,
  /** Round towards zero. */
  RTZ,
  /** Round down, towards minus infinity. */
  RDN,
  /** Round up, towards plus infinity. */
  RUP,
  /** Round to nearest, ties to the larger magnitude. */
  RMM;

  private static final Rounding[] BY_CODE = values();

  /** The mode's 3-bit code, 0 to 4. */
  public int code() {
    return ordinal();
  }

  /**
   * The mode of a code.
   *
   * @param code 0 to 4
   * @throws IndexOutOfBoundsException for a reserved code or the dynamic one
   */
  public static Rounding of(int code) {
    return BY_CODE[code];
  }

  /**
   * Whether a magnitude between two neighbours goes to the larger one.
   *
   * @param negative the number's sign
   * @param odd whether the smaller neighbour's last bit is 1
   * @param rest the distance from the smaller neighbour, unsigned
   * @param half half the distance between the neighbours, unsigned, in the same unit
   */
  boolean goesAway(boolean negative, boolean odd, long rest, long half) {
    int toHalf = Long.compareUnsigned(rest, half);
    return switch (this) {
      case RNE -> toHalf > 0 || (toHalf == 0 && odd);
      case RTZ -> false;
      case RDN -> negative && rest != 0;
      case RUP -> !negative && rest != 0;
      case RMM -> toHalf >= 0;
    };
  }

  /** Whether a magnitude too large for the format becomes infinity, not the largest number. */
  boolean overflowsToInfinity(boolean negative) {
    return switch (this) {
      case RNE, RMM -> true;
      case RTZ -> false;
      case RDN -> negative;
      case RUP -> !negative;
    };
  }

  /** The sign of a sum that is exactly zero though its terms had different signs. */
  boolean zeroSumIsNegative() {
    return this == RDN;
  }
}
