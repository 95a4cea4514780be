package trapeze.console.conform;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import trapeze.machine.board.Board;
import trapeze.machine.board.Implementation;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.engine.translate.Translation;

/**
 * Where programs are run: it makes a machine of its own for each of them.
 *
 * @param target bare, or under how many monitors
 * @param implementation what the manual leaves open, as all the machines have it
 * @param translation when the real harts translate
 * @param harts of each machine; if nothing, as many as each program asks for
 * @param signatures what becomes of signatures
 */
public record Bench(
    Target target,
    Implementation implementation,
    Translation translation,
    @Nullable Integer harts,
    SignatureSink signatures) {

  /**
   * Uses a fresh board by the clock of steps, which is gone afterwards.
   *
   * @param wanted harts that the program asks for
   * @param memoryBytes RAM, in bytes, a multiple of 4 KiB
   * @param sink where the serial port's output goes
   */
  public <T> T with(int wanted, long memoryBytes, ConsoleSink sink, Function<Board, T> use) {
    Board.Configuration configuration =
        Board.Configuration.USUAL.with(implementation).withHarts(harts == null ? wanted : harts);
    return target.with(configuration, translation, memoryBytes, sink, use);
  }
}
