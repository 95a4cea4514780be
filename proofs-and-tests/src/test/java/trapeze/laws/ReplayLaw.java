package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Example;
import net.jqwik.api.Label;
import trapeze.isa.ir.Operand;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.board.Hardware;
import trapeze.machine.board.HartFactory;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.machine.engine.Engine;
import trapeze.machine.engine.Reservation;
import trapeze.monitor.Parts;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/**
 * Law 1 for guests that do not fence: the virtual run makes choices that the manual permits, and
 * the reference evaluator, making the same ones, agrees with it.
 */
class ReplayLaw {

  @Example
  @Label("a translation that was fenced is not permitted")
  void fencedTranslations() {
    Parts deaf =
        new Parts() {
          @Override
          public ShadowSpaces spaces(
              Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
            return new ShadowSpaces(hardware, resources, policy, hostMap) {
              @Override
              public void fence(boolean hasAddress, long address, boolean hasAsid, long asid) {}
            };
          }
        };
    assertThat(refusal(() -> new Choices(deaf))).contains("through a translation");
  }

  @Example
  @Label("an instruction that was overwritten before the last FENCE.I is not permitted")
  void fencedInstructions() {
    Supplier<Choices> deaf =
        () ->
            new Choices(Parts.USUAL) {
              @Override
              Hart hart(Engine engine, HartState state, Bus bus, Clock clock) {
                return new Hart(engine, state, bus, clock) {
                  @Override
                  public void fenceI() {}
                };
              }
            };
    assertThat(refusal(deaf)).contains("was not in memory since the last FENCE.I");
  }

  @Example
  @Label("an SC that succeeds without a reservation is not permitted")
  void conditionalWithoutReservation() {
    Supplier<Choices> clinging =
        () ->
            new Choices(Parts.USUAL) {
              @Override
              void executed(Hart hart, Reservation before) {
                if (!hart.hasReservation()) {
                  hart.reservation(before);
                }
              }
            };
    assertThat(refusal(clinging)).contains("an SC without a reservation");
  }

  /** What is refused first, of what a faulty machine chooses for guests that fence. */
  private static String refusal(Supplier<Choices> choices) {
    Random random = new Random(1974);
    for (int i = 0; i < 1000; i++) {
      Program program = Programs.FENCED.from(random);
      String found = Laws.replay(program, Policy.CACHED, 1000, choices.get());
      if (found.startsWith("not permitted")) {
        return found;
      }
    }
    return "";
  }

  @Example
  @Label("a constrained loop of LR and SC completes in slices of one step, two guests in turn")
  void constrainedLoops() {
    Code code = new Code().load(5, Layout.DATA);
    code.put("lr.d", Operand.RD, 6, Operand.RS1, 5).immediate("addi", 6, 6, 1);
    code.put("sc.d", Operand.RD, 7, Operand.RS1, 5, Operand.RS2, 6);
    code.put("bne", Operand.RS1, 7, Operand.RS2, 0, Operand.IMM, -12);
    Program program =
        new Program(
            Collections.nCopies(10, new Chunk("count", code.words())),
            List.of(),
            Map.of(),
            List.of(0L));
    for (Policy policy : Policy.values()) {
      try (Runs runs = new Runs()) {
        Guest counting = runs.beside(program, program, policy, 1, HartFactory.REAL, Parts.USUAL);
        assertThat(counting.board().memory().getLong(Layout.DATA)).isEqualTo(10);
        assertThat(counting.differenceFrom(runs.bare(program))).isEmpty();
      }
    }
  }
}
