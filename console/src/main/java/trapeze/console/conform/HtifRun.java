package trapeze.console.conform;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.board.Board;
import trapeze.machine.board.Boot;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.load.BadImage;
import trapeze.machine.load.ElfImage;
import trapeze.machine.load.GuestImage;

/**
 * A run of an ELF program that says through {@code tohost} how it ended.
 *
 * @param end what it ended with, 0 if it is content; nothing if it did not
 * @param problem why it did not
 * @param signature what it left between its signature symbols, if it has them
 */
record HtifRun(@Nullable Long end, String problem, @Nullable Signature signature) {
  private static final long SLICE = 10_000;
  private static final long MEMORY = 256L << 20;

  /**
   * Runs a program.
   *
   * @param harts that it asks for
   * @param mostSteps after which it has no result any more
   */
  static HtifRun of(Path file, Bench bench, int harts, long mostSteps, ConsoleSink console) {
    GuestImage image;
    try {
      image = GuestImage.load(file);
    } catch (BadImage e) {
      return new HtifRun(null, String.valueOf(e.getMessage()), null);
    }
    if (!(image instanceof ElfImage elf) || elf.symbol("tohost").isEmpty()) {
      return new HtifRun(null, "the file has no symbol tohost", null);
    }
    return bench.with(harts, MEMORY, console, board -> run(board, elf, mostSteps, console));
  }

  private static HtifRun run(Board board, ElfImage elf, long mostSteps, ConsoleSink console) {
    try {
      Boot.reset(board, new Boot(elf, null, null, "").load(board));
    } catch (BadImage e) {
      return new HtifRun(null, String.valueOf(e.getMessage()), null);
    }
    Htif htif =
        new Htif(
            board.memory(),
            elf.symbol("tohost").orElseThrow(),
            boxed(elf.symbol("fromhost")),
            console);
    Long end = null;
    String problem = "";
    while (end == null && problem.isEmpty()) {
      Outcome outcome = board.run(SLICE);
      end = htif.serve();
      if (end == null && (outcome.isFinal() || outcome instanceof Outcome.Idle)) {
        problem = "ended without a result: %s".formatted(outcome);
      } else if (end == null && board.steps() >= mostSteps) {
        problem = noResult(board);
      }
    }
    return new HtifRun(end, problem, Signature.of(elf, board.memory()));
  }

  private static String noResult(Board board) {
    var state = board.harts().getFirst().state;
    return "no result after %,d steps, at pc 0x%x, mcause %d"
        .formatted(board.steps(), state.pc, state.get(Rv64State.MCAUSE));
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
