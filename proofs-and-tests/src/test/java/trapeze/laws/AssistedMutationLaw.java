package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.Label;
import net.jqwik.api.Tag;
import org.assertj.core.api.SoftAssertions;
import trapeze.laws.AssistedFaults.Seeded;
import trapeze.machine.Hart;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.Parts;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/** Law 5 for the hardware-assisted design: for each of its seeded faults some law fails. */
class AssistedMutationLaw {
  private static final int MOST = 400;
  private static final int SLICE = 1000;
  private static final int SHORT_SLICE = 100;

  /** A real hart that is told to wait would do so for ever: the guest's WFI is to trap. */
  private static final HartFactory NEVER_WAITS =
      (state, bus, clock) ->
          new Hart(state, bus, clock) {
            @Override
            public void waitForInterrupt() {
              throw new IllegalStateException("the real hart waits");
            }
          };

  @Example
  @Label("every seeded fault is caught by its guest, which shows nothing of the monitor as it is")
  void everyFaultIsCaught() {
    SoftAssertions softly = new SoftAssertions();
    for (Seeded fault : AssistedFaults.ALL) {
      softly
          .assertThat(against(fault, fault.program(), fault.parts()))
          .as(fault.name())
          .isNotEmpty();
      softly
          .assertThat(against(fault, fault.program(), HardwareLaw.of(Designs.HARDWARE)))
          .as("without: " + fault.name())
          .isEmpty();
    }
    softly.assertAll();
  }

  @Example
  @Tag("search")
  @Label("the guest of each seeded fault is the first that shows it")
  void programsAreTheFirst() {
    SoftAssertions softly = new SoftAssertions();
    for (Seeded fault : AssistedFaults.ALL) {
      softly.assertThat(first(fault)).as(fault.name()).isEqualTo(fault.program());
    }
    softly.assertAll();
  }

  @Example
  @Label("no two faults have one name")
  void namesAreDistinct() {
    assertThat(AssistedFaults.ALL).extracting(Seeded::name).doesNotHaveDuplicates();
  }

  /** The number of the first guest that shows a fault; 0 if none of many does. */
  static int first(Seeded fault) {
    return IntStream.rangeClosed(1, MOST)
        .filter(number -> !against(fault, number, fault.parts()).isEmpty())
        .findFirst()
        .orElse(0);
  }

  private static String against(Seeded fault, int number, Parts parts) {
    Program program = Trial.program(number);
    try {
      return switch (fault.law()) {
        case EQUIVALENCE -> Laws.equivalence(program, Policy.CACHED, SLICE, NEVER_WAITS, parts);
        case RESOURCE_CONTROL ->
            Laws.resourceControl(
                List.of(program, program), true, Policy.CACHED, SHORT_SLICE, NEVER_WAITS, parts);
        case EFFICIENCY -> Laws.efficiency(program, Policy.CACHED, NEVER_WAITS, parts);
        case RECURSION -> throw new IllegalArgumentException("one monitor only");
      };
    } catch (RuntimeException broken) {
      return "the monitor breaks down: " + broken;
    }
  }
}
