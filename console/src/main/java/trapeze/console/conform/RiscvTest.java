package trapeze.console.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;
import trapeze.machine.board.Board;
import trapeze.machine.board.Boot;
import trapeze.machine.board.Implementation;
import trapeze.machine.board.Outcome;
import trapeze.machine.load.ElfImage;
import trapeze.machine.load.GuestImage;

/**
 * A program of the {@code riscv-tests} ISA suite. It stores its result in the memory word {@code
 * tohost}: 1 if it is content, {@code n << 1 | 1} if its test case n has failed.
 *
 * @param family what stands before the last hyphens, such as {@code rv64ui-p}
 */
public record RiscvTest(Path file, String name, String family) {
  /** Steps after which a test has no result any more; the longest needs about a tenth. */
  private static final long MOST_STEPS = 20_000_000;

  private static final long SLICE = 10_000;
  private static final Pattern NAME =
      Pattern.compile("([a-z0-9]+(?:-svadu)?-[pv])(?:-[0-9])?-[a-z0-9_-]+");
  private static final Pattern EXTENSION = Pattern.compile("rv64(?:u|s)([sz][a-z]{2,})-.*");

  /**
   * The tests in a folder, by name.
   *
   * @throws UserError if there are none
   */
  public static List<RiscvTest> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<RiscvTest> tests =
          files
              .filter(Files::isRegularFile)
              .map(RiscvTest::of)
              .flatMap(Stream::ofNullable)
              .sorted(Comparator.comparing(RiscvTest::name))
              .toList();
      if (tests.isEmpty()) {
        throw new UserError(
            folder.toString(), "no test programs such as rv64ui-p-add in it; give the isa folder");
      }
      return tests;
    } catch (IOException e) {
      throw new UserError(
          folder.toString(), "is no folder that can be read; give riscv-tests' isa folder, built");
    }
  }

  private static @Nullable RiscvTest of(Path file) {
    String name = file.getFileName().toString();
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? new RiscvTest(file, name, matcher.group(1)) : null;
  }

  /** Runs the test on machines of this kind. */
  public Verdict run(TestMachine kind, Implementation implementation) {
    String missing = missing(implementation);
    if (missing != null) {
      return new Verdict.Skipped("the machine has no " + missing);
    }
    GuestImage image = GuestImage.load(file);
    OptionalLong tohost =
        image instanceof ElfImage elf ? elf.symbol("tohost") : OptionalLong.empty();
    if (tohost.isEmpty()) {
      return new Verdict.Skipped("the file has no symbol tohost");
    }
    return kind.with(implementation, board -> run(board, image, tohost.getAsLong()));
  }

  private static Verdict run(Board board, GuestImage image, long tohost) {
    Boot.reset(board, new Boot(image, null, null, "").load(board));
    while (board.steps() < MOST_STEPS) {
      Outcome outcome = board.run(SLICE);
      long result = board.memory().getLong(tohost);
      if (result == 1) {
        return new Verdict.Passed();
      } else if ((result & 1) != 0) {
        return new Verdict.Failed("test case %d".formatted(result >>> 1));
      } else if (outcome.isFinal() || outcome instanceof Outcome.Idle) {
        return new Verdict.Failed("ended without a result: %s".formatted(outcome));
      }
    }
    return new Verdict.Failed(
        "no result after %,d steps, at pc 0x%x"
            .formatted(MOST_STEPS, board.harts().getFirst().state.pc));
  }

  /** The extension that the test is about, if the machine does not have it. */
  private @Nullable String missing(Implementation implementation) {
    if (family.startsWith("hypervisor")) {
      return "H";
    }
    Matcher matcher = EXTENSION.matcher(family);
    boolean there =
        !matcher.matches() || List.of(implementation.isa().split("_")).contains(matcher.group(1));
    return there ? null : matcher.group(1);
  }
}
