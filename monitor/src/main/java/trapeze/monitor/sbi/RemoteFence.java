package trapeze.monitor.sbi;

import trapeze.machine.Hart;

/** A fence for a range of addresses, as one hart asks it of another (SBI 2.0, chapter 8). */
final class RemoteFence {
  private RemoteFence() {}

  private static final long PAGE = 4096;

  /** Beyond so many pages one fence for everything costs less. */
  private static final long MOST_PAGES = 64;

  static void fence(Hart hart, long start, long size, long hasAsid, long asid) {
    boolean all = size <= 0 || size > MOST_PAGES * PAGE || (start == 0 && size == 0);
    if (all) {
      hart.fenceAddressTranslation(0, 0, hasAsid, asid);
      return;
    }
    for (long address = start & -PAGE; address < start + size; address += PAGE) {
      hart.fenceAddressTranslation(1, address, hasAsid, asid);
    }
  }
}
