package trapeze.console;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import trapeze.console.litmus.Comparison;
import trapeze.console.litmus.Judged;
import trapeze.console.litmus.LitmusTest;
import trapeze.console.litmus.ModelResults;
import trapeze.console.litmus.Outcome;
import trapeze.console.litmus.ResultsPage;
import trapeze.console.litmus.TestFiles;
import trapeze.console.litmus.Unreadable;
import trapeze.console.litmus.run.Mutant;
import trapeze.console.litmus.run.Platform;
import trapeze.console.litmus.run.Runner;
import trapeze.machine.board.HartFactory;

/** {@code trapeze litmus}: tests of the memory model. */
@Command(
    name = "litmus",
    description = {
      "Runs litmus tests on several harts and compares what comes with what the memory model"
          + " allows, which is computed from its axioms.",
      "Without --tests they are Trapeze's own; a folder of the public ones may be given."
    },
    footer = {
      "",
      "Examples:",
      "  trapeze litmus",
      "  trapeze litmus --on parallel --filter 'SB*' --instances 1000000",
      "  trapeze litmus --tests litmus-tests-riscv/tests/non-mixed-size/HAND --on turns",
      "  trapeze litmus --tests litmus-tests-riscv/tests --on none --results herd.logs",
      "  trapeze litmus --on parallel --mutant no-fences --filter 'SB+fence*'",
      "",
      "Exit code: 0 if no outcome was forbidden and no result differs, else 1."
    })
