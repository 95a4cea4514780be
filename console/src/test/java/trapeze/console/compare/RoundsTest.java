package trapeze.console.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trapeze.console.UserError;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.shadow.Policy;

class RoundsTest {
  private static final int SV57 = AddressTranslation.SV57;
  private static final Workload SENSITIVE = workload("sensitive");
  private static final Cell BARE = new Cell(SENSITIVE, Setup.bare(SV57));
  private static final Cell CACHED =
      new Cell(SENSITIVE, new Setup("trap-emulate", Policy.CACHED, SV57, 1));

  @TempDir private Path folder;

  private static Workload workload(String name) {
    return Workload.ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private List<CellResult> run(List<Cell> cells, int rounds, List<String> made)
      throws InterruptedException {
    return new Rounds(new Bench(Long.MAX_VALUE, EngineChoice.usual()), new ResultStore(folder))
        .run(
            cells,
            rounds,
            (result, _, _, kept) -> {
              if (!kept) {
                made.add(result.setup());
              }
            });
  }

  @Test
  void whatIsKeptIsNotRunAgainAndMoreRoundsGoOn() throws Exception {
    List<String> first = new ArrayList<>();
    List<CellResult> alone = run(List.of(BARE), 1, first);
    assertThat(first).containsExactly("bare");

    List<String> second = new ArrayList<>();
    List<CellResult> both = run(List.of(BARE, CACHED), 2, second);
    assertThat(second).containsExactly("trap-emulate/cached", "bare", "trap-emulate/cached");
    assertThat(both).extracting(CellResult::rounds).containsExactly(2, 2);
    assertThat(both.getFirst().nanoseconds().getFirst())
        .isEqualTo(alone.getFirst().nanoseconds().getFirst());

    List<String> third = new ArrayList<>();
    assertThat(run(List.of(BARE, CACHED), 2, third)).isEqualTo(both);
    assertThat(third).isEmpty();
  }

  @Test
  void everyRoundCountsTheSameAndTheGuestSeesTheSameMachine() throws Exception {
    List<CellResult> results = run(List.of(BARE, CACHED), 2, new ArrayList<>());
    assertThat(results).allMatch(CellResult::good);
    assertThat(results).allMatch(result -> result.contradictions().isEmpty());
    assertThat(results).extracting(CellResult::console).containsOnly(results.getFirst().console());
    assertThat(results)
        .extracting(result -> result.counts().get(Counts.GUEST_INSTRUCTIONS))
        .containsOnly(results.getFirst().counts().get(Counts.GUEST_INSTRUCTIONS));
    Counts bare = results.getFirst().counts();
    assertThat(bare.total(Counts.EXITS)).isZero();
    assertThat(bare.total(Counts.TRAPS)).isEqualTo(bare.get(Counts.GUEST_TRAPS)).isPositive();
    Counts virtual = results.getLast().counts();
    assertThat(virtual.total(Counts.EXITS)).isPositive();
    assertThat(
            virtual.total(Counts.REFLECTED)
                + virtual.total(Counts.TRAPS)
                + virtual.total(Counts.INJECTED))
        .isEqualTo(bare.get(Counts.GUEST_TRAPS));
    assertThat(
            virtual.get(Counts.DIRECT)
                + virtual.total(Counts.EMULATED)
                + virtual.get(Counts.INTERPRETED))
        .isEqualTo(bare.get(Counts.GUEST_INSTRUCTIONS));
  }

  @Test
  void onlyTheRepetitionsAreMeasured() throws Exception {
    Cell loop = new Cell(workload("micro-nothing"), Setup.bare(SV57));
    Cell calls = new Cell(workload("micro-system-call"), CACHED.setup());
    List<CellResult> results = run(List.of(loop, calls), 1, new ArrayList<>());
    Counts nothing = results.getFirst().counts();
    assertThat(nothing.get(Counts.GUEST_INSTRUCTIONS)).isEqualTo(2000L);
    assertThat(nothing.get(Counts.DIRECT)).isEqualTo(2000L);
    Counts call = results.getLast().counts();
    assertThat(call.details(Counts.REFLECTED))
        .isEqualTo(Map.of("environment call from U-mode", 1000L));
    assertThat(call.details(Counts.EMULATED)).containsEntry("sret", 1000L);
  }

  @Test
  void walksReadTheTablesOfWhoeverTranslates() throws Exception {
    Workload remap = workload("micro-remap");
    List<Cell> cells = List.of(new Cell(remap, Setup.bare(SV57)), new Cell(remap, CACHED.setup()));
    List<CellResult> results = run(cells, 1, new ArrayList<>());
    Counts bare = results.getFirst().counts();
    // Sv39: a walk of three for each changed entry, whose page has 4 KiB, and a walk of one for a
    // gigapage, whose translation the fence drops with it.
    assertThat(bare.get("walks.count")).isEqualTo(2000L);
    assertThat(bare.get("walks.references.guest's tables")).isEqualTo(4000L);
    assertThat(bare.get("walks.references.monitor's tables")).isZero();
    Counts virtual = results.getLast().counts();
    assertThat(virtual.get("walks.references.guest's tables")).isZero();
    assertThat(virtual.get("walks.references.monitor's tables")).isPositive();
  }

  @Test
  void aCountThatIsAnotherIsSaid() {
    Counts.Builder counts = new Counts.Builder().add("exits.illegal instruction", 1);
    Measurement first = new Measurement(counts.build(), "ended", true, 7, 100);
    Measurement second =
        new Measurement(counts.add("exits.illegal instruction", 1).build(), "ended", true, 8, 90);
    CellResult result = CellResult.of(BARE, "", first).and(second);
    assertThat(result.contradictions())
        .containsExactly(
            "round 2: exits.illegal instruction was 1 and is 2",
            "round 2: the guest's console shows something else");
    assertThat(result.leastNanoseconds()).isEqualTo(90);
    assertThat(result.counts()).isEqualTo(first.counts());
  }

  @Test
  void aResultOfAnotherProgramIsNotTaken() {
    ResultStore store = new ResultStore(folder);
    Measurement measured = new Measurement(new Counts.Builder().build(), "ended", true, 7, 100);
    store.keep(BARE, CellResult.of(BARE, "this program", measured));
    assertThat(store.find(BARE, "this program")).isPresent();
    assertThat(store.find(BARE, "another")).isEmpty();
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    ResultStore store = new ResultStore(folder);
    Measurement measured = new Measurement(new Counts.Builder().build(), "ended", true, 7, 100);
    store.keep(BARE, CellResult.of(BARE, "", measured));
    try (Stream<Path> files = Files.list(folder)) {
      Path file = files.findFirst().orElseThrow();
      String text = Files.readString(file);
      Files.writeString(file, text.substring(0, text.length() / 2));
      assertThatThrownBy(() -> store.find(BARE, ""))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(file.toString());
    }
  }
}
