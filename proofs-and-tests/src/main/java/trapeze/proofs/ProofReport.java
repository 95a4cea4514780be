package trapeze.proofs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import trapeze.console.Io;

/** What has come of each obligation so far, told as it comes. */
final class ProofReport {
  private static final int LINE = 78;

  private final Io io;
  private final boolean json;
  private final int total;
  private final long started = System.nanoTime();
  private final List<Obligation> obligations = new ArrayList<>();
  private final List<Verdict> verdicts = new ArrayList<>();

  ProofReport(Io io, boolean json, int total) {
    this.io = io;
    this.json = json;
    this.total = total;
  }

  void add(Obligation obligation, Verdict verdict) {
    obligations.add(obligation);
    verdicts.add(verdict);
    if (json) {
      io.out().println(line(obligation, verdict));
    } else if (!isGood(verdict)) {
      clear();
      io.out().printf("%s: %s%n", obligation.path(), words(verdict));
      verdict
          .counterexample()
          .ifPresent(found -> found.lines().forEach(line -> io.out().println("  " + line)));
    }
    progress(obligation);
  }

  private void progress(Obligation obligation) {
    if (io.terminal() && !json) {
      String text =
          "%d of %d, %d not proved  %s"
              .formatted(
                  verdicts.size(),
                  total,
                  verdicts.stream().filter(verdict -> !isGood(verdict)).count(),
                  obligation.path());
      io.err().print("\r" + (text + " ".repeat(LINE)).substring(0, LINE));
      io.err().flush();
    }
  }

  private void clear() {
    if (io.terminal() && !json) {
      io.err().print("\r" + " ".repeat(LINE) + "\r");
      io.err().flush();
    }
  }

  private static boolean isGood(Verdict verdict) {
    return verdict.result() == Verdict.Result.PROVED || verdict.result() == Verdict.Result.VACUOUS;
  }

  private static String words(Verdict verdict) {
    return verdict.result().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + " after %d ms".formatted(verdict.time().toMillis());
  }

  private static String line(Obligation obligation, Verdict verdict) {
    StringBuilder text = new StringBuilder();
    text.append("{\"family\":\"")
        .append(obligation.family().name().toLowerCase(Locale.ROOT))
        .append("\",\"name\":\"")
        .append(obligation.name())
        .append("\",\"result\":\"")
        .append(verdict.result().name().toLowerCase(Locale.ROOT))
        .append("\",\"milliseconds\":")
        .append(verdict.time().toMillis())
        .append(",\"known\":")
        .append(verdict.known());
    verdict
        .counterexample()
        .ifPresent(
            found ->
                text.append(",\"counterexample\":[")
                    .append(
                        String.join(
                            ",", found.lines().stream().map(each -> '"' + each + '"').toList()))
                    .append(']'));
    return text.append('}').toString();
  }

  /** The table at the end. */
  void end() {
    clear();
    if (json) {
      return;
    }
    for (String row : rows()) {
      io.out().println(row);
    }
    io.out()
        .printf(
            Locale.ROOT,
            "%d proofs in %.1f s, %d of them known from before%n",
            verdicts.size(),
            (System.nanoTime() - started) / 1e9,
            verdicts.stream().filter(Verdict::known).count());
    io.out().flush();
  }

  /** Families by results. */
  List<String> rows() {
    List<String> rows = new ArrayList<>();
    rows.add(
        "%-28s %8s %8s %9s %8s %10s"
            .formatted("", "proved", "vacuous", "timed out", "failed", "slowest ms"));
    for (Obligation.Family family : Obligation.Family.values()) {
      Map<Verdict.Result, Integer> counts = counts(family);
      if (!counts.isEmpty()) {
        rows.add(
            "%-28s %8d %8d %9d %8d %10d"
                .formatted(
                    family.title(),
                    counts.getOrDefault(Verdict.Result.PROVED, 0),
                    counts.getOrDefault(Verdict.Result.VACUOUS, 0),
                    counts.getOrDefault(Verdict.Result.TIMED_OUT, 0),
                    counts.getOrDefault(Verdict.Result.FAILED, 0),
                    slowest(family).toMillis()));
      }
    }
    return rows;
  }

  /** How often a family had each result. */
  Map<Verdict.Result, Integer> counts(Obligation.Family family) {
    Map<Verdict.Result, Integer> counts = new EnumMap<>(Verdict.Result.class);
    for (int i = 0; i < verdicts.size(); i++) {
      if (obligations.get(i).family() == family) {
        counts.merge(verdicts.get(i).result(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private Duration slowest(Obligation.Family family) {
    Duration slowest = Duration.ZERO;
    for (int i = 0; i < verdicts.size(); i++) {
      Duration time = verdicts.get(i).time();
      if (obligations.get(i).family() == family && time.compareTo(slowest) > 0) {
        slowest = time;
      }
    }
    return slowest;
  }

  /** The names of a family's obligations with one result. */
  List<String> names(Obligation.Family family, Verdict.Result result) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < verdicts.size(); i++) {
      if (obligations.get(i).family() == family && verdicts.get(i).result() == result) {
        names.add(obligations.get(i).name());
      }
    }
    return names;
  }

  boolean isComplete() {
    return verdicts.stream().allMatch(ProofReport::isGood);
  }
}
