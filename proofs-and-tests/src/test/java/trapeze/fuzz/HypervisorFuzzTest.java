package trapeze.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.isa.rv64.Rv64;
import trapeze.laws.Mix;
import trapeze.laws.Program;
import trapeze.laws.ProgramText;
import trapeze.laws.Programs;

/** Programs for machines with the hypervisor extension. */
class HypervisorFuzzTest {

  private static Mix mix(String pair) {
    return pairing(pair).mix().withHypervisor();
  }

  private static Pairing pairing(String name) {
    return Pairings.all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"reference, 60", "vm, 60", "vm2, 6"})
  @DisplayName("machines with guests of their own agree, and the guests get somewhere")
  void agree(String name, int programs) throws InterruptedException {
    CoveragePoints points = new CoveragePoints(Rv64.SET);
    Corpus corpus = new Corpus(points, Optional.empty());
    List<Finding> found = new ArrayList<>();
    Fuzzer fuzzer =
        new Fuzzer(
            new Fuzzer.Plan(
                pairing(name).maker(), mix(name), 1974, 1, programs, Duration.ofMinutes(5), 1),
            Rv64.SET,
            corpus,
            found::add);
    fuzzer.run(_ -> {});
    assertThat(found).isEmpty();
    CoverageSummary reached = points.summary(corpus.seen());
    assertThat(reached.inVs()).isGreaterThan(programs / 3);
    assertThat(reached.inVu()).isGreaterThanOrEqualTo(programs / 20);
  }

  @Test
  @DisplayName("guests trap to VS, HS and M: by every cause of theirs")
  void causes() throws InterruptedException {
    CoveragePoints points = new CoveragePoints(Rv64.SET);
    Corpus corpus = new Corpus(points, Optional.empty());
    new Fuzzer(
            new Fuzzer.Plan(
                () -> new MachinePair(Machine.INTERPRETER, List.of()),
                mix("vm"),
                1974,
                1,
                400,
                Duration.ofMinutes(5),
                1),
            Rv64.SET,
            corpus,
            _ -> {})
        .run(_ -> {});
    Set<String> ways = new HashSet<>();
    corpus.seen().stream()
        .mapToObj(points::name)
        .filter(each -> each.startsWith("trap "))
        .forEach(each -> ways.add(each.substring(0, each.lastIndexOf(' '))));
    assertThat(ways)
        .contains("trap 8 VU VS", "trap 10 VS S", "trap 10 VS M", "trap 22 VS S", "trap 22 VU M")
        .contains("trap 20 VS S", "trap 21 VS M", "trap 23 VS S", "trap 13 VS VS", "trap 12 VU VS")
        .contains("trap interrupt:2 VU VS", "trap interrupt:6 VS S", "trap interrupt:10 VS VS");
  }

  @Test
  @DisplayName("a program with guests is the same when it is read back")
  void text() {
    SplittableRandom random = new SplittableRandom(1974);
    for (int i = 0; i < 20; i++) {
      Program program = Programs.programs(Mix.USUAL.withHypervisor()).from(random);
      ProgramText text = new ProgramText();
      ProgramText.lines(program).forEach(text::read);
      assertThat(text.program()).isEqualTo(program);
      assertThat(program.hasHypervisor()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"virtual-illegal", "gva-untold", "htval-in-bytes"})
  @DisplayName("a fault of what guests meet is found")
  void fault(String title) throws InterruptedException {
    EngineFault fault = EngineFault.valueOf(title.toUpperCase(Locale.ROOT).replace('-', '_'));
    Pairing pairing = fault.pairing(pairing("reference").mix());
    List<Finding> found = new ArrayList<>();
    Fuzzer fuzzer =
        new Fuzzer(
            new Fuzzer.Plan(pairing.maker(), pairing.mix(), 1974, 1, 200, Duration.ofMinutes(5), 1),
            Rv64.SET,
            new Corpus(new CoveragePoints(Rv64.SET), Optional.empty()),
            found::add);
    fuzzer.run(_ -> {});
    assertThat(found).isNotEmpty();
  }
}
