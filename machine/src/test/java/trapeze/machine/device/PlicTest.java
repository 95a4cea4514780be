package trapeze.machine.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlicTest {
  private static final int SOURCES = 95;

  private final boolean[] lines = new boolean[2];
  private final Plic plic =
      new Plic(SOURCES, List.of(level -> lines[0] = level, level -> lines[1] = level));

  private static int enable(int context, int source) {
    return 0x2000 + 0x80 * context + 4 * (source / 32);
  }

  private static int threshold(int context) {
    return 0x20_0000 + 0x1000 * context;
  }

  private static int claim(int context) {
    return threshold(context) + 4;
  }

  private int read(int offset) {
    return (int) plic.read(offset, 4);
  }

  private void write(int offset, long value) {
    plic.write(offset, 4, value);
  }

  private void enableOnly(int context, int source, int priority) {
    write(4 * source, priority);
    write(enable(context, source), 1L << source % 32);
  }

  @Test
  void deliversClaimsAndCompletes() {
    enableOnly(1, 10, 1);
    plic.source(10).set(true);
    assertThat(lines).containsExactly(false, true);
    assertThat(read(0x1000)).isEqualTo(1 << 10);
    assertThat(read(claim(0))).isZero();
    assertThat(read(claim(1))).isEqualTo(10);
    assertThat(lines[1]).isFalse();
    assertThat(read(claim(1))).isZero();
    plic.source(10).set(false);
    write(claim(1), 10);
    assertThat(lines[1]).isFalse();
  }

  @Test
  void aLevelThatStaysInterruptsAgainAfterCompletion() {
    enableOnly(0, 33, 1);
    plic.source(33).set(true);
    assertThat(read(claim(0))).isEqualTo(33);
    assertThat(read(0x1004)).isZero();
    write(claim(0), 33);
    assertThat(lines[0]).isTrue();
    assertThat(read(claim(0))).isEqualTo(33);
  }

  @Test
  void aRequestOutlivesItsLevel() {
    enableOnly(0, 5, 1);
    plic.source(5).set(true);
    plic.source(5).set(false);
    assertThat(lines[0]).isTrue();
    assertThat(read(claim(0))).isEqualTo(5);
    write(claim(0), 5);
    assertThat(lines[0]).isFalse();
  }

  @Test
  void priorityThenLowestNumberDecides() {
    write(enable(0, 0), 0b1110);
    write(4, 3);
    write(8, 5);
    write(12, 5);
    for (int source = 1; source <= 3; source++) {
      plic.source(source).set(true);
    }
    assertThat(List.of(read(claim(0)), read(claim(0)), read(claim(0)))).containsExactly(2, 3, 1);
  }

  @Test
  void thresholdMasksTheLineNotTheClaim() {
    enableOnly(0, 7, 3);
    plic.source(7).set(true);
    write(threshold(0), 3);
    assertThat(lines[0]).isFalse();
    write(threshold(0), 2);
    assertThat(lines[0]).isTrue();
    write(threshold(0), 7);
    assertThat(read(claim(0))).isEqualTo(7);
  }

  @Test
  void priorityZeroNeverInterrupts() {
    enableOnly(0, 7, 0);
    plic.source(7).set(true);
    assertThat(lines[0]).isFalse();
    assertThat(read(claim(0))).isZero();
  }

  @Test
  void completionOfASourceThatIsNotEnabledIsIgnored() {
    enableOnly(0, 7, 1);
    plic.source(7).set(true);
    read(claim(0));
    write(claim(1), 7);
    assertThat(lines[0]).isFalse();
    write(claim(0), 0xffff_ffffL);
    write(claim(0), 7);
    assertThat(lines[0]).isTrue();
  }

  @Test
  void registersKeepOnlyWhatExists() {
    write(0, 7);
    assertThat(read(0)).isZero();
    write(4, -1);
    assertThat(read(4)).isEqualTo(7);
    write(enable(1, 0), -1);
    assertThat(read(enable(1, 0))).isEqualTo(-2);
    write(4 * 96, 1);
    assertThat(read(4 * 96)).isZero();
    write(threshold(2), 1);
    assertThat(read(threshold(2))).isZero();
    write(0x1000, -1);
    assertThat(read(0x1000)).isZero();
    assertThat(plic.accepts(0, 8)).isFalse();
    assertThat(plic.accepts(2, 4)).isFalse();
    assertThatThrownBy(() -> plic.source(96)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> plic.source(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private record Step(int what, int source, int context, int value) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 5),
            Arbitraries.of(1, 2, 31, 32), // few, so that one sequence does much to each
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 8))
        .as(Step::new)
        .list()
        .ofMaxSize(80);
  }

  /** A second reading of the specification, by sets instead of bits. */
  private static final class Model {
    final int[] priority = new int[SOURCES + 1];
    final int[] threshold = new int[2];
    final List<TreeSet<Integer>> enabled = List.of(new TreeSet<>(), new TreeSet<>());
    final TreeSet<Integer> high = new TreeSet<>();
    final TreeSet<Integer> pending = new TreeSet<>();
    final TreeSet<Integer> inService = new TreeSet<>();

    void forward() {
      high.stream().filter(source -> !inService.contains(source)).forEach(pending::add);
    }

    int best(int context) {
      return pending.stream()
          .filter(source -> enabled.get(context).contains(source) && priority[source] > 0)
          .reduce(0, (a, b) -> priority[b] > priority[a] ? b : a);
    }

    boolean line(int context) {
      return priority[best(context)] > threshold[context];
    }
  }

  @Property(tries = 300)
  void behavesAsTheSpecificationReadASecondTime(@ForAll("steps") List<Step> steps) {
    new PlicTest().compareWithModel(steps);
  }

  private void compareWithModel(List<Step> steps) {
    Model model = new Model();
    for (Step step : steps) {
      int source = step.source();
      int context = step.context();
      switch (step.what()) {
        case 0 -> {
          write(4 * source, step.value());
          model.priority[source] = step.value() % 8;
        }
        case 1 -> {
          write(enable(context, source), read(enable(context, source)) ^ 1 << source);
          if (!model.enabled.get(context).remove(source)) {
            model.enabled.get(context).add(source);
          }
        }
        case 2 -> {
          write(threshold(context), step.value());
          model.threshold[context] = step.value() % 8;
        }
        case 3 -> {
          boolean level = step.value() > 3;
          plic.source(source).set(level);
          boolean risen = level && model.high.add(source);
          if (!level) {
            model.high.remove(source);
          } else if (risen) {
            model.forward();
          }
        }
        case 4 -> {
          int expected = model.best(context);
          assertThat(read(claim(context))).isEqualTo(expected);
          if (expected != 0) {
            model.pending.remove(expected);
            model.inService.add(expected);
          }
        }
        default -> {
          write(claim(context), source);
          if (model.enabled.get(context).contains(source)) {
            model.inService.remove(source);
            model.forward();
          }
        }
      }
      assertThat(lines).containsExactly(model.line(0), model.line(1));
    }
  }

  @Property(tries = 300)
  void survivesAnyAccess(
      @ForAll @IntRange(max = 0x5f_ffff) int offset, @ForAll int value, @ForAll boolean high) {
    write(offset & ~3, value);
    plic.source(1 + (value >>> 1) % SOURCES).set(high);
    read(offset & ~3);
    assertThat(read(claim(0))).isBetween(0, SOURCES);
  }
}
