package trapeze.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trapeze.isa.rv64.Rv64;

/** Every fault of the engine that can be seeded is found by the mix that is drawn as a rule. */
@Tag("search")
class SeededFaultsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(EngineFault.class)
  @DisplayName("a seeded fault is found and made small")
  void found(EngineFault fault) throws InterruptedException {
    Pairing pairing = fault.pairing(Pairings.all().getFirst().mix());
    List<Finding> found = new ArrayList<>();
    Fuzzer fuzzer =
        new Fuzzer(
            new Fuzzer.Plan(
                pairing.maker(), pairing.mix(), 1974, 2, 20_000, Duration.ofMinutes(10), 1),
            Rv64.SET,
            new Corpus(new CoveragePoints(Rv64.SET), Optional.of(folder)),
            found::add);
    fuzzer.run(_ -> {});
    assertThat(found).isNotEmpty();
    assertThat(found.getFirst().instructions()).isLessThan(60);
  }
}
