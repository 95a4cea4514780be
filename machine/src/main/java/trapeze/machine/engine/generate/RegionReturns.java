package trapeze.machine.engine.generate;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import trapeze.isa.definition.PackedInstruction;
import trapeze.machine.engine.Optimisation;

/**
 * Where the computed jumps of a region are likely to lead: a jump that ends what a call of the
 * region leads to, comes back behind that call. Comparing with those few places first is cheaper
 * than to look for the address among all entries, and lets the host's branch prediction tell the
 * jumps apart.
 */
final class RegionReturns {
  private static final boolean PREDICTS = Optimisation.PREDICTED_RETURNS.isOn();

  /** Places that a jump is compared with, at most. */
  private static final int MOST = 4;

  private final Region region;
  private final Flow flow;
  private final Map<Integer, BitSet> behind = new HashMap<>();
  private final Map<Integer, BitSet> places = new HashMap<>();

  RegionReturns(Region region, Flow flow) {
    this.region = region;
    this.flow = flow;
    for (int place = 0; PREDICTS && place < region.packed().length; place++) {
      long packed = region.packed()[place];
      if (packed != 0 && isCall(packed) && isInside(target(place)) && isInside(next(place))) {
        behind.computeIfAbsent(target(place), _ -> new BitSet()).set(next(place));
      }
    }
    behind.keySet().forEach(this::follow);
  }

  /** The places that the computed jump at a place is to be compared with, a few or none. */
  BitSet of(int jump) {
    BitSet found = places.getOrDefault(jump, new BitSet());
    return found.cardinality() <= MOST ? found : new BitSet();
  }

  /** Finds the computed jumps that end what begins at a place; calls in it are passed over. */
  private void follow(int start) {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    open.add(start);
    while (!open.isEmpty()) {
      int place = open.remove();
      if (!isInside(place) || seen.get(place)) {
        continue;
      }
      seen.set(place);
      long packed = region.packed()[place];
      Flow.Kind kind = flow.kind(packed);
      boolean comesBack = kind != Flow.Kind.BRANCH && flow.links(packed);
      if (kind == Flow.Kind.INDIRECT && !comesBack) {
        places.computeIfAbsent(place, _ -> new BitSet()).or(behind.get(start));
      } else {
        if (kind == Flow.Kind.BRANCH || kind == Flow.Kind.JUMP && !comesBack) {
          open.add(target(place));
        }
        if (kind == Flow.Kind.NEXT || kind == Flow.Kind.BRANCH || comesBack) {
          open.add(next(place));
        }
      }
    }
  }

  private boolean isCall(long packed) {
    return flow.kind(packed) == Flow.Kind.JUMP && flow.links(packed);
  }

  private boolean isInside(int place) {
    return place >= 0 && place < region.packed().length && region.packed()[place] != 0;
  }

  private int target(int place) {
    return (int) (place + (Flow.distance(region.packed()[place]) >> 1));
  }

  private int next(int place) {
    return place + (PackedInstruction.length(region.packed()[place]) >>> 1);
  }
}
