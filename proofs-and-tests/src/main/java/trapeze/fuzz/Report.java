package trapeze.fuzz;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import trapeze.console.FuzzService;
import trapeze.console.Io;
import trapeze.laws.Mix;

/** What a run prints: progress, findings, and at its end the table of the page of results. */
final class Report {
  private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

  private final Pairing pairing;
  private final Mix mix;
  private final FuzzService.Request request;
  private final Io io;
  private final Map<String, Path> saved = new TreeMap<>();
  private Duration next = BETWEEN_LINES;

  Report(Pairing pairing, Mix mix, FuzzService.Request request, Io io) {
    this.pairing = pairing;
    this.mix = mix;
    this.request = request;
    this.io = io;
  }

  void begin(int corpus) {
    io.say(
        "%s; seed %d%s%s"
            .formatted(
                pairing.about(),
                request.seed(),
                mix.toString().isEmpty() ? "" : "; mix " + mix,
                corpus == 0 ? "" : "; going on from a corpus of " + corpus));
  }

  /** On a terminal a line that is written over and over, else one a minute. */
  void progress(Progress progress) {
    if (io.terminal()) {
      io.err().print("\r" + progress + "\u001b[K");
      io.err().flush();
    } else if (progress.time().compareTo(next) >= 0) {
      next = next.plus(BETWEEN_LINES);
      io.say(progress.toString());
    }
  }

  void found(Finding finding, Path file) {
    saved.put(finding.kind(), file);
    clearLine();
    io.say(
        "a difference, %s; %d instructions, saved as %s"
            .formatted(finding.kind(), finding.instructions(), file));
  }

  private void clearLine() {
    if (io.terminal()) {
      io.err().print("\r\u001b[K");
    }
  }

  /** The table that the page of results has for each pair. */
  void end(Fuzzer fuzzer) {
    clearLine();
    Progress progress = fuzzer.progress();
    CoverageSummary coverage = progress.coverage();
    Map<String, Long> all = fuzzer.counts();
    row("pair", pairing.name() + ": " + pairing.about());
    row("programs", "%d, %.0f a second".formatted(progress.programs(), progress.perSecond()));
    row("steps of the watched machine", Long.toString(progress.steps()));
    row("time", "%d s, %d jobs".formatted(progress.time().toSeconds(), request.jobs()));
    if (request.corpus().isPresent()) {
      row(
          "all runs of this corpus",
          "%d programs, %d steps, %d s"
              .formatted(all.get("programs"), all.get("steps"), all.get("seconds")));
    }
    row("corpus", progress.corpus() + " programs that reached something new");
    row(
        "instructions",
        "%d of %d retired; in M %d, in S %d, in U %d"
                .formatted(
                    coverage.retired(),
                    coverage.instructions(),
                    coverage.inM(),
                    coverage.inS(),
                    coverage.inU())
            + (coverage.inVs() + coverage.inVu() == 0
                ? ""
                : ", in VS %d, in VU %d".formatted(coverage.inVs(), coverage.inVu())));
    row(
        "instructions × modes × outcomes",
        "%d (retired, or an exception by cause)".formatted(coverage.outcomes()));
    row(
        "trap causes",
        "%d; × from × to × paging: %d".formatted(coverage.causes(), coverage.ways()));
    row("control registers", "%d of %d".formatted(coverage.accessed(), coverage.csrs()));
    row(
        "fields of control registers",
        "%d of %d with more than one value; %d values"
            .formatted(coverage.varied(), coverage.fields(), coverage.values()));
    row("differences that the manual leaves", Long.toString(progress.permitted()));
    fuzzer.permitted().forEach((why, many) -> row("  " + why, Long.toString(many)));
    fuzzer.departures().forEach((what, many) -> row("known departure: " + what, "" + many));
    row("differences", "%d kinds".formatted(fuzzer.differences().size()));
    fuzzer
        .differences()
        .forEach((kind, many) -> row("  " + kind, "%d programs; %s".formatted(many, file(kind))));
    io.out().flush();
  }

  private String file(String kind) {
    Path file = saved.get(kind);
    return file == null ? "not made small" : file.toString();
  }

  private void row(String what, String value) {
    io.out().printf("| %s | %s |%n", what.replace("|", "\\|"), value.replace("|", "\\|"));
  }

  /** The same in JSON. */
  String json(Fuzzer fuzzer) {
    Progress progress = fuzzer.progress();
    CoverageSummary coverage = progress.coverage();
    Map<String, String> fields = new TreeMap<>();
    fields.put("pair", quoted(pairing.name()));
    fields.put("seed", Long.toString(request.seed()));
    fields.put("jobs", Integer.toString(request.jobs()));
    fields.put("mix", quoted(mix.toString()));
    fields.put("programs", Long.toString(progress.programs()));
    fields.put("steps", Long.toString(progress.steps()));
    fields.put("milliseconds", Long.toString(progress.time().toMillis()));
    fields.put("corpus", Integer.toString(progress.corpus()));
    fields.put("coverage", coverage(coverage));
    fields.put("permitted", object(fuzzer.permitted()));
    fields.put("departures", object(fuzzer.departures()));
    fields.put("differences", object(fuzzer.differences()));
    return fields.entrySet().stream()
            .map(each -> "  %s: %s".formatted(quoted(each.getKey()), each.getValue()))
            .collect(Collectors.joining(",\n", "{\n", "\n}"))
        + "\n";
  }

  private static String coverage(CoverageSummary coverage) {
    Map<String, Long> counts = new TreeMap<>();
    counts.put("points", (long) coverage.points());
    counts.put("instructions", (long) coverage.instructions());
    counts.put("instructionsRetired", (long) coverage.retired());
    counts.put("instructionsRetiredInM", (long) coverage.inM());
    counts.put("instructionsRetiredInS", (long) coverage.inS());
    counts.put("instructionsRetiredInU", (long) coverage.inU());
    counts.put("instructionsRetiredInVS", (long) coverage.inVs());
    counts.put("instructionsRetiredInVU", (long) coverage.inVu());
    counts.put("instructionModeOutcomes", (long) coverage.outcomes());
    counts.put("trapCauses", (long) coverage.causes());
    counts.put("trapWays", (long) coverage.ways());
    counts.put("csrs", (long) coverage.csrs());
    counts.put("csrsAccessed", (long) coverage.accessed());
    counts.put("csrFields", (long) coverage.fields());
    counts.put("csrFieldsVaried", (long) coverage.varied());
    counts.put("csrFieldValues", (long) coverage.values());
    return object(counts);
  }

  private static String object(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(each -> "%s: %d".formatted(quoted(each.getKey()), each.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
