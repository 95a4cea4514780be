package trapeze.console.compare.paper;

import java.util.ArrayList;
import java.util.List;
import trapeze.console.compare.page.Table;

/**
 * What an experiment found.
 *
 * @param tables with a title each
 * @param plots as SVG
 * @param verdicts one for each thing that the publication reported
 */
public record Findings(List<Titled> tables, List<String> plots, List<Verdict> verdicts) {
  public Findings {
    tables = List.copyOf(tables);
    plots = List.copyOf(plots);
    verdicts = List.copyOf(verdicts);
  }

  /** A table and what stands above it. */
  public record Titled(String title, Table table) {}

  /** Whether something that was reported is so here. */
  public enum Holds {
    /** It is. */
    YES("holds"),
    /** It is not; the reason is given. */
    NO("does not hold"),
    /** What it would take is not here. */
    NOT_YET("not measured");

    private final String words;

    Holds(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * A verdict.
   *
   * @param claim what was reported, as an order of things
   * @param holds whether it is so here
   * @param why with what numbers, or why not, or what is missing
   */
  public record Verdict(String claim, Holds holds, String why) {}

  /** Collects findings. */
  static final class Builder {
    private final List<Titled> tables = new ArrayList<>();
    private final List<String> plots = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    Builder table(String title, List<String> head, List<List<String>> rows) {
      tables.add(new Titled(title, new Table(head, rows)));
      return this;
    }

    Builder plot(String svg) {
      plots.add(svg);
      return this;
    }

    Builder verdict(String claim, boolean holds, String why) {
      verdicts.add(new Verdict(claim, holds ? Holds.YES : Holds.NO, why));
      return this;
    }

    Builder notYet(String claim, String missing) {
      verdicts.add(new Verdict(claim, Holds.NOT_YET, missing));
      return this;
    }

    Findings build() {
      return new Findings(tables, plots, verdicts);
    }
  }
}
