package trapeze.monitor.pg74;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.machine.pg74.Machine;
import trapeze.machine.pg74.Memory;

class ControlProgramTest {
  private static final ThirdGeneration PAPER = ThirdGeneration.paper(Format.USUAL);
  private static final int WORDS = 20;

  @Property(tries = 200, seed = "1974")
  @Label("a guest changes nothing outside its region, whatever it executes")
  void resourceControl(@ForAll long seed) {
    Machine real = new Machine(PAPER, Memory.of(WORDS + 20), List.of());
    for (int i = 0; i < real.memory().size(); i++) {
      real.memory().write(i, 1000 + i);
    }
    ControlProgram control = new ControlProgram(real, Method.MONITOR);
    control.allocator().take(9);
    VirtualMachine guest = control.define("hostile", WORDS, List.of());
    guest.load(Twin.program(PAPER, WORDS, seed));
    long[] before = real.memory().words();
    control.run(200);

    Region own = guest.map().region();
    for (int i = 0; i < before.length; i++) {
      if (i < own.base() || i >= own.end()) {
        assertThat(real.memory().read(i)).as("word %d", i).isEqualTo(before[i]);
      }
    }
    assertThat(real.isHalted()).isFalse();
  }

  @Property(tries = 100, seed = "1974")
  @Label("what one guest does changes nothing for another")
  void nonInterference(@ForAll long seed, @ForAll long other) {
    List<Twin.View> views = new ArrayList<>();
    for (long neighbour : new long[] {other, other + 1}) {
      Machine real = new Machine(PAPER, Memory.of(64), List.of());
      ControlProgram control = new ControlProgram(real, Method.MONITOR);
      VirtualMachine first = control.define("neighbour", WORDS, List.of(), 2, 3);
      VirtualMachine second = control.define("guest", WORDS, List.of(), 1, 5);
      first.load(Twin.program(PAPER, WORDS, neighbour));
      second.load(Twin.program(PAPER, WORDS, seed));
      control.run(150);
      views.add(new Twin(second, new ByteArrayOutputStream()).view());
    }
    assertThat(views.get(0)).isEqualTo(views.get(1));
  }

  @Test
  void turnsFollowShares() {
    Machine real = new Machine(PAPER, Memory.of(64), List.of());
    ControlProgram control = new ControlProgram(real, Method.MONITOR);
    long[] loop = {Machine.FIRST << Format.USUAL.counterAt() | 8, 0, PAPER.encode("jump", 2)};
    VirtualMachine one = control.define("one", 8, List.of(), 1, 10);
    VirtualMachine three = control.define("three", 8, List.of(), 3, 10);
    one.load(loop);
    three.load(loop);

    assertThat(control.runRound(1000)).isTrue();
    assertThat(control.runRound(1000)).isTrue();
    assertThat(one.steps()).isEqualTo(20);
    assertThat(three.steps()).isEqualTo(60);
    control.run(1000);
    assertThat(one.steps()).isEqualTo(1000);
    assertThat(three.steps()).isEqualTo(1000);
  }

  @Property(tries = 200, seed = "1974")
  @Label("regions are disjoint, behind the control program's own words, and in memory")
  void regions(@ForAll long seed) {
    Random random = new Random(seed);
    Allocator allocator = new Allocator(100);
    List<Region> mine = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      if (!mine.isEmpty() && random.nextInt(3) == 0) {
        allocator.give(mine.remove(random.nextInt(mine.size())));
        continue;
      }
      long size = 1L + random.nextInt(30);
      try {
        mine.add(allocator.take(size));
      } catch (OutOfRealMemory none) {
        assertThat(mine).isNotEmpty();
      }
      List<Region> taken = allocator.taken();
      assertThat(taken).containsExactlyInAnyOrderElementsOf(mine);
      for (int a = 0; a < taken.size(); a++) {
        assertThat(taken.get(a).base()).isGreaterThanOrEqualTo(Machine.FIRST);
        assertThat(taken.get(a).end()).isLessThanOrEqualTo(100);
        for (int b = 0; b < a; b++) {
          assertThat(taken.get(a).overlaps(taken.get(b))).isFalse();
        }
      }
    }
  }

  @Test
  void memoryComesBackEmpty() {
    Machine real = new Machine(PAPER, Memory.of(10), List.of());
    ControlProgram control = new ControlProgram(real, Method.MONITOR);
    VirtualMachine first = control.define("first", 8, List.of());
    first.load(new long[] {7, 7, 7});
    assertThatThrownBy(() -> control.define("second", 1, List.of()))
        .isInstanceOf(OutOfRealMemory.class)
        .hasMessageContaining("largest region left has 0");
    control.release(first);

    VirtualMachine second = control.define("second", 8, List.of());
    assertThat(Arrays.stream(second.memory().words()).sum()).isZero();
    assertThat(control.machines()).containsExactly(second);
  }
}
