package trapeze.console.conform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;
import trapeze.machine.board.Implementation;

/**
 * A program of {@code riscv-hyp-tests}: it prints through {@code tohost} how each of its checks
 * ended. Beside {@code NAME.elf} there may be {@code NAME.reference}, what it prints elsewhere.
 */
record RiscvHypTest(Path file, String name) implements Program {
  private static final long MOST_STEPS = 50_000_000;
  private static final String ELF = ".elf";

  /** Whether a file is one. */
  static boolean isOne(Path file) {
    return file.toString().endsWith(ELF) && Files.isRegularFile(file);
  }

  /** The test in a file. */
  static RiscvHypTest of(Path file) {
    return new RiscvHypTest(file, String.valueOf(file.getFileName()).replaceFirst("\\.elf$", ""));
  }

  @Override
  public String family() {
    return "riscv-hyp-tests";
  }

  boolean hasReference() {
    return Files.isRegularFile(reference());
  }

  private Path reference() {
    return file.resolveSibling(name + ".reference");
  }

  @Override
  public @Nullable String reasonToSkip(Implementation implementation) {
    return Claims.of(implementation).has("h") ? null : "the machine has no H";
  }

  @Override
  public Verdict run(Bench bench) {
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    HtifRun run = HtifRun.of(file, bench, 1, MOST_STEPS, console::write);
    return HypReport.of(console.toString(StandardCharsets.UTF_8))
        .verdict(run.problem(), HypReport.of(expected()));
  }

  private String expected() {
    try {
      return hasReference() ? Files.readString(reference()) : "";
    } catch (IOException e) {
      throw new UserError(
          reference().toString(), "cannot be read (%s)".formatted(e.getClass().getSimpleName()));
    }
  }
}
