package trapeze.console.conform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import trapeze.machine.board.Implementation;

/**
 * The extensions that a machine claims, from the string in its device tree.
 *
 * @param letters the single letters after {@code rv64}
 * @param extensions the longer names
 */
public record Claims(String letters, List<String> extensions) {
  private static final int BASE = "rv64".length();

  /** The order of single letters, and of the second letter of Z extensions (unpriv:naming). */
  private static final String CANONICAL = "imafdqlcbkjtpvnh";

  /** What a machine claims. */
  public static Claims of(Implementation implementation) {
    List<String> parts = List.of(implementation.isa().toLowerCase(Locale.ROOT).split("_"));
    return new Claims(parts.getFirst().substring(BASE), parts.subList(1, parts.size()));
  }

  /** Whether an extension is claimed, in small letters. */
  boolean has(String extension) {
    return extension.length() == 1 ? letters.contains(extension) : extensions.contains(extension);
  }

  /**
   * As the architecture tests' conditions expect it: S and U among the letters, what C implies, and
   * the names in the manual's order, such as {@code RV64IMAFDCSUZicsr_Zifencei_Zca_Zba_Svadu}.
   */
  public String spelled() {
    List<String> names = new ArrayList<>(extensions);
    if (has("c") && !has("zca")) {
      names.add("zca");
    }
    return "RV64"
        + letters.toUpperCase(Locale.ROOT)
        + "SU"
        + names.stream()
            .sorted(Comparator.comparing(Claims::place).thenComparing(name -> name))
            .map(Claims::spelled)
            .collect(Collectors.joining("_"));
  }

  private static int place(String extension) {
    return extension.startsWith("z")
        ? CANONICAL.indexOf(extension.charAt(1))
        : CANONICAL.length() + extension.charAt(0);
  }

  /** An extension's name as the manual spells it. */
  static String spelled(String extension) {
    return extension.substring(0, 1).toUpperCase(Locale.ROOT) + extension.substring(1);
  }
}
