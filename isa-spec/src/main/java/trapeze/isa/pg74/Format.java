package trapeze.isa.pg74;

import trapeze.isa.ir.IllTyped;

/**
 * The sizes of a third-generation machine.
 *
 * <p>A program status word, from bit 0 up: the bound (one bit more than an address, so that all of
 * memory can be bounded), the relocation, the program counter, the mode, and the cause of the trap
 * that stored it. An instruction: the operand, as wide as an address, and the opcode above it.
 *
 * @param addressBits width of an address, 1 to 18; memory has at most 2 to this power words
 * @param causeBits width of the cause in a stored program status word: 3, or 0 where there is none,
 *     as in the paper
 * @param wordBits width of a word, at most 64; a program status word must fit
 */
public record Format(int addressBits, int causeBits, int wordBits) {
  /** Words of 64 bits, at most 65,536 of them: for programs. */
  public static final Format USUAL = new Format(16, 3, 64);

  /** Words of 8 bits, at most 4 of them: for visiting every state. */
  public static final Format TINY = new Format(2, 0, 8);

  public Format {
    IllTyped.require(
        addressBits >= 1 && addressBits <= 18, "an address has 1 to 18 bits, not %d", addressBits);
    IllTyped.require(
        causeBits == 0 || causeBits == 3, "a cause has 3 bits or none, not %d", causeBits);
    IllTyped.require(
        wordBits <= 64 && wordBits >= causeBits + 2 + 3 * addressBits,
        "a program status word of %d bits does not fit a word of %d",
        causeBits + 2 + 3 * addressBits,
        wordBits);
  }

  /** Words of memory that an address can name. */
  public int mostWords() {
    return 1 << addressBits;
  }

  /** Width of a bound: 0 to all of memory. */
  public int boundBits() {
    return addressBits + 1;
  }

  /** Lowest bit of the relocation in a program status word. */
  public int relocationAt() {
    return boundBits();
  }

  /** Lowest bit of the program counter in a program status word. */
  public int counterAt() {
    return relocationAt() + addressBits;
  }

  /** The bit of the mode in a program status word. */
  public int modeAt() {
    return counterAt() + addressBits;
  }

  /** Lowest bit of the cause in a program status word. */
  public int causeAt() {
    return modeAt() + 1;
  }

  /** Width of an opcode. */
  public int opcodeBits() {
    return wordBits - addressBits;
  }

  /** The bits of a word, as a mask. */
  public long wordMask() {
    return -1L >>> (64 - wordBits);
  }
}
