package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.Label;
import trapeze.machine.Hart;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.Parts;
import trapeze.shadow.Policy;

/** What breaks law 1 for machines of several harts, which take turns of a few steps. */
class SeveralHartsLaw {

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
}
