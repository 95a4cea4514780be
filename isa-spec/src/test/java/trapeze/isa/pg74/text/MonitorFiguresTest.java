package trapeze.isa.pg74.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Registers;
import trapeze.isa.pg74.ThirdGeneration;

/** The tables of the monitor's README are what is measured. */
class MonitorFiguresTest {
  private static final ThirdGeneration MACHINE = ThirdGeneration.paper(Format.USUAL);
  private static final Path PROGRAMS =
      Path.of(System.getProperty("basedir", "."), "..", "guest-programs", "pg74");

  private static final List<String> PARTS =
      List.of("dispatcher", "allocator", "interpreter", "console", "data");
  private static final List<String> STARTS =
      List.of("dispatcher", "allocate", "interpreter", "console_write", "base");

  private static Program assemble(String name) throws AssemblyException {
    return Assembler.assemble(PROGRAMS.resolve(name), MACHINE);
  }

  private static long lines(String file) throws IOException {
    return Files.readAllLines(PROGRAMS.resolve("monitor").resolve(file)).stream()
        .filter(line -> !Quoted.withoutComment(line).isEmpty())
        .count();
  }

  /** Where each part begins; the guest behind them. */
  private static NavigableMap<Long, String> parts(Program program) {
    NavigableMap<Long, String> parts = new TreeMap<>();
    parts.put(0L, "frame");
    for (int i = 0; i < PARTS.size(); i++) {
      parts.put(program.symbols().get(STARTS.get(i)), PARTS.get(i));
    }
    parts.put(program.symbols().get("blocks"), "blocks");
    parts.put(program.symbols().get("guest_1"), "guest");
    return parts;
  }

  @Test
  void itsSizeAndItsTimeByParts() throws AssemblyException, IOException {
    BareMachine machine = new BareMachine(assemble("monitor/monitor+minnow.asm"));
    NavigableMap<Long, String> parts = parts(machine.program());
    Map<String, Integer> steps = new HashMap<>();
    Registers r = MACHINE.registers();
    while (!machine.isHalted()) {
      long at = machine.state().get(r.counter) + machine.state().get(r.relocation);
      steps.merge(parts.floorEntry(at).getValue(), 1, Integer::sum);
      machine.step();
    }
    StringBuilder table = new StringBuilder();
    for (Map.Entry<Long, String> part : parts.entrySet()) {
      if (PARTS.contains(part.getValue())) {
        table.append(
            String.format(
                Locale.ROOT,
                "| %s | %d | %d | %,d |\n",
                part.getValue(),
                lines(part.getValue() + ".asm"),
                parts.higherKey(part.getKey()) - part.getKey(),
                steps.getOrDefault(part.getValue(), 0)));
      }
    }
    table.append(String.format(Locale.ROOT, "| minnow itself | | | %,d |\n", steps.get("guest")));
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
      int at = depth == 0 ? 0 : (int) (depth * machine.program().symbol("guest_1"));
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
