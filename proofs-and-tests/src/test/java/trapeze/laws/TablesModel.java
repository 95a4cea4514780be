package trapeze.laws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Which frames of a guest are page tables that the policy of write-protected tables keeps from
 * being written, by its documentation (docs/decisions, 5), and what changes of their entries drop.
 */
final class TablesModel {
  private static final int ACCESSED_AND_DIRTY = 0xc0;
  private static final int MOST_STORES = 3;

  /** An entry that a walk came through: where it is, what it was, what it stands for. */
  record Step(long at, long value, int shift) {}

  /** A frame is a table as long as there is one of these: whose addresses it translates. */
  private record Use(long frame, ShadowModel.Context context, long first, int shift) {}

  /** Who has pages of a range of addresses of a context, and is to drop them. */
  interface Dropper {
    void drop(ShadowModel.Context context, long first, int shift);
  }

  private final LongUnaryOperator memory;
  private final Dropper dropper;
  private final Map<Long, Long> seen = new HashMap<>();
  private final Map<Long, Integer> stores = new HashMap<>();
  private List<Use> uses = new ArrayList<>();

  TablesModel(LongUnaryOperator memory, Dropper dropper) {
    this.memory = memory;
    this.dropper = dropper;
  }

  boolean isTable(long frame) {
    return uses.stream().anyMatch(use -> use.frame == (frame & -4096L));
  }

  boolean isAnyIn(long first, int size) {
    return uses.stream().anyMatch(use -> isIn(use.frame, first, size));
  }

  private static boolean isIn(long address, long first, int size) {
    return size >= 63 || (address ^ first) >>> size == 0;
  }

  void walked(ShadowModel.Context context, long address, Step step) {
    long frame = step.at & -4096L;
    if (isTable(frame)) {
      check(step.at, step.value);
    }
    seen.put(step.at, step.value);
    stores.put(frame, 0);
    Use use = new Use(frame, context, address & -(1L << step.shift + 9), step.shift);
    uses.remove(use);
    uses.add(use);
  }

  /** A store to a table has been made. */
  void stored(long frame) {
    if (stores.merge(frame, 1, Integer::sum) < MOST_STORES) {
      checkAll(frame, 12);
      return;
    }
    for (Use use : List.copyOf(uses)) {
      if (use.frame == frame) {
        drop(use.context, use.first, use.shift + 9);
        uses.remove(use);
      }
    }
    forgetUnused();
  }

  void fence() {
    checkAll(0, 63);
  }

  void forget(ShadowModel.Context context) {
    uses.removeIf(use -> use.context.equals(context));
    forgetUnused();
  }

  private void checkAll(long first, int size) {
    for (long at : List.copyOf(seen.keySet())) {
      if (isIn(at, first, size) && seen.containsKey(at)) {
        check(at, memory.applyAsLong(at));
      }
    }
  }

  private void check(long at, long now) {
    long before = seen.getOrDefault(at, now);
    if ((before | now & ACCESSED_AND_DIRTY) == now) {
      return;
    }
    seen.put(at, now);
    if ((before & 1) == 0) {
      return;
    }
    long index = at % 4096 / 8;
    for (Use use : List.copyOf(uses)) {
      if (use.frame == (at & -4096L)) {
        drop(use.context, use.first + (index << use.shift), use.shift);
      }
    }
    forgetUnused();
  }

  private void drop(ShadowModel.Context context, long first, int size) {
    dropper.drop(context, first, size);
    uses.removeIf(
        use -> use.context.equals(context) && use.shift < size && isIn(use.first, first, size));
  }

  private void forgetUnused() {
    seen.keySet().removeIf(at -> !isTable(at));
  }
}
