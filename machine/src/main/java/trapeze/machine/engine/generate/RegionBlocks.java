package trapeze.machine.engine.generate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import trapeze.isa.definition.PackedInstruction;

/**
 * The blocks of a region, and where in it steps are counted out: only where a loop closes or
 * execution arrives from elsewhere, for as many instructions as can follow before the next such
 * place. Elsewhere nothing is compared, for HotSpot would take each comparison for settled until it
 * fails once.
 */
final class RegionBlocks {
  private final Region region;
  private final Flow flow;
  private final SortedMap<Integer, Integer> lengths = new TreeMap<>();
  private final BitSet sites = new BitSet();
  private final Map<Integer, Integer> needs = new TreeMap<>();

  RegionBlocks(Region region, Flow flow) {
    this.region = region;
    this.flow = flow;
    BitSet leaders = region.leaders();
    for (int place = leaders.nextSetBit(0); place >= 0; place = leaders.nextSetBit(place + 1)) {
      if (region.packed()[place] != 0) {
        lengths.put(place, length(place));
        if (region.entries().get(place)) {
          sites.set(place);
        }
      }
    }
    for (int place : lengths.keySet()) {
      for (int next : successors(place)) {
        if (next <= place) {
          sites.set(next);
        }
      }
    }
    for (int place : new ArrayList<>(lengths.keySet()).reversed()) {
      int most = 0;
      for (int next : successors(place)) {
        most = sites.get(next) ? most : Math.max(most, needs.getOrDefault(next, 0));
      }
      needs.put(place, lengths.getOrDefault(place, 0) + most);
    }
  }

  /** The places where blocks begin, in order, and the instructions of each. */
  SortedMap<Integer, Integer> lengths() {
    return lengths;
  }

  /** Whether a block is begun only if there are steps enough. */
  boolean isSite(int place) {
    return sites.get(place);
  }

  /** Instructions from a place on before the next such place, at most. */
  int need(int place) {
    return needs.getOrDefault(place, 0);
  }

  /** Instructions from a leader on that are always executed together. */
  private int length(int leader) {
    int length = 0;
    int place = leader;
    boolean goesOn;
    do {
      length++;
      goesOn = flow.kind(region.packed()[place]) == Flow.Kind.NEXT;
      place = next(place);
    } while (goesOn
        && place < region.packed().length
        && region.packed()[place] != 0
        && !region.leaders().get(place));
    return length;
  }

  private int next(int place) {
    return place + (PackedInstruction.length(region.packed()[place]) >>> 1);
  }

  /** The blocks of the region that a block goes on to, computed jumps aside. */
  private List<Integer> successors(int leader) {
    int last = leader;
    for (int i = 1; i < lengths.getOrDefault(leader, 0); i++) {
      last = next(last);
    }
    long packed = region.packed()[last];
    Flow.Kind kind = flow.kind(packed);
    List<Integer> found = new ArrayList<>();
    if (kind == Flow.Kind.NEXT || kind == Flow.Kind.BRANCH) {
      found.add(next(last));
    }
    if (kind == Flow.Kind.BRANCH || kind == Flow.Kind.JUMP) {
      found.add((int) (last + (Flow.distance(packed) >> 1)));
    }
    found.removeIf(place -> !lengths.containsKey(place));
    return found;
  }
}
