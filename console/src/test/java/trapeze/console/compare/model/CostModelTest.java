package trapeze.console.compare.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trapeze.console.UserError;
import trapeze.console.compare.Counts;

class CostModelTest {
  private static final CostModel MODEL =
      new CostModel(
          new TreeMap<>(
              Map.of(
                  "direct", 1.0, "exits", 60.0, "exits.load page fault", 100.0, "emulated", 10.0)));

  private static final Counts COUNTS =
      new Counts.Builder()
          .add("direct", 1000)
          .add("exits.load page fault", 3)
          .add("exits.illegal instruction", 2)
          .add("emulated.csrrw", 2)
          .add("guest.instructions", 1002)
          .build();

  @TempDir private Path folder;

  @Test
  void theLongestNameGivesTheCost() {
    // By hand: 1000 x 1 + 3 x 100 + 2 x 60 + 2 x 10; the guest's instructions cost nothing again.
    assertThat(MODEL.cycles(COUNTS)).isEqualTo(1440.0);
    assertThat(MODEL.contributions(COUNTS))
        .isEqualTo(
            Map.of(
                "direct",
                1000.0,
                "exits",
                120.0,
                "exits.load page fault",
                300.0,
                "emulated",
                20.0));
  }

  @Test
  void aScaledCostIsTheOnlyOneThatChanges() {
    assertThat(MODEL.scaled("exits", 2).cycles(COUNTS)).isEqualTo(1560.0);
    assertThat(MODEL.scaled("exits", 0.5).cycles(COUNTS)).isEqualTo(1380.0);
    assertThat(MODEL.scaled("not there", 2)).isEqualTo(MODEL);
  }

  @Test
  void aFlipIsFoundAndOnlyWhereThereIsOne() {
    Counts exits = new Counts.Builder().add("exits.illegal instruction", 10).build();
    Counts instructions = new Counts.Builder().add("direct", 1000).build();
    Map<String, Counts> counts = new LinkedHashMap<>();
    counts.put("many exits", exits);
    counts.put("many instructions", instructions);
    double few = MODEL.cycles(exits);
    double many = MODEL.cycles(instructions);
    assertThat(Sensitivity.flips(MODEL, counts))
        .containsExactlyInAnyOrder(
            new Sensitivity.Flip(
                "exits", 1 + (many - few) / few, "many exits", "many instructions"),
            new Sensitivity.Flip(
                "direct", 1 + (many - few) / -many, "many exits", "many instructions"));
    assertThat(MODEL.scaled("exits", many / few).cycles(exits)).isCloseTo(many, within(1e-6));
  }

  @Test
  void aSwingSaysHowMuchHangsOnACost() {
    assertThat(Sensitivity.swings(MODEL, COUNTS).getFirst().parameter()).isEqualTo("direct");
    assertThat(Sensitivity.swings(MODEL, COUNTS).getFirst().doubled())
        .isCloseTo(2440.0 / 1440.0, within(1e-9));
  }

  @Test
  void theBuiltInModelCanBeWrittenReadAndIsNotOverwritten() {
    Path file = folder.resolve("costs.toml");
    ModelFile.writeUsual(file);
    assertThat(ModelFile.read(file)).isEqualTo(ModelFile.usual());
    assertThatThrownBy(() -> ModelFile.writeUsual(file)).isInstanceOf(UserError.class);
  }

  @Test
  void whatIsWrongInAFileIsSaidWithItsPlace() throws IOException {
    refuses("[cycles]\nexit = 1\n", ":2: 'exit' is counted nowhere");
    refuses("[cycles]\nexits = -1\n", ":2: exits: a cost is 0 or more");
    refuses("[cycles]\nexits = \"1\"\n", ":2: exits: takes a number of cycles");
    refuses("[cycles]\nshadow.fills = 1\n", ":2: shadow: put names with a dot in quotes");
    refuses("[costs]\nexits = 1\n", "unknown table 'costs'");
    refuses("exits = = 1\n", ":1:");
  }

  private void refuses(String text, String message) throws IOException {
    Path file = folder.resolve("model.toml");
    Files.writeString(file, text);
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }
}
