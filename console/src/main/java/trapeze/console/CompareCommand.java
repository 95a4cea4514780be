package trapeze.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import trapeze.console.compare.Bench;
import trapeze.console.compare.Cell;
import trapeze.console.compare.CellResult;
import trapeze.console.compare.Comparison;
import trapeze.console.compare.EngineChoice;
import trapeze.console.compare.Names;
import trapeze.console.compare.Progress;
import trapeze.console.compare.ResultStore;
import trapeze.console.compare.Rounds;
import trapeze.console.compare.Setup;
import trapeze.console.compare.Workload;
import trapeze.console.compare.model.CostModel;
import trapeze.console.compare.model.ModelFile;
import trapeze.console.compare.page.CsvReport;
import trapeze.console.compare.page.HtmlReport;
import trapeze.console.compare.page.JsonReport;
import trapeze.console.compare.page.TextReport;
import trapeze.console.compare.paper.Experiment;
import trapeze.console.compare.paper.ExperimentReport;
import trapeze.console.compare.paper.Laboratory;

/** {@code trapeze compare}: designs of monitors on the same guests, counted exactly. */
@Command(
    name = "compare",
    description = {
      "Runs the same guests on the bare machine and under each design of monitor, and compares.",
      "Counts are exact and the same in each run; a cost model makes cycles of them. Times are"
          + " kept apart; the report says which engine they are of.",
    },
    footer = {
      "",
      "Patterns are a shell's: *, ?, [abc].",
      "",
      "Examples:",
      "  trapeze compare",
      "  trapeze compare --list",
      "  trapeze compare --setup 'bare,trap-emulate/*' --workload 'sprig*' --rounds 3",
      "  trapeze compare --workload sprig --policy cached --depth 1,2",
      "  trapeze compare --workload 'load-*' --engine translator --rounds 3",
      "  trapeze compare --html compare.html --csv compare.csv --json compare.json",
      "  trapeze compare --write-model costs.toml",
      "  trapeze compare --model costs.toml --results compare-results",
      "  trapeze compare --list-experiments",
      "  trapeze compare --experiment nested-exits-2010 --html nested.html",
      "  trapeze compare --experiment '*' --results compare-results",
      "  trapeze compare --guest name=debian,kernel=Image,initrd=initrd.gz,memory=512M",
      "  trapeze compare --debian .trapeze/debian --workload debian-boot --rounds 3",
      "",
      "Exit code: 0 if all guests ended as they should and no count was another in a later round,"
          + " else 1."
    })
final class CompareCommand implements Callable<Integer> {
  private static final long MOST_STEPS = 100_000_000_000L;

  @ParentCommand private @Nullable Main main;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private MatrixOptions matrix = new MatrixOptions();
  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(
      names = "--rounds",
      paramLabel = "NUMBER",
      description = "how often each cell is run, all cells in turns (1)")
  private int rounds = 1;

