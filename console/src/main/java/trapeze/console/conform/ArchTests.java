package trapeze.console.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;

/**
 * The public {@code riscv-arch-test}, as {@code scripts/build-riscv-arch-test} leaves it: beside
 * each program its reference signature and what it needs. A tree without those can be run too.
 */
final class ArchTests implements Suite {
  @Override
  public String name() {
    return "riscv-arch-test";
  }

  @Override
  public List<ArchTest> programs(Path path) {
    if (Files.isRegularFile(path)) {
      Path folder = path.toAbsolutePath().getParent();
      return List.of(ArchTest.of(folder == null ? path : folder, path.toAbsolutePath()));
    }
    try (Stream<Path> files = Files.walk(path)) {
      List<ArchTest> tests =
          files
              .filter(ArchTest::isOne)
              .map(ArchTest::stem)
              .distinct()
              .sorted()
              .map(stem -> ArchTest.of(path, ArchTest.program(stem)))
              .toList();
      if (tests.isEmpty()) {
        throw new UserError(
            path.toString(), "no *.elf in it; build the suite with scripts/build-riscv-arch-test");
      }
      return tests;
    } catch (IOException e) {
      throw new UserError(
          path.toString(),
          "is no folder that can be read; give one that scripts/build-riscv-arch-test has made");
    }
  }

  @Override
  public @Nullable String warning(List<? extends Program> programs) {
    boolean hasReference =
        programs.stream().anyMatch(test -> test instanceof ArchTest arch && arch.hasReference());
    return hasReference
        ? null
        : "no reference signatures, so nothing is judged; give scripts/build-riscv-arch-test a"
            + " reference simulator";
  }
}
