package trapeze.shadow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where real entries let the guest write, by what they lead to: who wants to protect a frame finds
 * them here. What is noted may have gone since; an entry is looked at again before it is dropped.
 */
final class WritablePages {
  private static final int[] SHIFTS = {12, 21, 30, 39, 48};

  /** A naturally aligned block of {@code 1 << shift} bytes of guest-physical memory. */
  private record Block(long first, int shift) {
    static Block of(long guestPhysical, int shift) {
      return new Block(guestPhysical & -(1L << shift), shift);
    }
  }

  /** Where in a real space it is mapped. */
  private record Place(RealSpace space, long address) {}

  private final Map<Block, Set<Place>> places = new HashMap<>();

  /**
   * A writable page has been entered.
   *
   * @return whether this is new
   */
  boolean note(RealSpace space, long address, long guestPhysical, int shift) {
    return places
        .computeIfAbsent(Block.of(guestPhysical, shift), _ -> new HashSet<>())
        .add(new Place(space, address & -(1L << shift)));
  }

  /** Drops every writable page, of whatever size, that a frame is in. */
  void drop(long guestPhysical, HostMap hostMap) {
    for (int shift : SHIFTS) {
      Block block = Block.of(guestPhysical, shift);
      Set<Place> found = places.remove(block);
      if (found != null) {
        long frame = hostMap.toHost(block.first);
        found.forEach(place -> place.space.dropWritable(place.address, frame, shift));
      }
    }
  }

  /** Nothing is mapped any more. */
  void clear() {
    places.clear();
  }

  /** A space is no more. */
  void forget(RealSpace space) {
    places.values().forEach(each -> each.removeIf(place -> place.space == space));
    places.values().removeIf(Set::isEmpty);
  }
}
