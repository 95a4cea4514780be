package trapeze.machine.engine.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.machine.Assembler;
import trapeze.machine.SmallMachine;
import trapeze.machine.Stop;

/** What a program does is the same whether it is translated or not, to the step. */
class TranslationTest {
  private static final long BASE = SmallMachine.BASE;
  private static final long ROOT = BASE + 0x1_0000;

  private static SmallMachine machine(Translation translation) {
    SmallMachine made = new SmallMachine();
    made.hart.translate(translation);
    made.hart.hasResident(true);
    return made;
  }

  /** Calls a function that loads, adds and stores, in a loop that never ends. */
  private static SmallMachine busy(Translation translation) {
    return busy(translation, 0x40);
  }

  /** The same with the function at an offset. */
  private static SmallMachine busy(Translation translation, int function) {
    SmallMachine made = machine(translation);
    made.state.x[6] = BASE + 0x2000;
    made.at(BASE)
        .put("addi", RD, 5, RS1, 5, IMM, 1)
        .put("jal", RD, 1, IMM, function - 4)
        .half(0x0385) // c.addi t2, 1
        .put("bne", RS1, 5, RS2, 0, IMM, -10)
        .put("jal", IMM, -14);
    made.at(BASE + function)
        .put("ld", RD, 10, RS1, 6, IMM, 0)
        .put("add", RD, 10, RS1, 10, RS2, 5)
        .put("sd", RS2, 10, RS1, 6, IMM, 0)
        .put("fence")
        .put("mulh", RD, 11, RS1, 10, RS2, 10)
        .put("jalr", RS1, 1, IMM, 0);
    return made;
  }

  private static void assertSame(SmallMachine one, SmallMachine other) {
    assertThat(one.state.differences(other.state)).isEmpty();
    assertThat(one.hart.steps()).isEqualTo(other.hart.steps());
    assertThat(one.hart.retired()).isEqualTo(other.hart.retired());
    assertThat(one.memory.getLong(BASE + 0x2000)).isEqualTo(other.memory.getLong(BASE + 0x2000));
  }

  private static void assertSameAllAlong(
      SmallMachine translated, SmallMachine interpreted, int runs, int steps) {
    for (int i = 0; i < runs; i++) {
      assertThat(translated.hart.run(steps)).isEqualTo(interpreted.hart.run(steps));
      assertSame(translated, interpreted);
    }
  }

