package trapeze.laws;

import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;
import net.jqwik.api.domains.DomainContextBase;

/** Generated guests, for the laws' properties. */
class Guests extends DomainContextBase {

  /** Guests that fence as the manual asks. */
  @Provide
  Arbitrary<Program> programs() {
    return drawn(Programs.FENCED);
  }

  /** Guests that are drawn like this, and made small by leaving out what can be left out. */
  static Arbitrary<Program> drawn(Draw<Program> draw) {
    return Arbitraries.fromGenerator(random -> new Smaller(draw.from(random)));
  }

  /** A guest, and those that are smaller. */
  private record Smaller(Program value) implements Shrinkable<Program> {
    @Override
    public Stream<Shrinkable<Program>> shrink() {
      return Shrinking.smaller(value).map(Smaller::new);
    }

    @Override
    public ShrinkingDistance distance() {
      return ShrinkingDistance.of(Shrinking.size(value));
    }
  }
}
