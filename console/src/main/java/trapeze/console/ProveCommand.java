package trapeze.console;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code trapeze prove}: the proofs from the definitions, where there is a solver. */
@Command(
    name = "prove",
    description = {
      "Proves from the definitions that the monitor's diagram commutes: for every instruction and"
          + " control register, in all states.",
      "What has been proved before, from the same definitions, is not proved again."
    },
    footer = {
      "",
      "Examples:",
      "  trapeze prove",
      "  trapeze prove --only mstatus",
      "  trapeze prove --only execution/sret --seed-fault sret-nop-in-u"
    })
final class ProveCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main main;

  @Option(
      names = "--only",
      paramLabel = "PATTERN",
      description = "only what has PATTERN in its name, such as csrrw or translation/")
  private String only = "";

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "give one proof at most SECONDS (default: ${DEFAULT-VALUE})")
  private int timeout = 30;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "N proofs at a time (default: ${DEFAULT-VALUE})")
  private int jobs = 2;

  @Option(names = "--again", description = "also what an earlier run has proved")
  private boolean again;

  @Option(names = "--json", description = "print an object a line for each proof")
  private boolean json;

  @Option(names = "--list", description = "only list the names")
  private boolean list;

  @Option(
      names = "--seed-fault",
      paramLabel = "NAME",
      description = "seed a fault into the definitions, to see what fails; 'list' lists them")
  private String fault = "";

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "also write the page of results into FILE")
  private @Nullable Path page;

  @Override
  public Integer call() {
    if (timeout <= 0 || jobs <= 0) {
      throw new UserError("--timeout and --jobs take a number above 0");
    }
    ProofService service =
        ServiceLoader.load(ProofService.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new UserError(
                        "proving takes a solver, which this program does not carry;"
                            + " use './trapeze prove' in a source tree"));
    return service.prove(
        new ProofService.Request(
            only,
            Duration.ofSeconds(timeout),
            jobs,
            again,
            json,
            list,
            fault,
            Optional.ofNullable(page)),
        Objects.requireNonNull(main).io());
  }
}
