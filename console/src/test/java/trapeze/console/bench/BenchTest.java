package trapeze.console.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trapeze.machine.engine.Optimisation;
import trapeze.shadow.Policy;

final class BenchTest {
  private static final Path EXPECTED = Path.of("..", "guest-programs", "bench", "expected.txt");

  @Test
  void kernelsAndChecksumsAreThoseOfTheGuest() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(EXPECTED)) {
      String[] words = line.split(" +");
      lines.add(words[0] + " " + words[words.length - 1]);
    }
    assertThat(Kernel.ALL.stream().map(each -> each.name() + " " + each.checksum()))
        .containsExactlyElementsOf(lines);
  }

  @Test
  void resultIsReadBehindAConsolesName() {
    String line =
        "guest| csr           iterations 3 operations 2000 checksum 7a314 instructions 15";
    assertThat(Sample.read(line, "csr")).contains(new Sample.Line(3, 2000, "7a314", 15));
    assertThat(Sample.read(line, "device")).isEmpty();
    assertThat(Sample.read("csr begins", "csr")).isEmpty();
  }

  @Test
  void seriesHasMedianSpreadAndRatiosOfTheSameRound() {
    Series slow = new Series(List.of(8.0, 2.0, 6.0, 12.0));
    Series fast = new Series(List.of(4.0, 2.0, 2.0, 3.0));
    assertThat(slow.median()).isEqualTo(7);
    assertThat(slow.least()).isEqualTo(2);
    assertThat(slow.greatest()).isEqualTo(12);
    assertThat(slow.dividedBy(fast).values()).containsExactly(2.0, 1.0, 3.0, 4.0);
    assertThat(Series.geometricMean(List.of(2.0, 8.0))).isCloseTo(4, within(1e-12));
  }

  @Test
  void speedIsAgainstTheOtherPlatformAndMipsAreByTrapezesCount() {
    Kernel kernel = Kernel.ALL.getFirst();
    Timed bare = timed(kernel, Platform.BARE, 2_000_000_000L, 1_000_000_000L);
    Timed qemu = timed(kernel, Platform.QEMU, 1_000_000_000L, 77);
    Results results =
        new Results(
            "bench",
            new Host("", "", 1, "", 0, 0),
            Paging.SMALL,
            1,
            1,
            List.of(bare, qemu),
            List.of());
    assertThat(results.speed(kernel.name(), Platform.QEMU, Platform.BARE).orElseThrow().median())
        .isEqualTo(2);
    assertThat(results.mips(bare)).contains(500.0);
    assertThat(results.mips(qemu)).contains(1000.0);
    assertThat(JsonDocument.of(results)).contains("\"guestMips\" : 500.0");
    assertThat(Plot.svg(results)).startsWith("<svg").contains("<style>");
  }

  @Test
  void whatIsLeftOutIsShownBesideTheWhole() {
    Kernel kernel = Kernel.ALL.getFirst();
    Timed whole = timed(kernel, Platform.BARE, 1_000_000_000L, 1_000);
    Optimisation optimisation = Optimisation.TRANSLATOR;
    Platform part = whole.platform().ablated(optimisation);
    Timed without = new Timed(kernel, part);
    without.add(sample(kernel, 3_000_000_000L, 1_000));
    Results results =
        new Results(
            "bench",
            new Host("", "", 1, "", 0, 0),
            Paging.SMALL,
            1,
            1,
            List.of(whole, without),
            List.of(optimisation));
    assertThat(part.options()).contains("-Dtrapeze.without=translator");
    assertThat(results.whole().platforms()).containsExactly(whole.platform());
    assertThat(Benchmark.lines(results))
        .anyMatch(line -> line.matches("translator +3.00 +3.00"))
        .noneMatch(line -> line.contains("bare without"));
  }

  @Test
  void eachPolicyIsAPlatformAndTheUsualOneIsWhatSpeedsAreAgainst() {
    assertThat(Platform.ALL.stream().map(Platform::name).filter(name -> name.startsWith("policy-")))
        .containsExactlyElementsOf(
            Stream.of(Policy.values()).map(each -> "policy-" + each).toList())
        .contains(Platform.USUAL_POLICY);
    Kernel kernel = Kernel.ALL.getFirst();
    Timed flush = timed(kernel, "policy-flush", 3_000_000_000L, 1_000);
    Timed cached = timed(kernel, Platform.USUAL_POLICY, 1_000_000_000L, 1_000);
    assertThat(flush.platform().words()).containsSubsequence("run", "--policy", "flush");
    Results results =
        new Results(
            "bench",
            new Host("", "", 1, "", 0, 0),
            Paging.SMALL,
            1,
            1,
            List.of(flush, cached),
            List.of());
    assertThat(Benchmark.lines(results))
        .contains("Speed, policy-cached = 1: median of the rounds' ratios (least to greatest)")
        .anyMatch(line -> line.matches(kernel.name() + " +0.333 +1.00"));
  }

  @Test
  void aTurnCostsWhatShortTurnsTakeBeyondLongOnes() {
    Kernel kernel = Kernel.ALL.getFirst();
    Timed two = timed(kernel, Platform.TWO, 2_000_000_000L, 1_000_000_000L);
    Timed turns = timed(kernel, Platform.TURNS, 6_000_000_000L, 1_000_000_000L);
    Results results =
        new Results(
            "bench",
            new Host("", "", 1, "", 0, 0),
            Paging.SMALL,
            1,
            1,
            List.of(two, turns),
            List.of());
    // Two guests of a thousand million instructions each make two million turns in four seconds.
    assertThat(Benchmark.lines(results))
        .anyMatch(line -> line.matches("world switch between guests .* 2.00 µs +no"));
  }

  @Test
  void twoGuestsDoTwiceTheWorkInTheSameTime() {
    Kernel kernel = Kernel.ALL.getFirst();
    Timed one = timed(kernel, Platform.VIRTUAL, 1_000_000_000L, 1);
    Timed two = timed(kernel, Platform.HARTS, 1_000_000_000L, 1);
    Results results =
        new Results(
            "bench",
            new Host("", "", 1, "", 0, 0),
            Paging.SMALL,
            1,
            1,
            List.of(one, two),
            List.of());
    assertThat(Benchmark.lines(results))
        .anyMatch(line -> line.matches("integers, two guests on two harts .* 2.00 +yes"));
  }

  private static Timed timed(Kernel kernel, String platform, long nanoseconds, long instructions) {
    Platform found =
        Platform.ALL.stream()
            .filter(each -> each.name().equals(platform))
            .findFirst()
            .orElseThrow();
    Timed timed = new Timed(kernel, found);
    timed.add(sample(kernel, nanoseconds, instructions));
    return timed;
  }

  private static Sample sample(Kernel kernel, long nanoseconds, long instructions) {
    return new Sample(
        nanoseconds, nanoseconds, 1, 0, new Sample.Line(10, 1, kernel.checksum(), instructions));
  }
}
