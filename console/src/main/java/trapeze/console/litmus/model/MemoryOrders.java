package trapeze.console.litmus.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import trapeze.console.litmus.Unreadable;

/**
 * Searches the global memory orders of one candidate execution: a run of each thread. An operation
 * is placed behind all that precede it in preserved program order; a load only where the load value
 * axiom gives it the value that its thread has run with; an SC only where the atomicity axiom lets
 * it (unpriv:rvwmo). States in which the same can follow are visited once.
 */
final class MemoryOrders {
  private static final int MOST_EVENTS = 30;
  private static final int INITIAL = -1;

  private final Layout layout;
  private final Event[] events;

  /** By event, those that must be placed before it. */
  private final int[] before;

  /** By event, the events of its thread before it in program order. */
  private final int[] earlier;

  /** By event, the events of its thread that its address or its data depends on. */
  private final int[] sources;

  /** The bytes that are accessed, one of each group that is always accessed together. */
  private final long[] cells;

  private final int[] latest;

  /** By event and cell, the store that the load has read from. */
  private final int[][] readFrom;

  /** LRs behind whose reads another hart has stored to what they reserved. */
  private int broken;

  private final Set<String> visited = new HashSet<>();
  private final Predicate<MemoryOrders> onEnd;

  /**
   * A search.
   *
   * @param onEnd is shown each way in which memory can end; says whether that is enough
   */
  MemoryOrders(Model model, Layout layout, List<ThreadRun> runs, Predicate<MemoryOrders> onEnd) {
    this.layout = layout;
    this.onEnd = onEnd;
    List<Event> all = new ArrayList<>();
    List<ThreadRun> owners = new ArrayList<>();
    List<Integer> firsts = new ArrayList<>();
    for (ThreadRun run : runs) {
      int first = all.size();
      all.addAll(run.events());
      run.events()
          .forEach(
              _ -> {
                owners.add(run);
                firsts.add(first);
              });
    }
    if (all.size() > MOST_EVENTS) {
      throw new Unreadable("it has more than %d memory operations".formatted(MOST_EVENTS));
    }
    events = all.toArray(Event[]::new);
    before = new int[events.length];
    earlier = new int[events.length];
    sources = new int[events.length];
    for (int i = 0; i < events.length; i++) {
      int first = firsts.get(i);
      sources[i] = (int) (events[i].addressFrom() | events[i].dataFrom()) << first;
      for (int j = first; j < i; j++) {
        earlier[i] |= 1 << j;
        if (model.keeps(owners.get(i), events[j], events[i])) {
          before[i] |= 1 << j;
        }
      }
    }
    cells = cells(events);
    latest = new int[cells.length];
    Arrays.fill(latest, INITIAL);
    readFrom = new int[events.length][cells.length];
  }

  /** One byte of each group of bytes that no operation tells apart. */
  private static long[] cells(Event[] events) {
    SortedSet<Long> borders = new TreeSet<>();
    for (Event event : events) {
      borders.add(event.address());
      borders.add(event.address() + event.bytes());
    }
    return borders.stream()
        .mapToLong(Long::longValue)
        .filter(at -> Arrays.stream(events).anyMatch(event -> event.covers(at)))
        .toArray();
  }

  /** Looks at every order; says whether {@code onEnd} has had enough. */
  boolean search() {
    return search(0);
  }

  private boolean search(int placed) {
    if (placed == (1 << events.length) - 1) {
      return onEnd.test(this);
    }
    if (!visited.add(key(placed))) {
      return false;
    }
    for (int i = 0; i < events.length; i++) {
      if ((placed & 1 << i) == 0 && (before[i] & ~placed) == 0 && tryToPlace(i, placed)) {
        return true;
      }
    }
    return false;
  }

  private boolean tryToPlace(int i, int placed) {
    Event event = events[i];
    if (event.isLoad() && !reads(i, placed)) {
      return false;
    }
    if (event.isSc() && (broken & 1 << i - event.index() + event.pairedWith()) != 0) {
      return false;
    }
    int[] kept = latest.clone();
    int keptBroken = broken;
    if (event.isStore()) {
      for (int cell = 0; cell < cells.length; cell++) {
        if (event.covers(cells[cell])) {
          breakReservations(i, cell, placed);
          latest[cell] = i;
        }
      }
    }
    boolean enough = search(placed | 1 << i);
    System.arraycopy(kept, 0, latest, 0, kept.length);
    broken = keptBroken;
    return enough;
  }

