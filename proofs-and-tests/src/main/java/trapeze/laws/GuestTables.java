package trapeze.laws;

import java.util.List;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.machine.memory.PhysicalMemory;

/**
 * The G-stage tables of one guest of a generated program that has the hypervisor extension: memory
 * stays where it is, but for the data pages, superpages and aliases.
 *
 * <p>Each guest has tables of its own and a VMID of its own.
 *
 * @param code the low bits of the entries for handlers and program
 * @param data those of the data pages, in turn
 * @param large those of superpages, from the smallest upwards
 * @param frames which frame each data page is
 * @param tables those of the pages that hold the VS-stage's tables, in turn
 */
public record GuestTables(
    int code, List<Long> data, List<Long> large, List<Integer> frames, List<Long> tables) {
  private static final long POINTER = 1;
  private static final int ENTRIES = 512;
  private static final int LAST = 0;
  private static final int MIDDLE = 0x1000;
  private static final int UPPER = 0x4000;
  private static final int LEVEL = 0x4000;
  private static final int FIRST_TABLE = (int) (Layout.TABLES - Layout.BASE >>> 12);

  /** Everything allowed: G-stage entries are U's. */
  static final long OPEN = 0xdf;

  public GuestTables {
    data = List.copyOf(data);
    large = List.copyOf(large);
    frames = List.copyOf(frames);
    tables = List.copyOf(tables);
  }

  private static long base(int guest) {
    return Layout.GUEST_TABLES + guest * 0x1_0000L;
  }

  /** The root is 16 KiB: of three levels, four or five. */
  private static long root(int guest, int levels) {
    return base(guest) + UPPER + (levels - 3L) * LEVEL;
  }

  /** The value of {@code hgatp} for a guest: Sv39x4 for the first, then Sv48x4, Sv57x4. */
  static long hgatp(int guest) {
    int mode = guest + AddressTranslation.SV39;
    return (long) mode << 60 | (guest + 1L) << 44 | root(guest, guest + 3) >>> 12;
  }

  /** Where the entry of a page of the first 2 MiB of memory stands. */
  static long pageEntry(int guest, int page) {
    return base(guest) + LAST + 8L * page;
  }

  /** Where the entry of a data page stands. */
  static long dataEntry(int guest, int page) {
    return pageEntry(guest, page + (int) (Layout.DATA - Layout.BASE >>> 12));
  }

  /** Where the entry of a page of VS-stage tables stands. */
  static long tableEntry(int guest, int table) {
    return pageEntry(guest, FIRST_TABLE + table);
  }

  /** Where the entry of the megapage at {@link Layout#MORE_DATA} stands. */
  static long megapageEntry(int guest) {
    return base(guest) + MIDDLE + 8;
  }

  /** Where the entry of the gigapage at {@link Layout#GIGAPAGE_ALIAS} stands. */
  static long gigapageEntry(int guest) {
    return base(guest) + UPPER + 8 * 3;
  }

  void write(PhysicalMemory memory, int guest) {
    for (int page = 0; page < ENTRIES; page++) {
      long frame = Layout.BASE + 0x1000L * page;
      memory.putLong(pageEntry(guest, page), PageTables.leaf(frame, OPEN));
    }
    for (int page = 0; page < 3; page++) {
      memory.putLong(pageEntry(guest, page), PageTables.leaf(Layout.BASE + 0x1000L * page, code));
    }
    for (int page = 0; page < Layout.DATA_PAGES; page++) {
      long frame = Layout.DATA + 0x1000L * frames.get(page % frames.size());
      long flags = data.get(page % data.size());
      memory.putLong(dataEntry(guest, page), PageTables.leaf(frame, flags));
    }
    for (int table = 0; table < 8 * Paging.SPACES; table++) {
      long frame = Layout.TABLES + 0x1000L * table;
      long flags = tables.get(table % tables.size());
      memory.putLong(tableEntry(guest, table), PageTables.leaf(frame, flags));
    }
    long middle = base(guest) + MIDDLE;
    memory.putLong(middle, PageTables.leaf(base(guest) + LAST, POINTER));
    memory.putLong(megapageEntry(guest), PageTables.leaf(Layout.MORE_DATA, large(0)));
    memory.putLong(middle + 16, PageTables.leaf(Layout.MORE_DATA, large(1)));
    memory.putLong(middle + 24, PageTables.leaf(Layout.MORE_DATA + 0x1000, large(0)));
    for (int levels = 3; levels <= 5; levels++) {
      long table = root(guest, levels);
      if (levels == 3) {
        memory.putLong(table, PageTables.leaf(0, large(2)));
        memory.putLong(table + 8 * 2, PageTables.leaf(middle, POINTER));
        memory.putLong(gigapageEntry(guest), PageTables.leaf(Layout.BASE, large(3)));
        // Behind what Sv39 reaches: the four tables of the root are one.
        memory.putLong(table + 8 * (ENTRIES + 2), PageTables.leaf(Layout.BASE, large(4)));
        memory.putLong(table + 8 * (4 * ENTRIES - 1), PageTables.leaf(Layout.BASE, large(5)));
      } else {
        memory.putLong(table, PageTables.leaf(root(guest, levels - 1), POINTER));
        memory.putLong(table + 8, PageTables.leaf(0, large(6)));
        memory.putLong(table + 8 * ENTRIES, PageTables.leaf(0, large(5)));
        memory.putLong(
            table + 8 * (4 * ENTRIES - 1), PageTables.leaf(root(guest, levels - 1), POINTER));
      }
    }
  }

  private long large(int index) {
    return large.get(index % large.size());
  }
}
