package trapeze.machine.engine;

/**
 * Translations of data addresses that hold in one context: privilege mode, {@code satp}, and the
 * bits that say what a page's permissions mean. Switching contexts switches tables, so nothing is
 * lost by a system call.
 *
 * <p>The tables for loads and for stores have the same size, so that a place in one is a place in
 * the other.
 *
 * <p>Beside the tables of pages, which the fast paths look into, there are tables of blocks of 2
 * MiB, which are looked into before a walk: one walk is enough for all of a superpage that the
 * memory and its protection hold whole.
 */
final class DataContext extends TranslationContext {
  /** Bits of address inside a block. */
  static final int BLOCK_SHIFT = 21;

  private static final int PAGE_SHIFT = 12;
  private static final int BLOCKS = 64;

  final DataTable read;
  final DataTable write;
  private final DataTable readBlocks = new DataTable(BLOCKS);
  private final DataTable writeBlocks = new DataTable(BLOCKS);

  /**
   * Empty tables.
   *
   * @param pages that there is room for in each
   */
  DataContext(int pages) {
    read = new DataTable(pages);
    write = new DataTable(pages);
  }

  @Override
  void clearEntries() {
    read.clear();
    write.clear();
    readBlocks.clear();
    writeBlocks.clear();
  }

  /** A block's entries go when all do: a fence of an address in a superpage forgets everything. */
  @Override
  void clear(long address) {
    read.forget(address);
    write.forget(address);
  }

  /** Whether it is to be asked if more room pays. */
  boolean isCrowded() {
    return read.isCrowded() || write.isCrowded();
  }

  /**
   * Gives its tables more room where that pays.
   *
   * @param now steps of the hart
   * @param most pages in a table
   * @return whether one has another size now
   */
  boolean fit(long now, int most) {
    boolean isNew = read.fit(now, most) | write.fit(now, most);
    int pages = Math.max(read.pages(), write.pages());
    resizeFrom(read, pages);
    resizeFrom(write, pages);
    return isNew;
  }

  private static void resizeFrom(DataTable table, int pages) {
    if (table.pages() != pages) {
      table.resize(pages);
    }
  }

  /** Pages that there is room for. */
  int pages() {
    return read.pages() + write.pages();
  }

  /** Has room for so many pages in each table again, and forgets all. */
  void shrink(int pages) {
    clear();
    read.resize(pages);
    write.resize(pages);
  }

  /** Enters the translation of a page; {@code addend} is the host's address less the page's. */
  void enterRead(long page, long addend) {
    read.enter(page, page, addend);
  }

  /** The same for stores, which may be {@linkplain DataTable#GUARDED guarded}. */
  void enterWrite(long page, long addend, boolean guarded) {
    write.enter(page, guarded ? page | DataTable.GUARDED : page, addend);
  }

  /** Enters the translation of a block for loads or for stores. */
  void enterBlock(long address, boolean toWrite, long addend) {
    long block = block(address);
    (toWrite ? writeBlocks : readBlocks).enter(block, block, addend);
  }

  /** Where the host holds an address of a block that is known, or 0. */
  long inBlock(long address, boolean toWrite) {
    long[] blocks = (toWrite ? writeBlocks : readBlocks).entries;
    long block = block(address);
    long place = DataTable.place(blocks, block);
    return DataTable.tag(blocks, place) == block ? address + DataTable.addend(blocks, place) : 0;
  }

  /** A block's number as if it were a page's. */
  private static long block(long address) {
    return address >>> BLOCK_SHIFT << PAGE_SHIFT;
  }
}