  /** Notes the reservations of other threads that a store ends: their LR's store came before. */
  private void breakReservations(int store, int cell, int placed) {
    for (int i = 0; i < events.length; i++) {
      Event sc = events[i];
      if (sc.isSc() && sc.thread() != events[store].thread()) {
        int lr = i - sc.index() + sc.pairedWith();
        boolean hasRead = (placed & 1 << lr) != 0 && events[lr].covers(cells[cell]);
        if (hasRead) {
          int from = readFrom[lr][cell];
          if (from == INITIAL || (placed & 1 << from) != 0) {
            broken |= 1 << lr;
          }
        }
      }
    }
  }

  /** Whether a load, placed next, finds the value that it has; notes whose it is. */
  private boolean reads(int i, int placed) {
    Event load = events[i];
    for (int cell = 0; cell < cells.length; cell++) {
      long at = cells[cell];
      if (!load.covers(at)) {
        continue;
      }
      int store = latestOwnUnplaced(i, at, placed);
      if (store == INITIAL) {
        store = latest[cell];
      } else if (load.isStore() || mayNotForward(store, placed)) {
        return false;
      }
      if (!sameBytes(load, store, at, cell) || !agreesWithLaterLoads(i, cell, store, placed)) {
        return false;
      }
      readFrom[i][cell] = store;
    }
    return true;
  }

  /** The last store before a load in program order that is still to come in memory order. */
  private int latestOwnUnplaced(int load, long at, int placed) {
    int own = earlier[load] & ~placed;
    for (int j = load - 1; j >= 0; j--) {
      if ((own & 1 << j) != 0 && events[j].isStore() && events[j].covers(at)) {
        return j;
      }
    }
    return INITIAL;
  }

  /** Rules 3 and 12: what an AMO or an SC stores, or what is not known yet, is not forwarded. */
  private boolean mayNotForward(int store, int placed) {
    return events[store].isAmo() || events[store].isSc() || (sources[store] & ~placed) != 0;
  }

  private boolean sameBytes(Event load, int store, long at, int cell) {
    long end = cell + 1 < cells.length ? cells[cell + 1] : Long.MAX_VALUE;
    for (long b = at; b < end && load.covers(b); b++) {
      int found =
          store == INITIAL
              ? layout.initialByte(b)
              : events[store].byteOf(events[store].stored(), b);
      if (load.byteOf(load.loaded(), b) != found) {
        return false;
      }
    }
    return true;
  }

  /**
   * Rule 2: two loads of a byte, with no store of their thread between, that return what different
   * stores have written keep their order; a later one has been placed before this one.
   */
  private boolean agreesWithLaterLoads(int i, int cell, int store, int placed) {
    for (int j = i + 1; j < events.length && events[j].thread() == events[i].thread(); j++) {
      if (!events[j].covers(cells[cell])) {
        continue;
      }
      if ((placed & 1 << j) != 0 && events[j].isLoad() && readFrom[j][cell] != store) {
        return false;
      }
      if (events[j].isStore()) {
        return true;
      }
    }
    return true;
  }

  private String key(int placed) {
    StringBuilder key = new StringBuilder();
    key.append((char) placed).append((char) (placed >>> 16));
    key.append((char) broken).append((char) (broken >>> 16));
    for (int cell = 0; cell < cells.length; cell++) {
      key.append((char) latest[cell]);
      for (int i = 0; i < events.length; i++) {
        if ((placed & 1 << i) != 0 && events[i].isLoad() && events[i].covers(cells[cell])) {
          key.append((char) readFrom[i][cell]);
        }
      }
    }
    return key.toString();
  }

  /** What memory holds now. */
  long value(long address, int bytes) {
    long value = 0;
    for (int b = 0; b < bytes; b++) {
      int store = INITIAL;
      for (int cell = 0; cell < cells.length && cells[cell] <= address + b; cell++) {
        int candidate = latest[cell];
        store = candidate != INITIAL && events[candidate].covers(address + b) ? candidate : store;
      }
      long part = layout.initialByte(address + b);
      if (store != INITIAL) {
        part = events[store].byteOf(events[store].stored(), address + b);
      }
      value |= part << 8 * b;
    }
    return value;
  }
}
