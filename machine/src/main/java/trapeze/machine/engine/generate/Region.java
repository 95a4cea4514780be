package trapeze.machine.engine.generate;

import java.util.BitSet;

/**
 * Instructions of neighbouring pages that become one method. Places are halfwords from the
 * beginning of {@link #PAGES} pages on, the <em>span</em>.
 *
 * @param start the place that it was found from
 * @param packed instructions by place; 0 where none belongs to the region
 * @param leaders where a block begins: execution arrives here other than from the instruction
 *     before, or from another page
 * @param entries those leaders that execution arrives at from elsewhere, or by a computed jump
 */
public record Region(int start, long[] packed, BitSet leaders, BitSet entries) {
  /** Pages in a span, a power of two. */
  public static final int PAGES = 8;

  /** Places in a page. */
  public static final int PAGE_PLACES = 2048;

  /** Places in a span. */
  public static final int PLACES = PAGES * PAGE_PLACES;

  /** The page of a span that a place lies in. */
  public static int page(int place) {
    return place / PAGE_PLACES;
  }

  /** The pages that hold instructions of the region, a bit each. */
  public int pages() {
    int found = 0;
    for (int page = 0; page < PAGES; page++) {
      for (int i = page * PAGE_PLACES; i < (page + 1) * PAGE_PLACES; i++) {
        found |= packed[i] == 0 ? 0 : 1 << page;
      }
    }
    return found;
  }
}
