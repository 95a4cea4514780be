package trapeze.console.compare.page;

import java.util.List;

/** Colours that most people can tell apart, those who do not see red or green included. */
final class Palette {
  /** Okabe and Ito's set, the strong ones first, then paler ones of the same kind. */
  private static final List<String> COLOURS =
      List.of(
          "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a400", "#555555",
          "#7fb8d8", "#f2cf80", "#7fceb9", "#e5bcd3", "#abd9f4", "#eaae7f", "#dbd17f", "#aaaaaa");

  /** What every bar has is quiet; so is what is too small for a colour of its own. */
  static final String QUIET = "#a8a8a8";

  static final String REST = "#6b6b6b";

  private Palette() {}

  /** The colour of the thing that is in this place among its like. */
  static String colour(int index) {
    return COLOURS.get(index % COLOURS.size());
  }
}
