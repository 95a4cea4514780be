package trapeze.monitor.pg74;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Machines;
import trapeze.isa.pg74.Registers;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.machine.pg74.Machine;
import trapeze.machine.pg74.Stop;

class VirtualMachineTest {
  private static final int WORDS = 24;
  private static final int STEPS = 200;
  private static final ThirdGeneration PAPER = ThirdGeneration.paper(Format.USUAL);

  private static final ThirdGeneration PDP10 = Machines.named("pdp10").orElseThrow().machine();

  @Property(tries = 300, seed = "1974")
  @Label("a guest cannot tell at which depth of monitors it runs")
  void equivalence(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int depth,
      @ForAll @IntRange(min = 1, max = 40) int slice,
      @ForAll Method method) {
    Twin bare = Twin.bare(PAPER, WORDS);
    Twin guest = Twin.atDepth(depth, PAPER, WORDS, method);
    runTogether(bare, guest, Twin.program(PAPER, WORDS, seed), slice);
  }

  @Property(tries = 200, seed = "1974")
  @Label("a hybrid monitor runs the machine with JRST 1")
  void hybrid(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int depth) {
    Twin bare = Twin.bare(PDP10, WORDS);
    Twin guest = Twin.atDepth(depth, PDP10, WORDS, Method.HYBRID);
    runTogether(bare, guest, Twin.program(PDP10, WORDS, seed), 7);
  }

  private static void runTogether(Twin bare, Twin guest, long[] image, int slice) {
    bare.machine().load(image);
    guest.machine().load(image);
    for (int made = 0; made < STEPS; made += slice) {
      Stop expected = bare.machine().run(slice);
      assertThat(guest.machine().run(slice)).isEqualTo(expected);
      assertThat(guest.view()).isEqualTo(bare.view());
    }
  }

  @Test
  void onTheMachineWithJrst1ThePlainMonitorGoesWrong() {
    long[] image = new long[WORDS];
    image[0] = Machine.FIRST << Format.USUAL.counterAt() | WORDS;
    image[1] = (long) 8 << Format.USUAL.counterAt() | WORDS;
    image[2] = PDP10.encode("jrst1", 3);
    image[3] = PDP10.encode("rmode", 0);
    image[4] = PDP10.encode("halt", 0);
    image[8] = PDP10.encode("lit", 9);
    image[9] = PDP10.encode("halt", 0);

    Twin bare = run(Twin.bare(PDP10, WORDS), image);
    Twin plain = run(Twin.atDepth(1, PDP10, WORDS, Method.MONITOR), image);
    Twin hybrid = run(Twin.atDepth(1, PDP10, WORDS, Method.HYBRID), image);

    Registers registers = PDP10.registers();
    assertThat(bare.machine().state().get(registers.accumulator)).isEqualTo(9);
    assertThat(plain.machine().state().get(registers.accumulator)).isZero();
    assertThat(hybrid.view()).isEqualTo(bare.view());
  }

  private static Twin run(Twin twin, long[] image) {
    twin.machine().load(image);
    assertThat(twin.machine().run(100)).isEqualTo(Stop.HALTED);
    return twin;
  }

  @Property(tries = 200, seed = "1974")
  @Label("every step is accounted for, once")
  void accounting(@ForAll long seed, @ForAll Method method) {
    Twin guest = Twin.atDepth(1, PAPER, WORDS, method);
    guest.machine().load(Twin.program(PAPER, WORDS, seed));
    guest.machine().run(STEPS);
    Accounting accounting = ((VirtualMachine) guest.machine()).accounting();

    long exits = sum(accounting.exits().values());
    assertThat(accounting.direct() + exits + accounting.interpreted())
        .isEqualTo(guest.machine().steps());
    if (method == Method.MONITOR) {
      assertThat(accounting.interpreted()).isZero();
      assertThat(sum(accounting.emulated().values()) + sum(accounting.reflected().values()))
          .isEqualTo(exits);
    }
  }

  private static long sum(Collection<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
