package trapeze.console.conform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import trapeze.isa.fp.Rounding;
import trapeze.machine.board.Board;
import trapeze.machine.board.Implementation;

/** A function of TestFloat in a rounding mode: all its cases, executed by a guest. */
record TestFloatProgram(Path generator, TestFloatFunction function, Rounding mode, int level)
    implements Program {
  private static final long MEMORY = 4L << 20;

  @Override
  public String name() {
    return family() + "." + mode.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String family() {
    return function.name();
  }

  @Override
  public @Nullable String reasonToSkip(Implementation implementation) {
    Claims claims = Claims.of(implementation);
    String instruction = function.instruction();
    if (!claims.has("zfh") && instruction.matches(".*\\.h(\\..*)?")) {
      return "the machine has no Zfh";
    }
    boolean additional = instruction.matches("(fround|froundnx|fleq|fltq)\\..*");
    return additional && !claims.has("zfa") ? "the machine has no Zfa" : null;
  }

  @Override
  public Verdict run(Bench bench) {
    return bench.with(1, MEMORY, _ -> {}, this::run);
  }

  private Verdict run(Board board) {
    try (TestFloatCases cases = new TestFloatCases(generator, function, mode, level)) {
      TestFloatRun run = new TestFloatRun(board, function, mode);
      long[] line = new long[function.operands() + 2];
      while (cases.next(line)) {
        run.add(line);
      }
      run.flush();
      cases.finish();
      return run.verdict();
    } catch (IOException e) {
      return new Verdict.Failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Verdict.Failed("interrupted");
    }
  }

  /** All functions in all the rounding modes that can matter to them. */
  static List<TestFloatProgram> all(Path generator, int level) {
    return TestFloatFunction.all().stream()
        .flatMap(
            function ->
                List.of(Rounding.values()).stream()
                    .limit(function.rounds() ? Rounding.values().length : 1)
                    .map(mode -> new TestFloatProgram(generator, function, mode, level)))
        .toList();
  }
}
