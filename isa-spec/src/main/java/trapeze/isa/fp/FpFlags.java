package trapeze.isa.fp;

/**
 * The accrued exception flags, in the bit positions of the CSR {@code fflags} (unpriv, "F",
 * floating-point control and status register). Operations only ever set flags.
 */
public final class FpFlags {
  /** Inexact: the result was rounded. */
  public static final int NX = 1;

  /** Underflow: the result was inexact and, even after rounding, smaller than any normal number. */
  public static final int UF = 2;

  /** Overflow: the rounded result was larger than the largest finite number. */
  public static final int OF = 4;

  /** Divide by zero: a finite number other than zero was divided by zero. */
  public static final int DZ = 8;

  /** Invalid operation: there was no useful result, or an operand was a signalling NaN. */
  public static final int NV = 16;

  /** The flags raised so far, 5 bits: the value of {@code fflags}. */
  public int bits;

  /**
   * The largest magnitude of a result that {@link NearestDouble} does not look at twice: the
   * largest number while inexact has been raised, and none while it has not. Held beside the flags
   * by {@link #hold}; what computes by bits does not look at it.
   */
  double largest = -1;

  /** Has these flags raised, and knows what follows for {@link NearestDouble}. */
  public void hold(int flags) {
    bits = flags;
    largest = (flags & NX) != 0 ? Double.MAX_VALUE : -1;
  }

  /** Whether none of a mask's flags has been raised yet. */
  boolean lacks(int mask) {
    return (bits & mask) == 0;
  }

  /** Raises the flags of a mask. */
  void raise(int mask) {
    bits |= mask;
  }
}
