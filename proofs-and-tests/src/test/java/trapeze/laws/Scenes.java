package trapeze.laws;

import java.util.List;
import java.util.function.IntFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Chunks that have to do with each other: an access, a change that concerns it, the access again in
 * the same place. Left to chance alone they would seldom meet.
 */
final class Scenes {
  private Scenes() {}

  static Arbitrary<List<Chunk>> any() {
    return Arbitraries.oneOf(
        scene(Privileged::protection, 0), scene(_ -> Privileged.visibility(), -2), remapping());
  }

  private static Arbitrary<List<Chunk>> remapping() {
    return Arbitraries.integers()
        .between(0, Paging.SPACES - 1)
        .flatMap(space -> scene(space, page -> Paging.change(space, page), -2));
  }

  private static Arbitrary<List<Chunk>> scene(IntFunction<Arbitrary<Chunk>> change, int first) {
    return Arbitraries.integers()
        .between(-1, Paging.SPACES - 1)
        .flatMap(space -> scene(space, change, first));
  }

  private static Arbitrary<List<Chunk>> scene(
      int space, IntFunction<Arbitrary<Chunk>> change, int first) {
    return Arbitraries.integers()
        .between(first, Layout.DATA_PAGES - 1)
        .flatMap(page -> scene(space, page, change.apply(page)));
  }

  private static Arbitrary<List<Chunk>> scene(int space, int page, Arbitrary<Chunk> change) {
    Arbitrary<Chunk> access = Ordinary.access(Addresses.page(page));
    return Combinators.combine(Arbitraries.of(0, 1), access, change, access)
        .as(
            (mode, before, changed, after) ->
                List.of(
                    Privileged.request(3),
                    Paging.enter(space, mode),
                    before,
                    Privileged.request(3),
                    changed,
                    Paging.enter(space, mode),
                    after));
  }
}
