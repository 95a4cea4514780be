package trapeze.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trapeze.fuzz.qemu.QemuProcessor;
import trapeze.machine.board.Board;
import trapeze.machine.board.BoardRunner;
import trapeze.machine.board.Boot;
import trapeze.machine.board.HartFactory;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;

/** Random unprivileged instructions leave the same registers, memory and traps as on QEMU. */
@Tag("qemu")
class QemuConformanceTest {
  private static final String QEMU = "qemu-system-riscv64";
  private static final int BLOCKS = 500;
  private static final long MEMORY_BYTES = 16L << 20;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void randomInstructionsDoWhatTheyDoOnQemu(long seed) throws Exception {
    RandomProgram program = new RandomProgram(seed, BLOCKS);
    assertThat(records(onTrapeze(program))).isEqualTo(records(onQemu(program)));
  }

  private static byte[] onTrapeze(RandomProgram program) throws InterruptedException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (Arena arena = Arena.ofShared()) {
      PhysicalMemory memory = PhysicalMemory.allocate(arena, RandomProgram.BASE, MEMORY_BYTES);
      memory.write(RandomProgram.BASE, program.bytes());
      Board board =
          new Board(
              Board.Configuration.USUAL,
              memory,
              HartFactory.REAL,
              written::write,
              ConsoleSource.SILENT,
              List.of());
      Boot.reset(board, new Boot.Start(RandomProgram.BASE, 0, 0));
      new BoardRunner(board, () -> true).run();
    }
    return written.toByteArray();
  }

  private byte[] onQemu(RandomProgram program) throws IOException, InterruptedException {
    Path image = Files.write(directory.resolve("program"), program.bytes());
    Path output = directory.resolve("output");
    new ProcessBuilder(
            QEMU,
            "-machine",
            "virt",
            "-cpu",
            QemuProcessor.OPTION,
            "-m",
            "16M",
            "-bios",
            "none",
            "-display",
            "none",
            "-serial",
            "file:" + output,
            "-kernel",
            image.toString())
        .inheritIO()
        .start()
        .waitFor();
    return Files.readAllBytes(output);
  }

  /** Each word as a line with its number, so that a difference shows where it is. */
  private static List<String> records(byte[] output) {
    ByteBuffer words = ByteBuffer.wrap(output).order(ByteOrder.LITTLE_ENDIAN);
    List<String> lines = new ArrayList<>();
    for (int i = 0; words.remaining() >= 8; i++) {
      lines.add("%d: %016x".formatted(i, words.getLong()));
    }
    return lines;
  }
}
