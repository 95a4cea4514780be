package trapeze.shadow;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import trapeze.machine.board.Hardware;

/**
 * The guest's page tables that real entries are derived from: frames that no real entry lets it
 * write. A store to one exits; the monitor executes it and says so here, and what was derived from
 * entries that it has changed is dropped.
 *
 * <p>Invariant: each valid real entry of a space, of a context that is translated, says what the
 * guest's tables say now, or said before a write that nobody could see and no fence has followed.
 */
final class ProtectedTables {
  /**
   * Stores to a frame, with no walk through it between, after which it is taken for no table any
   * more: a kernel changes an entry or two of a table that it goes on using, and fills a page that
   * was a table once from end to end.
   */
  static final int MOST_STORES = 3;

  /**
   * What may be noted, uses and writable pages, until everything is dropped and noting begins anew:
   * a guest may map one table at as many addresses as there are, and is to cost the host megabytes.
   */
  static final int MOST_NOTES = 1 << 16;

  /** What a table counts for among them: it keeps 4 KiB. */
  private static final int NOTES_OF_TABLE = 16;

  private static final int ENTRIES = 512;
  private static final int INDEX_BITS = 9;
  private static final long FRAME_MASK = -4096;

  /** What hardware sets by itself in an entry. */
  private static final long SET_BY_WALKS = Entry.ACCESSED | Entry.DIRTY;

  /**
   * Where a table is used.
   *
   * @param first the lowest address that it translates
   * @param shift bits of address that each of its entries stands for
   */
  private record Use(RealSpace space, long first, int shift) {
    boolean isIn(RealSpace other, long start, int size) {
      return space == other && shift < size && (first ^ start) >>> size == 0;
    }
  }

  private static final class Table {
    final long host;

    /** Its entries as walks found them last, or as they were when the first came through. */
    final long[] seen = new long[ENTRIES];

    final Set<Use> uses = new HashSet<>();
    int stores;

    Table(long host) {
      this.host = host;
    }
  }

  private final Hardware hardware;
  private final HostMap hostMap;
  private final ShadowSpaces.Counters counters;
  private final WritablePages writable = new WritablePages();
  private final TreeMap<Long, Table> tables = new TreeMap<>();

  /** Since everything was dropped. */
  private int notes;

  /** Whether something has been written that no exit has told of. */
  private boolean inDoubt;

  /** Whether some table may have no use left. */
  private boolean loosened;

  ProtectedTables(Hardware hardware, HostMap hostMap, ShadowSpaces.Counters counters) {
    this.hardware = hardware;
    this.hostMap = hostMap;
    this.counters = counters;
  }

  /** Whether any table is in a block of {@code 1 << shift} bytes of the guest's memory. */
  boolean isAnyIn(long guestPhysical, int shift) {
    long first = guestPhysical & -(1L << shift);
    Long next = tables.ceilingKey(first);
    return next != null && next - first < 1L << shift;
  }

  /** A writable page has been entered, in which no table is. */
  void noteWritable(RealSpace space, long address, long guestPhysical, int shift) {
    notes += writable.note(space, address, guestPhysical, shift) ? 1 : 0;
  }

  /**
   * A walk for a space has come through an entry, and the page that it leads to may be entered.
   *
   * @param address what was walked for
   * @param at guest-physical address of the entry
   * @param shift bits of address that the entry stands for
   */
  void walked(RealSpace space, long address, long at, int shift) {
    long frame = at & FRAME_MASK;
    Table table = tables.get(frame);
    if (table == null) {
      table = new Table(hostMap.toHost(frame));
      for (int i = 0; i < ENTRIES; i++) {
        table.seen[i] = read(table, i);
      }
      tables.put(frame, table);
      counters.tables++;
      notes += NOTES_OF_TABLE;
      writable.drop(frame, hostMap);
    }
    int index = (int) (at - frame) / Long.BYTES;
    check(table, index);
    tidy();
    tables.put(frame, table);
    table.seen[index] = read(table, index);
    table.stores = 0;
    boolean isNew = table.uses.add(new Use(space, address & -(1L << shift + INDEX_BITS), shift));
    notes += isNew ? 1 : 0;
  }

  /** Whether too much is noted; then all spaces are to be emptied, and all this be forgotten. */
  boolean isFull() {
    return notes >= MOST_NOTES;
  }

  /** Nothing is derived from any table any more. */
  void forget() {
    tables.clear();
    writable.clear();
    notes = 0;
  }

  /** The monitor has executed a store of the guest's to a table. */
  void stored(long guestPhysical) {
    long frame = guestPhysical & FRAME_MASK;
    Table table = tables.get(frame);
    if (table == null) {
      return;
    }
    counters.tableStores++;
    table.stores++;
    if (table.stores < MOST_STORES) {
      check(table);
    } else {
      tables.remove(frame);
      Set.copyOf(table.uses).forEach(use -> drop(use.space, use.first, use.shift + INDEX_BITS));
    }
    tidy();
  }

  /** The guest's memory may have been written without an exit. */
  void doubt() {
    inDoubt = true;
  }

  /** The guest fences: now its tables are what counts, however they were written. */
  void fence() {
    if (inDoubt) {
      inDoubt = false;
      tables.values().forEach(this::check);
      tidy();
    }
  }

  /** A space is no more. */
  void forget(RealSpace space) {
    writable.forget(space);
    tables.values().forEach(table -> table.uses.removeIf(use -> use.space == space));
    loosened = true;
    tidy();
  }

  /** What nothing is derived from is protected no longer. */
  private void tidy() {
    if (loosened) {
      loosened = false;
      tables.values().removeIf(table -> table.uses.isEmpty());
    }
  }

  private long read(Table table, int index) {
    return hardware.read(table.host + (long) index * Long.BYTES);
  }

  private void check(Table table) {
    for (int i = 0; i < ENTRIES; i++) {
      check(table, i);
    }
  }

  /** Drops what was derived from an entry, if that is another now; A and D may have been set. */
  private void check(Table table, int index) {
    long before = table.seen[index];
    long now = read(table, index);
    if ((before | now & SET_BY_WALKS) == now) {
      return;
    }
    table.seen[index] = now;
    if (Entry.isValid(before)) {
      for (Use use : Set.copyOf(table.uses)) {
        drop(use.space, use.first + ((long) index << use.shift), use.shift);
      }
    }
  }

  /** Drops what is derived for a range of addresses, and what is known of tables for it. */
  private void drop(RealSpace space, long first, int shift) {
    loosened = true;
    space.dropBlock(first, shift);
    for (Table table : tables.values()) {
      table.uses.removeIf(use -> use.isIn(space, first, shift));
    }
  }
}
