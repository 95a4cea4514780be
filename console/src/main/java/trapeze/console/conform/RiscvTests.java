package trapeze.console.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import trapeze.console.UserError;

/**
 * The public {@code riscv-tests}: the ISA programs of {@code isa} and those of {@code benchmarks}.
 */
final class RiscvTests implements Suite {
  @Override
  public String name() {
    return "riscv-tests";
  }

  @Override
  public List<RiscvTest> programs(Path path) {
    if (Files.isRegularFile(path)) {
      return List.of(RiscvTest.named(path));
    }
    try (Stream<Path> files = Files.list(path)) {
      List<RiscvTest> tests =
          files
              .filter(Files::isRegularFile)
              .map(RiscvTest::of)
              .flatMap(Stream::ofNullable)
              .sorted(Comparator.comparing(RiscvTest::name))
              .toList();
      if (tests.isEmpty()) {
        throw new UserError(
            path.toString(), "no test programs such as rv64ui-p-add in it; give the isa folder");
      }
      return tests;
    } catch (IOException e) {
      throw new UserError(
          path.toString(), "is no folder that can be read; give riscv-tests' isa folder, built");
    }
  }
}