final class LitmusCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main main;

  @Option(names = "--tests", paramLabel = "FOLDER", description = "the .litmus files in FOLDER")
  private @Nullable Path folder;

  @Option(
      names = "--on",
      split = ",",
      paramLabel = "PLATFORM",
      description =
          "parallel, vm, turns, vm-turns, some of them with commas between, or none: harts on"
              + " threads, virtual ones, harts that take turns, virtual ones (all)")
  private List<String> on = List.of("parallel", "vm", "turns", "vm-turns");

  @Option(names = "--filter", paramLabel = "GLOB", description = "only tests of such names (*)")
  private String filter = "*";

  @Option(
      names = "--instances",
      paramLabel = "NUMBER",
      description = "run each test NUMBER times on each platform (${DEFAULT-VALUE})")
  private long instances = 20_000;

  @Option(names = "--seed", paramLabel = "NUMBER", description = "of all that is random (1)")
  private long seed = 1;

  @Option(
      names = "--mutant",
      paramLabel = "NAME",
      description = "a machine that is wrong, to see that it is noticed: no-fences, torn-swap")
  private @Nullable String mutant;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description = "compare the model with herd's results, in the form in which it prints them")
  private @Nullable Path results;

  @Option(
      names = "--hardware",
      paramLabel = "FILE",
      description = "the same with hardware's, which need not have shown all that is allowed")
  private @Nullable Path hardware;

  @Option(names = "--page", paramLabel = "FILE", description = "write the table of results")
  private @Nullable Path page;

  @Option(names = "--outcomes", description = "show every outcome, not only forbidden ones")
  private boolean outcomes;

  /** Why tests were left out, and how many. */
  private final Map<String, Integer> notes = new TreeMap<>();

  @Override
  public Integer call() throws InterruptedException {
    if (instances < 1) {
      throw new UserError("--instances", "%d is no number of runs".formatted(instances));
    }
    List<Platform> platforms = platforms();
    HartFactory factory = mutant == null ? HartFactory.REAL : mutant(mutant).factory();
    ModelResults model = results == null ? null : read(results);
    ModelResults silicon = hardware == null ? null : read(hardware);
    List<Judged> judged = new ArrayList<>();
    Comparison comparison = new Comparison(io().out());
    for (LitmusTest test : tests()) {
      Judged each = judge(test);
      if (each == null) {
        continue;
      }
      comparison.with(model, silicon, each);
      if (!platforms.isEmpty() && !test.missing().isEmpty()) {
        note(test.missing() + " is not there: judged by the model only");
        continue;
      }
      for (Platform platform : platforms) {
        each.observed().put(platform, new Runner(platform, factory, seed).run(test, instances));
      }
      judged.add(each);
      show(each, platforms);
    }
    boolean forbidden =
        judged.stream()
            .anyMatch(each -> platforms.stream().anyMatch(on -> !each.forbidden(on).isEmpty()));
    io().out().printf("%n%s%n", ResultsPage.summary(platforms, judged));
    notes.forEach((why, count) -> io().out().printf("%d tests: %s%n", count, why));
    comparison.report();
    writePage(platforms, judged);
    io().out().flush();
    return forbidden || comparison.differs() ? ExitCode.FAILED : ExitCode.OK;
  }

  private void note(String why) {
    notes.merge(why, 1, Integer::sum);
  }

  private List<Platform> platforms() {
    List<Platform> platforms = new ArrayList<>();
    for (String name : on) {
      if (!name.equals("none")) {
        platforms.add(
            List.of(Platform.values()).stream()
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(
                    () ->
                        new UserError(
                            "--on", name + " is none of parallel, vm, turns, vm-turns, none")));
      }
    }
    return platforms;
  }

  private static Mutant mutant(String name) {
    return List.of(Mutant.values()).stream()
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new UserError("--mutant", name + " is none of no-fences, torn-swap"));
  }

  private static ModelResults read(Path file) {
    try {
      return ModelResults.parse(Files.readAllLines(file));
    } catch (IOException e) {
      throw new UserError(file.toString(), "cannot be read; give a file of results");
    } catch (Unreadable e) {
      throw new UserError(file.toString(), String.valueOf(e.getMessage()));
    }
  }

  private List<LitmusTest> tests() {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + filter);
    List<LitmusTest> tests = new ArrayList<>();
    for (TestFiles.Read read : folder == null ? TestFiles.own() : TestFiles.in(folder)) {
      LitmusTest test = read.test();
      if (test == null) {
        note("not understood");
        io().out().printf("%s: %s%n", read.from(), read.problem());
      } else if (matcher.matches(Path.of(test.name()))) {
        tests.add(test);
      }
    }
    if (tests.isEmpty()) {
      throw new UserError("--filter", "no test matches '%s'".formatted(filter));
    }
    return tests;
  }

  private @Nullable Judged judge(LitmusTest test) {
    try {
      return Judged.byModel(test);
    } catch (Unreadable e) {
      note("not judged");
      io().out().printf("%s: %s%n", test.name(), e.getMessage());
      return null;
    }
  }

  private void show(Judged test, List<Platform> platforms) {
    for (Platform platform : platforms) {
      SortedSet<Outcome> forbidden = test.forbidden(platform);
      io().out()
          .printf(
              "%-34s %-9s %-9s %3d of %3d outcomes, asked %,d, relaxed %,d%s%n",
              test.test().name(),
              platform,
              test.conditionIsAllowed() ? "allowed" : "forbidden",
              test.on(platform).size(),
              test.allowed().size(),
              test.conditionObserved(platform),
              test.relaxed(platform),
              forbidden.isEmpty() ? "" : "  FORBIDDEN");
      test.on(platform)
          .forEach(
              (outcome, count) -> {
                boolean wrong = forbidden.contains(outcome);
                if (outcomes || wrong) {
                  io().out().printf("%12d %s%s%n", count, outcome, wrong ? "  FORBIDDEN" : "");
                }
              });
      io().out().flush();
    }
  }

  private void writePage(List<Platform> platforms, List<Judged> judged) {
    if (page != null) {
      String command =
          "trapeze litmus"
              + (folder == null ? "" : " --tests " + folder.getFileName())
              + (filter.equals("*") ? "" : " --filter '" + filter + "'")
              + (mutant == null ? "" : " --mutant " + mutant)
              + " --instances "
              + instances;
      try {
        Files.writeString(page, ResultsPage.of(command, instances, platforms, judged));
      } catch (IOException e) {
        throw new UserError(page.toString(), "cannot be written");
      }
    }
  }

  private Io io() {
    return Objects.requireNonNull(main).io();
  }
}
