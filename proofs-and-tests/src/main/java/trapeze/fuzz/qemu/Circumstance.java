package trapeze.fuzz.qemu;

/** What was so in front of a step, on Trapeze's hart, and matters to QEMU. */
enum Circumstance {
  /** The mode was M, and MPRV was set. */
  MODIFIED,

  /** An entry of the memory protection was TOR, and began and ended at address 0. */
  EMPTY_RANGE,

  /**
   * The load or store that retired crosses a page, and protection is not the same for all of it.
   */
  DIVIDED,

  /** An entry on the way to the trap's value lies outside of memory. */
  TABLE_ELSEWHERE,

  /** The access was a guest's: V was set, or MPV with MPRV, or it was one of HLV, HLVX and HSV. */
  GUEST,

  /** MXR was set, of HS, or of the guest that the access was for. */
  READS_EXECUTABLE,

  /** SUM of HS was not that of the guest. */
  OTHER_SUM,

  /** MPP was M, and MPV was set. */
  GUEST_BEFORE_MACHINE,

  /** A guest's tables are others than when V changed last. */
  TABLES_SWITCHED,

  /** In the program, an SC has failed. */
  SC_HAS_FAILED,

  /** In the program, an AMO has trapped otherwise than on QEMU. */
  AMO_HAS_FAULTED
}
