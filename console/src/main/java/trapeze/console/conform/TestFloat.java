package trapeze.console.conform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import trapeze.console.UserError;

/**
 * Berkeley TestFloat: the cases that its {@code testfloat_gen} prints, each executed by the
 * instruction that it is about. The program must be built with the RISC-V specialization of
 * SoftFloat, whose NaNs and saturated integers are the manual's.
 *
 * @param level how thorough it is, 1 or 2
 */
record TestFloat(int level) implements Suite {
  private static final int LEVELS = 2;

  /** The usual level. */
  TestFloat() {
    this(1);
  }

  @Override
  public String name() {
    return "testfloat";
  }

  @Override
  public Suite atLevel(int wanted) {
    if (wanted < 1 || wanted > LEVELS) {
      throw new UserError("--level", "%d is no level of testfloat; give 1 or 2".formatted(wanted));
    }
    return new TestFloat(wanted);
  }

  @Override
  public List<TestFloatProgram> programs(Path path) {
    if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
      throw new UserError(
          path.toString(), "is no program; give testfloat_gen, built for this computer");
    }
    return TestFloatProgram.all(path.toAbsolutePath(), level);
  }
}
