package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import trapeze.machine.Hart;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.Parts;
import trapeze.shadow.Policy;

/** Law 1 for machines of several harts, which take turns of a few steps. */
class SeveralHartsLaw {

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("harts that share memory and interrupt each other are the same, bare and virtual")
  void severalHarts(
      @ForAll("several") Program program,
      @ForAll @IntRange(min = 2, max = 3) int harts,
      @ForAll @IntRange(min = 1, max = 100) int turn,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 4000) int slice) {
    String against =
        Laws.equivalenceOfHarts(program, harts, turn, policy, slice, HartFactory.REAL, Parts.USUAL);
    assertThat(against).isEmpty();
  }

  @Example
  @Label("a reservation that outlasts the turn of its hart is seen")
  void reservationsKept() {
    HartFactory clinging =
        (state, bus, clock) ->
            new Hart(state, bus, clock) {
              @Override
              public void cancelReservation() {}
            };
    Random random = new Random(1974);
    String found = "";
    for (int i = 0; i < 2000 && found.isEmpty(); i++) {
      Program program = Programs.SEVERAL.from(random);
      int turn = 1 + i % 30;
      found = Laws.equivalenceOfHarts(program, 2, turn, Policy.CACHED, 4000, clinging, Parts.USUAL);
    }
    assertThat(found).isNotEmpty();
  }

  @Provide
  Arbitrary<Program> several() {
    return Guests.drawn(Programs.SEVERAL);
  }
}
