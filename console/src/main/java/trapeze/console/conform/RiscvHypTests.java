package trapeze.console.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;

/** The public {@code riscv-hyp-tests}, as {@code scripts/build-riscv-hyp-tests} leaves them. */
final class RiscvHypTests implements Suite {
  @Override
  public String name() {
    return "riscv-hyp-tests";
  }

  @Override
  public List<RiscvHypTest> programs(Path path) {
    if (Files.isRegularFile(path)) {
      return List.of(RiscvHypTest.of(path));
    }
    try (Stream<Path> files = Files.list(path)) {
      List<RiscvHypTest> tests =
          files
              .filter(RiscvHypTest::isOne)
              .map(RiscvHypTest::of)
              .sorted(Comparator.comparing(RiscvHypTest::name))
              .toList();
      if (tests.isEmpty()) {
        throw new UserError(
            path.toString(), "no *.elf in it; build the suite with scripts/build-riscv-hyp-tests");
      }
      return tests;
    } catch (IOException e) {
      throw new UserError(
          path.toString(),
          "is no folder that can be read; give one that scripts/build-riscv-hyp-tests has made");
    }
  }

  @Override
  public @Nullable String warning(List<? extends Program> programs) {
    boolean hasReference =
        programs.stream().anyMatch(test -> test instanceof RiscvHypTest hyp && hyp.hasReference());
    return hasReference
        ? null
        : "no references, so checks of what an implementation may choose fail too; give"
            + " scripts/build-riscv-hyp-tests a reference simulator";
  }
}
