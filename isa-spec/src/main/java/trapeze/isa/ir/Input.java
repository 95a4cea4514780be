package trapeze.isa.ir;

/** What a hart reads from outside itself and cannot write. All are 64 bits wide. */
public enum Input {
  /** The platform's real-time counter, in ticks of the timebase (priv:mtime). */
  TIME,
  /** Steps of this hart: instructions retired plus traps taken. */
  CYCLES,
  /** Instructions that this hart has retired. */
  RETIRED,
  /**
   * The interrupt lines into this hart, in the bit positions of {@code mip}: MSIP, MTIP, MEIP,
   * SEIP.
   */
  LINES
}
