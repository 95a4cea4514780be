package trapeze.console.conform;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import trapeze.machine.board.Board;
import trapeze.machine.board.Boot;
import trapeze.machine.board.Implementation;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.load.BadImage;
import trapeze.machine.load.GuestImage;
import trapeze.machine.load.Payload;
import trapeze.monitor.sbi.SbiFirmware;

/**
 * A program of {@code kvm-unit-tests}: a kernel, for S-mode, that reports check by check on its
 * console.
 *
 * @param arguments its command line
 * @param emulatorOptions what it asks of an emulator, which Trapeze is not
 * @param architecture riscv64, if it is one for this machine
 * @param firmware what starts before it, in M-mode; nothing for the SBI in Java
 * @param values of its environment, which lie in memory as an initial RAM disk
 */
record KvmUnitTest(
    String name,
    Path file,
    int harts,
    String arguments,
    @Nullable String emulatorOptions,
    String architecture,
    @Nullable Path firmware,
    Payload values)
    implements Program {
  private static final long MEMORY = 128L << 20;
  private static final long SLICE = 1_000_000;

  /** The longest, sbi, takes about a tenth of them. */
  private static final long MOST_STEPS = 20_000_000_000L;

  @Override
  public String family() {
    return firmware == null ? "SBI in Java" : String.valueOf(firmware.getFileName());
  }

  @Override
  public @Nullable String reasonToSkip(Implementation implementation) {
    if (!architecture.equals("riscv64")) {
      return "it is for " + architecture;
    }
    return emulatorOptions == null ? null : "it asks for " + emulatorOptions;
  }

  @Override
  public Verdict run(Bench bench) {
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    try {
      Boot boot =
          new Boot(
              firmware == null ? null : GuestImage.load(firmware),
              GuestImage.load(file),
              values.contents().length == 0 ? null : values,
              arguments);
      return bench.with(harts, MEMORY, console::write, board -> run(board, boot, console));
    } catch (BadImage e) {
      return new Verdict.Failed(String.valueOf(e.getMessage()));
    }
  }

  private Verdict run(Board board, Boot boot, ByteArrayOutputStream console) {
    Boot.Start start = boot.load(board);
    if (firmware == null) {
      new SbiFirmware(board, console::write, ConsoleSource.SILENT)
          .start(start.entry(), start.deviceTree());
    } else {
      Boot.reset(board, start);
    }
    Outcome outcome = new Outcome.Running();
    while (outcome instanceof Outcome.Running && board.steps() < MOST_STEPS) {
      outcome = board.run(SLICE);
    }
    return KvmReport.of(console.toString(StandardCharsets.UTF_8)).verdict(outcome);
  }
}
