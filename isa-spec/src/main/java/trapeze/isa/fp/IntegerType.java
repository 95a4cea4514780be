package trapeze.isa.fp;

/**
 * A kind of integer that conversions go to and come from, as it lies in a 64-bit register.
 *
 * @param width width in bits, 32 or 64
 */
record IntegerType(int width, boolean signed) {
  static final IntegerType INT32 = new IntegerType(32, true);
  static final IntegerType UINT32 = new IntegerType(32, false);
  static final IntegerType INT64 = new IntegerType(64, true);
  static final IntegerType UINT64 = new IntegerType(64, false);

  /** Whether a register holds a number below zero. */
  boolean isNegative(long register) {
    return signed && inRegister(register) < 0;
  }

  /** The magnitude of the number in a register, unsigned; what lies above the width is ignored. */
  long magnitude(long register) {
    if (isNegative(register)) {
      return -inRegister(register);
    }
    return width == 32 ? register & 0xffff_ffffL : register;
  }

  /** The largest magnitude of a number of this sign, unsigned. */
  long limit(boolean negative) {
    if (signed) {
      long smallest = 1L << (width - 1);
      return negative ? smallest : smallest - 1;
    }
    return negative ? 0 : -1L >>> (Long.SIZE - width);
  }

  /** The register for a number: 32-bit ones are sign-extended, the unsigned ones too. */
  long inRegister(long value) {
    return width == 32 ? (int) value : value;
  }
}
