package trapeze.isa.ir;

/** An operator on one value that gives a value of the same width. */
public enum UnaryOperator {
  /** Bitwise complement. */
  NOT,
  /** Two's complement. */
  NEGATE,
  /** Count of leading zeros; of zero, the width. Widths 32 and 64. */
  COUNT_LEADING_ZEROS,
  /** Count of trailing zeros; of zero, the width. Widths 32 and 64. */
  COUNT_TRAILING_ZEROS,
  /** Count of ones. Widths 32 and 64. */
  POPULATION_COUNT,
  /** Every byte that is not zero becomes all ones; 64 bits only. */
  OR_COMBINE_BYTES,
  /** The bytes in the opposite order; 64 bits only. */
  REVERSE_BYTES
}
