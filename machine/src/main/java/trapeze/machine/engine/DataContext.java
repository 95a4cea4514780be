package trapeze.machine.engine;

import java.util.Arrays;

/**
 * Translations of data addresses that hold in one context: privilege mode, {@code satp}, and the
 * bits that say what a page's permissions mean. Switching contexts switches tables, so nothing is
 * lost by a system call.
 *
 * <p>Direct-mapped, one table a direction. Entry {@code i} is a tag, the page's address, at {@code
 * 2i}, and what to add to a virtual address to get the host's at {@code 2i + 1}.
 */
final class DataContext extends TranslationContext {
  /** Entries in each table, a power of two. */
  static final int ENTRIES = 512;

  /** Makes the index of a tag from an address shifted right by {@link #INDEX_SHIFT}. */
  static final int INDEX_MASK = 2 * (ENTRIES - 1);

  static final int INDEX_SHIFT = 11;

  /** A tag that no address has: bits 3 to 11 are always clear in what is compared with it. */
  private static final long NONE = 0x800;

  /** In the tag of a page whose stores must begin and end in its {@code ReservationSets}. */
  static final long GUARDED = 0x400;

  /** A table that knows of nothing. */
  static final long[] EMPTY = empty();

  final long[] read = new long[2 * ENTRIES];
  final long[] write = new long[2 * ENTRIES];

  DataContext() {
    clearEntries();
  }

  private static long[] empty() {
    long[] table = new long[2 * ENTRIES];
    Arrays.fill(table, NONE);
    return table;
  }

  @Override
  void clearEntries() {
    Arrays.fill(read, NONE);
    Arrays.fill(write, NONE);
  }

  @Override
  void clear(long address) {
    int index = (int) (address >>> INDEX_SHIFT) & INDEX_MASK;
    read[index] = NONE;
    write[index] = NONE;
  }

  /** Enters the translation of a page; {@code addend} is the host's address less the page's. */
  void enterRead(long page, long addend) {
    int index = (int) (page >>> INDEX_SHIFT) & INDEX_MASK;
    read[index] = page;
    read[index + 1] = addend;
  }

  /** The same for stores, which may be {@linkplain #GUARDED guarded}. */
  void enterWrite(long page, long addend, boolean guarded) {
    int index = (int) (page >>> INDEX_SHIFT) & INDEX_MASK;
    write[index] = guarded ? page | GUARDED : page;
    write[index + 1] = addend;
  }
}
