package trapeze.console.conform;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;

/** A public test suite: how its programs are found in a built tree. */
public interface Suite {
  /** The suites that are known. */
  List<Suite> ALL =
      List.of(
          new RiscvTests(),
          new ArchTests(),
          new TestFloat(),
          new KvmUnitTests(),
          new RiscvHypTests());

  /** What the command line and build servers call it. */
  String name();

  /**
   * The programs at a path, by name. The path may be a single program.
   *
   * @throws UserError if there are none
   */
  List<? extends Program> programs(Path path);

  /** What the user should know of a whole run before it begins, such as missing references. */
  default @Nullable String warning(List<? extends Program> programs) {
    return null;
  }

  /**
   * The same suite, more or less thorough.
   *
   * @param level 1 is the usual one
   * @throws UserError if it has no such level
   */
  default Suite atLevel(int level) {
    if (level != 1) {
      throw new UserError("--level", "%s has only level 1".formatted(name()));
    }
    return this;
  }

  /**
   * The suite of this name.
   *
   * @throws UserError if there is none
   */
  static Suite named(String name) {
    return ALL.stream()
        .filter(suite -> suite.name().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "--suite",
                    "'%s' is no suite that is known; give one of %s".formatted(name, names())));
  }

  /** All names, for messages. */
  static String names() {
    return ALL.stream().map(Suite::name).collect(Collectors.joining(", "));
  }
}
