package trapeze.console.compare;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import trapeze.console.UserError;

/** Selection by patterns of names, as a shell has them; {@code *} stops at no slash. */
public final class Names {
  private Names() {}

  /**
   * Those whose name one of the patterns matches, in their own order.
   *
   * @param option that the patterns were given with, for messages
   * @throws UserError if a pattern is none, or matches nothing
   */
  public static <T> List<T> select(
      String option, List<String> patterns, List<T> all, Function<T, String> name) {
    List<T> chosen = new ArrayList<>();
    List<PathMatcher> matchers = patterns.stream().map(each -> matcher(option, each)).toList();
    for (int i = 0; i < patterns.size(); i++) {
      PathMatcher matcher = matchers.get(i);
      if (all.stream().noneMatch(each -> matcher.matches(path(name.apply(each))))) {
        throw new UserError(
            option,
            "'%s' names nothing; there are %s"
                .formatted(patterns.get(i), String.join(", ", all.stream().map(name).toList())));
      }
    }
    for (T each : all) {
      if (matchers.stream().anyMatch(matcher -> matcher.matches(path(name.apply(each))))) {
        chosen.add(each);
      }
    }
    return chosen;
  }

  private static PathMatcher matcher(String option, String pattern) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern.replace('/', '~'));
    } catch (PatternSyntaxException e) {
      throw new UserError(option, "'%s' is no pattern of names".formatted(pattern));
    }
  }

  private static Path path(String name) {
    return Path.of(name.replace('/', '~'));
  }
}
