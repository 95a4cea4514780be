package trapeze.isa.theory.rv64;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Long lists of instances in few words: numbered registers in a row are a range. */
public final class Names {
  private static final Pattern NUMBERED = Pattern.compile("([a-z]+)(\\d+)");
  private static final Pattern ACCESS = Pattern.compile("(csrr\\w+ x\\d), ([a-z0-9.]+), (x\\d)");

  private Names() {}

  /** Instances by what they do: plain ones as they are, accesses to CSRs by the way of access. */
  public static String list(List<String> instances) {
    Map<String, List<String>> byAccess = new LinkedHashMap<>();
    for (String instance : instances) {
      Matcher access = ACCESS.matcher(instance);
      if (access.matches()) {
        byAccess
            .computeIfAbsent(access.group(1) + ", …, " + access.group(3), _ -> new ArrayList<>())
            .add(access.group(2));
      } else {
        byAccess.computeIfAbsent("", _ -> new ArrayList<>()).add(instance);
      }
    }
    return byAccess.entrySet().stream()
        .map(
            entry ->
                entry.getKey().isEmpty()
                    ? ranges(entry.getValue())
                    : "`%s` of %s".formatted(entry.getKey(), ranges(entry.getValue())))
        .collect(Collectors.joining("; "));
  }

  private static String ranges(List<String> mixed) {
    List<String> names = together(mixed);
    List<String> found = new ArrayList<>();
    int i = 0;
    while (i < names.size()) {
      int end = i;
      while (end + 1 < names.size() && follows(names.get(end), names.get(end + 1))) {
        end++;
      }
      // Two in a row are shorter as they are.
      if (end > i + 1) {
        found.add("`%s` to `%s`".formatted(names.get(i), names.get(end)));
        i = end + 1;
      } else {
        found.add("`%s`".formatted(names.get(i)));
        i++;
      }
    }
    return String.join(", ", found);
  }

  /** Those with the same letters one behind the other. */
  private static List<String> together(List<String> names) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (String name : names) {
      Matcher numbered = NUMBERED.matcher(name);
      found
          .computeIfAbsent(numbered.matches() ? numbered.group(1) : name, _ -> new ArrayList<>())
          .add(name);
    }
    return found.values().stream().flatMap(List::stream).toList();
  }

  private static boolean follows(String name, String next) {
    Matcher first = NUMBERED.matcher(name);
    Matcher second = NUMBERED.matcher(next);
    return first.matches()
        && second.matches()
        && first.group(1).equals(second.group(1))
        && Integer.parseInt(first.group(2)) + 1 == Integer.parseInt(second.group(2));
  }
}
