package trapeze.machine.engine.translate;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import trapeze.isa.definition.PackedInstruction;
import trapeze.machine.engine.Optimisation;
import trapeze.machine.engine.generate.Flow;
import trapeze.machine.engine.generate.Region;

/**
 * Finds the instructions of a span of pages that belong together: all that can be come to from an
 * address by branches, jumps and calls, as far as they have been decoded. What has never been
 * executed stays outside, so that it is decoded when the interpreter would decode it.
 */
public final class RegionFinder {
  /**
   * What an access to memory counts among instructions: HotSpot makes more of it, and compiles what
   * it inlines only up to a limit.
   */
  private static final int ACCESS_WEIGHT = 2;

  private static final boolean FOLLOWS_COMPUTED_JUMPS = Optimisation.COMPUTED_TARGETS.isOn();

  private final Flow flow;
  private final int most;

  /**
   * A finder.
   *
   * @param most instructions of a region, accesses to memory counting more
   */
  public RegionFinder(Flow flow, int most) {
    this.flow = flow;
    this.most = most;
  }

  /**
   * The region that begins at a place; without instructions if the one there is not to be
   * translated.
   *
   * @param span packed instructions by place, 0 where none is decoded
   * @param heads places that execution is known to come to from elsewhere
   */
  public Region find(long[] span, int start, BitSet heads) {
    long[] packed = new long[span.length];
    BitSet leaders = new BitSet();
    BitSet entries = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    entries.set(start);
    open.add(start);
    int found = 0;
    while (found < most && (!open.isEmpty() || addHeads(open, packed, span, heads))) {
      int slot = open.remove();
      leaders.set(slot);
      boolean goesOn = true;
      while (goesOn && found < most && isDecoded(span, slot) && packed[slot] == 0) {
        long instruction = span[slot];
        Flow.Kind kind = flow.kind(instruction);
        if (kind == Flow.Kind.OUTSIDE) {
          break;
        }
        packed[slot] = instruction;
        found += flow.accesses(instruction) ? ACCESS_WEIGHT : 1;
        int next = slot + (PackedInstruction.length(instruction) >>> 1);
        goesOn = kind == Flow.Kind.NEXT;
        if (kind == Flow.Kind.BRANCH || kind == Flow.Kind.JUMP) {
          long target = slot + (Flow.distance(instruction) >> 1);
          if (target >= 0 && target < span.length) {
            add(open, leaders, (int) target);
          }
        }
        if (kind == Flow.Kind.BRANCH) {
          add(open, leaders, next);
        } else if (!goesOn && flow.links(instruction)) {
          add(open, leaders, next);
          entries.set(next);
        }
        if (goesOn && Region.page(next) != Region.page(slot)) {
          add(open, leaders, next);
          goesOn = false;
        }
        slot = next;
      }
      if (goesOn && slot < span.length && packed[slot] != 0) {
        leaders.set(slot);
      }
    }
    for (int slot = heads.nextSetBit(0); slot >= 0; slot = heads.nextSetBit(slot + 1)) {
      if (packed[slot] != 0) {
        leaders.set(slot);
        entries.set(slot);
      }
    }
    for (int slot = entries.nextSetBit(0); slot >= 0; slot = entries.nextSetBit(slot + 1)) {
      entries.set(slot, isDecoded(packed, slot));
    }
    return new Region(start, packed, leaders, entries);
  }

  /**
   * Adds the first head among what has been found that has not been found itself: a computed jump
   * leads to it, in a function of several cases for instance. Says whether there was one.
   */
  private boolean addHeads(Deque<Integer> open, long[] packed, long[] span, BitSet heads) {
    if (!FOLLOWS_COMPUTED_JUMPS) {
      return false;
    }
    int first = 0;
    int last = packed.length;
    while (first < last && packed[first] == 0) {
      first++;
    }
    while (first < last && packed[last - 1] == 0) {
      last--;
    }
    for (int slot = heads.nextSetBit(first); slot >= 0; slot = heads.nextSetBit(slot + 1)) {
      if (slot >= last) {
        return false;
      }
      if (packed[slot] == 0
          && isDecoded(span, slot)
          && flow.kind(span[slot]) != Flow.Kind.OUTSIDE) {
        open.add(slot);
        return true;
      }
    }
    return false;
  }

  private static boolean isDecoded(long[] span, int slot) {
    return slot < span.length && span[slot] != 0;
  }

  private static void add(Deque<Integer> open, BitSet leaders, int slot) {
    leaders.set(slot);
    open.add(slot);
  }
}
