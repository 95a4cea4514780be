package trapeze.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trapeze.laws.Chunk;
import trapeze.laws.Code;
import trapeze.laws.Layout;
import trapeze.laws.Program;
import trapeze.laws.Runs;
import trapeze.laws.Shrinking;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.load.ElfImage;
import trapeze.machine.load.GuestImage;
import trapeze.machine.memory.PhysicalMemory;

/** A finding's ELF sets up the same state, runs the same program, and ends by itself. */
class ElfProgramTest {
  @TempDir private Path folder;

  private Path file() throws IOException {
    Chunk chunk = new Chunk("add", new Code().register("add", 12, 1, 2).words());
    Program program =
        new Program(
            List.of(chunk),
            Collections.nCopies(3, Shrinking.PLAIN),
            Map.of(0x300, 0x6000L),
            List.of(5L, 0x1234_5678_9abcL, 7L));
    return Files.write(folder.resolve("program.elf"), ElfProgram.bytes(program));
  }

  @Test
  @Tag("qemu")
  @DisplayName("QEMU runs it to its end, wherever it starts")
  void onQemu() throws IOException, InterruptedException {
    Process qemu =
        new ProcessBuilder(
                "qemu-system-riscv64",
                "-M",
                "virt",
                "-bios",
                "none",
                "-display",
                "none",
                "-monitor",
                "none",
                "-serial",
                "none",
                "-kernel",
                file().toString())
            .inheritIO()
            .start();
    try {
      assertThat(qemu.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(qemu.exitValue()).isZero();
    } finally {
      qemu.destroyForcibly();
    }
  }

  @Test
  @DisplayName(
      "an ELF of a program ends well, and leaves in its signature what the program came to")
  void signature() throws IOException {
    Path file = file();
    try (Arena arena = Arena.ofConfined()) {
      Board board =
          new Board(
              Runs.BOARD,
              PhysicalMemory.allocate(arena, Layout.BASE, 2 * Layout.SIZE),
              HartFactory.REAL,
              letter -> {},
              ConsoleSource.SILENT,
              List.of());
      ElfImage image = (ElfImage) GuestImage.load(file);
      board.harts().getFirst().state.pc = image.loadInto(board.memory(), Layout.BASE).entry();
      assertThat(board.run(1_000_000)).isEqualTo(new Outcome.Ended(0));
      long signature = image.symbol("begin_signature").orElseThrow();
      assertThat(board.memory().getLong(signature)).isEqualTo(0x1234_5678_9abcL);
      assertThat(board.memory().getLong(signature + 8 * 11)).isEqualTo(0x1234_5678_9abcL + 7);
      assertThat(board.memory().getLong(image.symbol("tohost").orElseThrow())).isEqualTo(1);
    }
  }
}
