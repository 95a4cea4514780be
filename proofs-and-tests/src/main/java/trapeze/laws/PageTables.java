package trapeze.laws;

import java.util.List;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.machine.memory.PhysicalMemory;

/**
 * The page tables of one address space of a generated guest.
 *
 * <p>Each address space has tables of its own and an ASID of its own, and no entry that a program
 * changes is used at two addresses, so that one fence is enough for it.
 *
 * @param program the low bits of the entries for the program; the handlers are always S's
 * @param data those of the data pages, in turn
 * @param large those of superpages, from the smallest upwards
 * @param frames which frame each data page is
 */
public record PageTables(int program, List<Long> data, List<Long> large, List<Integer> frames) {
  private static final long POINTER = 1;
  private static final long CONTIGUOUS = 1L << 63;
  private static final int HANDLERS = 0xcf;
  private static final int LAST = 0;
  private static final int MIDDLE = 1;
  private static final int UPPER = 2;

  public PageTables {
    data = List.copyOf(data);
    large = List.copyOf(large);
    frames = List.copyOf(frames);
  }

  static long table(int space, int level) {
    return Layout.TABLES + (space * 8L + level) * 0x1000;
  }

  /** The value of {@code satp} for an address space: the first is Sv39's, then Sv48's, Sv57's. */
  static long satp(int space) {
    int mode = space + AddressTranslation.SV39;
    return (long) mode << 60 | (space + 1L) << 44 | table(space, mode - 6) >>> 12;
  }

  /** Where the entry of a data page stands. */
  static long dataEntry(int space, int page) {
    return table(space, LAST) + 8L * (page + 3);
  }

  /** Where the entry of the megapage at {@link Layout#MORE_DATA} stands. */
  static long megapageEntry(int space) {
    return table(space, MIDDLE) + 8;
  }

  /** Where the entry of the gigapage at {@link Layout#GIGAPAGE_ALIAS} stands. */
  static long gigapageEntry(int space) {
    return table(space, UPPER) + 8 * 3;
  }

  static long leaf(long physical, long flags) {
    return physical >>> 12 << 10 | flags;
  }

  void write(PhysicalMemory memory, int space) {
    long last = table(space, LAST);
    long middle = table(space, MIDDLE);
    long upper = table(space, UPPER);
    memory.putLong(last, leaf(Layout.BASE, HANDLERS));
    memory.putLong(last + 8, leaf(Layout.PROGRAM, program));
    memory.putLong(last + 16, leaf(Layout.PROGRAM + 0x1000, program));
    for (int page = 0; page < Layout.DATA_PAGES; page++) {
      long frame = Layout.DATA + 0x1000L * frames.get(page % frames.size());
      memory.putLong(dataEntry(space, page), leaf(frame, data.get(page % data.size())));
    }
    for (int page = 16; page < 32; page++) {
      long entry = leaf(Layout.CONTIGUOUS_FRAMES + 0x8000, large(0)) | CONTIGUOUS;
      memory.putLong(last + 8L * page, entry);
    }
    memory.putLong(middle, leaf(last, POINTER));
    memory.putLong(megapageEntry(space), leaf(Layout.MORE_DATA, large(1)));
    memory.putLong(middle + 16, leaf(Layout.MORE_DATA, large(2)));
    memory.putLong(middle + 24, leaf(Layout.MORE_DATA + 0x1000, large(1)));
    memory.putLong(upper, leaf(0, large(3)));
    memory.putLong(upper + 8 * 2, leaf(middle, POINTER));
    memory.putLong(gigapageEntry(space), leaf(Layout.BASE, large(4)));
    memory.putLong(upper + 8 * 511, leaf(Layout.BASE, large(5)));
    for (int level = 3; level <= 4; level++) {
      memory.putLong(table(space, level), leaf(table(space, level - 1), POINTER));
      memory.putLong(table(space, level) + 8, leaf(0, large(6)));
      memory.putLong(table(space, level) + 8 * 511, leaf(table(space, level - 1), POINTER));
    }
  }

  private long large(int index) {
    return large.get(index % large.size());
  }
}
