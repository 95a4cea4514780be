package trapeze.fuzz.qemu;

/**
 * A difference that is known and allowed for.
 *
 * @param name a few words; differences are counted by it
 * @param why what QEMU 7.2 does, and what Trapeze does
 * @param section where the manual says what should be, or what may be chosen
 * @param effect what becomes of the comparison
 * @param extent which bits of a difference it covers
 */
record Excuse(String name, String why, String section, Effect effect, Extent extent) {

  /** What becomes of the comparison. */
  enum Effect {
    /** The difference stays where it is. */
    IGNORE("stays"),

    /** Trapeze's hart takes over what QEMU has. */
    FOLLOW("Trapeze takes over QEMU's value"),

    /** What comes behind cannot be compared. */
    STOP("the rest of the program is not compared");

    private final String words;

    Effect(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /** Which bits of a difference are covered. */
  @FunctionalInterface
  interface Extent {
    /** A mask; 0 if the difference is none of this kind. */
    long of(Difference difference);
  }

  /** Whether it covers some of what differs. */
  boolean concerns(Difference difference) {
    return (extent.of(difference) & difference.bits()) != 0;
  }
}