  @Property(tries = 30)
  void budgetsStopExactlyInsideABlock(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 40) Integer> budgets) {
    SmallMachine interpreted = busy(Translation.OFF);
    SmallMachine translated = busy(Translation.ALWAYS);
    for (int budget : budgets) {
      assertThat(translated.hart.run(budget)).isEqualTo(interpreted.hart.run(budget));
      assertSame(translated, interpreted);
    }
  }

  @Test
  void whatIsTranslatedMeanwhileDoesTheSame() {
    assertSameAllAlong(busy(Translation.WARM), busy(Translation.OFF), 200, 9973);
  }

  /** So many steps that the loop becomes hot by what is counted of its visits. */
  @Test
  void whatBecomesHotDoesTheSame() {
    assertSameAllAlong(busy(Translation.HOT), busy(Translation.OFF), 30, 999_983);
  }

  @Test
  void aRegionMayGoOnInAnotherPage() {
    assertSameAllAlong(busy(Translation.WARM, 0xffa), busy(Translation.OFF, 0xffa), 200, 9973);
  }

  @Test
  void aPageOfARegionMayBeMappedElsewhere() {
    SmallMachine interpreted = paged(Translation.OFF);
    SmallMachine translated = paged(Translation.WARM);
    for (int i = 0; i < 200; i++) {
      for (SmallMachine each : List.of(interpreted, translated)) {
        each.mapPage(ROOT, 0x2000, SmallMachine.leaf(BASE + (i % 7 == 6 ? 0x6000 : 0x5000), 0xcb));
        each.hart.fenceTranslations(false, 0, false, 0);
        each.hart.run(9973);
      }
      assertSame(translated, interpreted);
    }
  }

  /** Calls a function in the next page, behind which are two physical ones. */
  private static SmallMachine paged(Translation translation) {
    SmallMachine made = machine(translation);
    made.openProtection();
    made.state.set(Rv64State.MODE, 1);
    made.state.set(Rv64State.SATP, 8L << 60 | ROOT >>> 12);
    made.mapPage(ROOT, 0x1000, SmallMachine.leaf(BASE + 0x4000, 0xcb));
    made.at(BASE + 0x4000).put("jal", RD, 1, IMM, 0x1000).put("jal", IMM, -4);
    made.at(BASE + 0x5000).put("addi", RD, 5, RS1, 5, IMM, 1).put("jalr", RS1, 1, IMM, 0);
    made.at(BASE + 0x6000).put("addi", RD, 5, RS1, 5, IMM, 2).put("jalr", RS1, 1, IMM, 0);
    made.state.pc = 0x1000;
    return made;
  }

  @Test
  void anExceptionInsideABlockFindsEverythingExact() {
    for (Translation translation : List.of(Translation.OFF, Translation.ALWAYS)) {
      SmallMachine made = machine(translation);
      made.at(BASE)
          .put("addi", RD, 5, RS1, 5, IMM, 1)
          .put("addi", RD, 5, RS1, 5, IMM, 2)
          .put("ld", RD, 5, RS1, 6, IMM, 8)
          .put("addi", RD, 5, RS1, 5, IMM, 4);
      assertThat(made.hart.run(10))
          .isEqualTo(new Stop.Trapped(Trap.exception(ExceptionCause.LOAD_ACCESS_FAULT, 8)));
      assertThat(made.state.x[5]).isEqualTo(3);
      assertThat(made.state.pc).isEqualTo(BASE + 8);
      assertThat(made.hart.retired()).isEqualTo(2);
    }
  }

  @Test
  void anAccessToADeviceStopsBehindItself() {
    SmallMachine made = machine(Translation.ALWAYS);
    long[] asked = new long[3];
    int[] times = {0};
    made.hart.deadline(
        () -> {
          asked[times[0]++ % 3] = made.hart.steps();
          return Long.MAX_VALUE;
        });
    made.state.x[6] = SmallMachine.DEVICE;
    made.registers[1] = 77;
    made.at(BASE)
        .put("addi", RD, 5, RS1, 5, IMM, 1)
        .put("lw", RD, 7, RS1, 6, IMM, 4)
        .put("addi", RD, 5, RS1, 5, IMM, 2)
        .put("addi", RD, 5, RS1, 5, IMM, 4);
    assertThat(made.hart.run(4)).isEqualTo(Stop.BUDGET);
    assertThat(made.state.x[5]).isEqualTo(7);
    assertThat(made.state.x[7]).isEqualTo(77);
    assertThat(asked).containsExactly(0, 2, 0);
  }

  @Test
  void newCodeIsSeenBehindFenceI() {
    SmallMachine made = machine(Translation.ALWAYS);
    made.state.x[6] = BASE + 0x40;
    made.state.x[7] = Assembler.bits("addi", RD, 5, RS1, 5, IMM, 16);
    made.at(BASE + 0x40).put("addi", RD, 5, RS1, 5, IMM, 1).put("jalr", RS1, 1, IMM, 0);
    made.at(BASE)
        .put("jal", RD, 1, IMM, 0x40)
        .put("sw", RS1, 6, RS2, 7, IMM, 0)
        .put("fence.i")
        .put("jal", RD, 1, IMM, 0x34);
    made.hart.run(7);
    assertThat(made.state.x[5]).isEqualTo(17);
  }

  @Test
  void oneTranslationServesEveryAddressOfItsPage() {
    SmallMachine made = machine(Translation.ALWAYS);
    made.openProtection();
    made.state.set(Rv64State.MODE, 1);
    made.state.set(Rv64State.SATP, 8L << 60 | ROOT >>> 12);
    made.mapPage(ROOT, 0x1000, SmallMachine.leaf(BASE + 0x4000, 0xcb));
    made.mapPage(ROOT, 0x2000, SmallMachine.leaf(BASE + 0x4000, 0xcb));
    made.at(BASE + 0x4000).put("auipc", RD, 5, IMM, 0).put("jal", IMM, 0xffc);
    made.state.pc = 0x1000;
    made.hart.run(1);
    assertThat(made.state.x[5]).isEqualTo(0x1000);
    made.hart.run(2);
    assertThat(made.state.x[5]).isEqualTo(0x2000);
  }
}
