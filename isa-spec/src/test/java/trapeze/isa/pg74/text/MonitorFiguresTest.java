package trapeze.isa.pg74.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.ThirdGeneration;

/** The tables of the monitor's README are what is measured. */
class MonitorFiguresTest {
  private static final ThirdGeneration MACHINE = ThirdGeneration.paper(Format.USUAL);
  private static final Path PROGRAMS =
      Path.of(System.getProperty("basedir", "."), "..", "guest-programs", "pg74");

  private static Program assemble(String name) throws AssemblyException {
    return Assembler.assemble(PROGRAMS.resolve(name), MACHINE);
  }

  private static long lines(String file) throws IOException {
    return Files.readAllLines(PROGRAMS.resolve("monitor").resolve(file)).stream()
        .filter(line -> !Quoted.withoutComment(line).isEmpty())
        .count();
  }

  @Test
  void itsSizeByParts() throws AssemblyException, IOException {
    Program program = assemble("monitor/monitor+minnow.asm");
    List<String> parts = List.of("dispatcher", "allocator", "interpreter", "console", "data");
    List<String> starts =
        List.of("dispatcher", "allocate", "interpreter", "console_write", "base", "blocks");
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      table.append(
          "| %s | %d | %d |\n"
              .formatted(
                  parts.get(i),
                  lines(parts.get(i) + ".asm"),
                  program.symbols().get(starts.get(i + 1)) - program.symbols().get(starts.get(i))));
    }
    assertThat(Files.readString(PROGRAMS.resolve("monitor/README.md"))).contains(table);
  }

  @Test
  void itsCostByDepthAndTheSameEnd() throws AssemblyException, IOException {
    StringBuilder table = new StringBuilder();
    String guest = "minnow.asm";
    BareMachine bare = new BareMachine(assemble("minnow/minnow.asm")).run(10_000);
    for (int depth = 0; depth <= 3; depth++) {
      BareMachine machine =
          new BareMachine(assemble((depth == 0 ? "minnow/" : "monitor/") + guest)).run(1_000_000);
      assertThat(machine.isHalted()).isTrue();
      assertThat(machine.console()).isEqualTo(bare.console());
      int at = depth == 0 ? 0 : depth * machine.program().symbols().get("guest_1").intValue();
      assertThat(Arrays.copyOfRange(machine.memory(), at, at + bare.memory().length))
          .isEqualTo(bare.memory());
      table.append(
          String.format(
              Locale.ROOT,
              "| %d | %,d | %,d | %.1f |\n",
              depth,
              machine.steps(),
              machine.traps(),
              (double) machine.steps() / bare.steps()));
      guest = "monitor+" + guest;
    }
    assertThat(Files.readString(PROGRAMS.resolve("monitor/README.md"))).contains(table);
  }
}
