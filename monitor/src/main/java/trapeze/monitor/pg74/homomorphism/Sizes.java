package trapeze.monitor.pg74.homomorphism;

import trapeze.isa.pg74.Format;
import trapeze.machine.pg74.Machine;
import trapeze.monitor.pg74.Region;

/**
 * What is inside what: a virtual machine's memory in a real one.
 *
 * @param format of words and addresses, the same in both
 * @param realWords words of the real machine
 * @param region which of them are the virtual machine's
 */
public record Sizes(Format format, int realWords, Region region) {
  /** 2 words in 4, of 8 bits each. */
  public static final Sizes USUAL = behindTheControlProgram(Format.TINY);

  /**
   * A real machine as large as addresses reach, of which the control program has the words that
   * traps use, and the virtual machine all others.
   *
   * @throws IllegalArgumentException if none are left, or they are too many to visit
   */
  public static Sizes behindTheControlProgram(Format format) {
    int words = format.mostWords();
    if (words <= Machine.FIRST || words > 8) {
      throw new IllegalArgumentException(
          "with addresses of %d bits a machine has %d words; a visit needs 4 or 8"
              .formatted(format.addressBits(), words));
    }
    return new Sizes(format, words, new Region(Machine.FIRST, words - Machine.FIRST));
  }

  /** Words of the virtual machine. */
  public int virtualWords() {
    return (int) region.size();
  }
}