  @Option(
      names = "--results",
      paramLabel = "FOLDER",
      description =
          "where results are kept, a file a cell; what is there already is not run again, so that"
              + " a run that was killed goes on (a new temporary folder)")
  private @Nullable Path results;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "the cost model (a built-in one, which --write-model writes)")
  private @Nullable Path model;

  @Option(
      names = "--write-model",
      paramLabel = "FILE",
      description = "only write the built-in cost model, with comments, to be edited")
  private @Nullable Path modelToWrite;

  @Option(names = "--csv", paramLabel = "FILE", description = "write every number as CSV")
  private @Nullable Path csv;

  @Option(names = "--json", paramLabel = "FILE", description = "write every number as JSON")
  private @Nullable Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "write one HTML page with tables and plots, which needs no network")
  private @Nullable Path html;

  @Option(
      names = "--experiment",
      split = ",",
      paramLabel = "PATTERN",
      description =
          "instead of the matrix, run experiments from the literature that are so named, and say"
              + " what of each publication is found here")
  private List<String> experiments = new ArrayList<>();

  @Option(names = "--list-experiments", description = "only list the experiments")
  private boolean wantsExperiments;

  @Option(names = "--list", description = "only list the setups that are chosen, and all workloads")
  private boolean wantsList;

  @Override
  public Integer call() throws InterruptedException {
    if (modelToWrite != null) {
      ModelFile.writeUsual(modelToWrite);
      return ExitCode.OK;
    }
    if (wantsList) {
      list();
      return ExitCode.OK;
    }
    if (wantsExperiments) {
      Experiment.all().forEach(each -> io().out().printf("%-20s %s%n", each.name(), each.title()));
      io().out().flush();
      return ExitCode.OK;
    }
    if (rounds < 1 || rounds > 1000) {
      throw new UserError("--rounds", "%d is not between 1 and 1000".formatted(rounds));
    }
    CostModel costs = model == null ? ModelFile.usual() : ModelFile.read(model);
    Bench bench = new Bench(MOST_STEPS, EngineChoice.of(engine.translation()));
    if (!experiments.isEmpty()) {
      List<Experiment> chosen =
          Names.select("--experiment", experiments, Experiment.all(), Experiment::name);
      return run(chosen, bench, costs);
    }
    List<Cell> cells = matrix.cells();
    List<CellResult> found =
        new Rounds(bench, new ResultStore(folder())).run(cells, rounds, new Progress(io()));
    return report(new Comparison(found, costs, bench.engine(), command()));
  }

  private int run(List<Experiment> chosen, Bench bench, CostModel costs)
      throws InterruptedException {
    Rounds kept = new Rounds(bench, new ResultStore(folder()));
    Progress progress = new Progress(io());
    int runs = rounds * Laboratory.cells(chosen, bench, costs);
    Set<String> begun = new HashSet<>();
    AtomicInteger done = new AtomicInteger();
    Laboratory laboratory =
        new Laboratory(
            bench,
            kept,
            rounds,
            costs,
            (result, run, _, old) -> {
              if (begun.add(result.name() + run)) {
                progress.done(result, done.incrementAndGet(), runs, old);
              }
            });
    List<ExperimentReport.Done> reports = new ArrayList<>();
    for (Experiment experiment : chosen) {
      io().say("experiment " + experiment.name());
      reports.add(new ExperimentReport.Done(experiment, experiment.run(laboratory)));
      progress.clear();
      ExperimentReport.lines(reports.getLast()).forEach(io().out()::println);
      io().out().println();
      io().out().flush();
    }
    Comparison cells = new Comparison(laboratory.made(), costs, bench.engine(), command());
    List<String> problems = cells.problems();
    write(csv, () -> CsvReport.document(cells));
    write(json, () -> JsonReport.document(cells));
    write(html, () -> ExperimentReport.page(reports, problems, command()));
    problems.forEach(io()::say);
    return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private int report(Comparison comparison) {
    TextReport.lines(comparison).forEach(io().out()::println);
    io().out().flush();
    write(csv, () -> CsvReport.document(comparison));
    write(json, () -> JsonReport.document(comparison));
    write(html, () -> HtmlReport.document(comparison));
    List<String> problems = comparison.problems();
    problems.forEach(io()::say);
    return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private void list() {
    io().out().println("Setups:");
    for (Setup setup : matrix.setups()) {
      io().out().println("  " + setup.name());
    }
    io().out().println("Workloads:");
    for (Workload workload : matrix.known()) {
      io().out().printf("  %-20s %s%n", workload.name(), workload.meaning());
    }
    io().out().flush();
  }

  private Path folder() {
    if (results != null) {
      return results;
    }
    try {
      Path made = Files.createTempDirectory("trapeze-compare");
      io().say("results are kept in %s; --results %s goes on from there".formatted(made, made));
      return made;
    } catch (IOException e) {
      throw new UserError("--results", "no temporary folder can be made; give one");
    }
  }

  private String command() {
    List<String> words = new ArrayList<>(List.of("./trapeze"));
    for (String word : Objects.requireNonNull(spec).commandLine().getParseResult().originalArgs()) {
      words.add(word.matches("[A-Za-z0-9_./,=:+-]+") ? word : "'" + word + "'");
    }
    return String.join(" ", words);
  }

  private static void write(@Nullable Path file, Supplier<String> text) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, text.get());
    } catch (IOException e) {
      throw new UserError(
          file.toString(), "cannot be written (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  private Io io() {
    return Objects.requireNonNull(main).io();
  }
}
