package trapeze.monitor.sbi;

import trapeze.machine.Hart;

/** A fence for a range of addresses, as one hart asks it of another (SBI 3.0, chapter 8). */
final class RemoteFence {
  private RemoteFence() {}

  private static final long PAGE = 4096;

  /** Beyond so many pages one fence for everything costs less. */
  private static final long MOST_PAGES = 64;

  static void fence(Hart hart, long start, long size, long hasAsid, long asid) {
    if (size <= 0 || size > MOST_PAGES * PAGE) {
      hart.fenceAddressTranslation(0, 0, hasAsid, asid);
      return;
    }
    long first = start & -PAGE;
    for (long offset = 0; offset < size + (start - first); offset += PAGE) {
      hart.fenceAddressTranslation(1, first + offset, hasAsid, asid);
    }
  }
}
