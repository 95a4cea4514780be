package trapeze.machine.engine;

import java.util.Arrays;
import trapeze.machine.memory.RawMemory;

/**
 * Translations of data addresses for one kind of access, direct-mapped by page. What the fast paths
 * look into is the array {@link #entries}: entry {@code i} is a tag, the page's address, at {@code
 * 2i}, and what to add to a virtual address to get the host's at {@code 2i + 1}. Its length is a
 * power of two and says how an address is made an index, so that arrays of any size are looked into
 * by the same code, and none needs a check of bounds.
 *
 * <p>It notes which entries are made, so that to forget all costs what was entered, and not what
 * there is room for.
 */
final class DataTable {
  /** A tag that no address has: bits 3 to 11 are always clear in what is compared with it. */
  static final long NONE = 0x800;

  /** In the tag of a page whose stores must begin and end in its {@code ReservationSets}. */
  static final long GUARDED = 0x400;

  /** An array that knows of nothing. */
  static final long[] EMPTY = {NONE, 0};

  private static final long PAGE_MASK = PhysicalPath.PAGE_MASK;
  private static final int LONGS = 2;

  /** From an address's page, above bit 12, to entries of 16 bytes. */
  private static final int PLACE_SHIFT = 8;

  private static final int ENTRIES_A_NOTE = 8;
  private static final int GROWTH = 8;
  private static final int STEPS_A_WALK = 256;

  /** The array that is looked into; another one when the size changes. */
  long[] entries;

  /** Where entries have been made since all were forgotten, as far as there is room for notes. */
  private int[] notes;

  /** How many; one more than there is room for if not all are noted. */
  private int noted;

  /** Entries that have taken the place of another page's since {@link #countedFrom}. */
  private int evictions;

  /** Steps of the hart. */
  private long countedFrom;

  /** An empty table for so many pages, a power of two, at least 8. */
  DataTable(int pages) {
    entries = empty(pages);
    notes = new int[pages / ENTRIES_A_NOTE];
  }

  private static long[] empty(int pages) {
    long[] made = new long[LONGS * pages];
    Arrays.fill(made, NONE);
    return made;
  }

  /** Pages that there is room for. */
  int pages() {
    return entries.length / LONGS;
  }

  /** Whether as many pages have lost their place as there is room for. */
  boolean isCrowded() {
    return evictions >= pages();
  }

  /**
   * Makes more room if it is crowded, and pages lose their place often: a walk takes the time of
   * some hundred instructions.
   *
   * @param now steps of the hart
   * @param most pages
   * @return whether it has another size now
   */
  boolean fit(long now, int most) {
    if (!isCrowded()) {
      return false;
    }
    boolean pays = now - countedFrom <= (long) evictions * STEPS_A_WALK;
    countedFrom = now;
    evictions = 0;
    if (pays && pages() < most) {
      resize(Math.min(most, GROWTH * pages()));
      return true;
    }
    return false;
  }

  /** Makes room for another number of pages, and keeps what still has a place. */
  void resize(int pages) {
    long[] old = entries;
    entries = empty(pages);
    notes = new int[pages / ENTRIES_A_NOTE];
    noted = 0;
    for (int i = 0; i < old.length; i += LONGS) {
      if (old[i] != NONE) {
        enter(old[i] & PAGE_MASK, old[i], old[i + 1]);
      }
    }
    evictions = 0;
  }

  /** Where in such an array the entry of an address is, in bytes. */
  static long place(long[] entries, long address) {
    return place(mask(entries), address);
  }

  /** The same by the array's {@linkplain #mask mask}. */
  static long place(long mask, long address) {
    return address >>> PLACE_SHIFT & mask;
  }

  /** What makes places of addresses; the same for all arrays of a size. */
  static long mask(long[] entries) {
    return (long) (entries.length - LONGS) << 3;
  }

  /** The tag at a {@linkplain #place place} of the same array. */
  static long tag(long[] entries, long place) {
    return RawMemory.getLong(entries, place);
  }

  /** What is to be added to an address that the tag at a {@linkplain #place place} is for. */
  static long addend(long[] entries, long place) {
    return RawMemory.getLong(entries, place + Long.BYTES);
  }

  private int index(long page) {
    return (int) (place(entries, page) >>> 3);
  }

  /** Enters a page; {@code addend} is the host's address less the page's. */
  void enter(long page, long tag, long addend) {
    int index = index(page);
    long old = entries[index];
    if (old == NONE) {
      if (noted < notes.length) {
        notes[noted] = index;
      }
      noted = Math.min(noted + 1, notes.length + 1);
    } else if ((old & PAGE_MASK) != page) {
      evictions++;
    }
    entries[index] = tag;
    entries[index + 1] = addend;
  }

  /** Forgets a page. */
  void forget(long page) {
    entries[index(page)] = NONE;
  }

  /** Forgets all pages. */
  void clear() {
    if (noted > notes.length) {
      Arrays.fill(entries, NONE);
    } else {
      for (int i = 0; i < noted; i++) {
        entries[notes[i]] = NONE;
      }
    }
    noted = 0;
  }
}
