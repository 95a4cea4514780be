package trapeze.console;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code trapeze fuzz}: generated programs on two machines that should agree. */
@Command(
    name = "fuzz",
    description = {
      "Runs generated programs on two machines that should agree, keeps those that reach new"
          + " coverage, and makes those small that show a difference.",
      "With a corpus, a later run goes on where this one ends."
    },
    footer = {
      "",
      "Examples:",
      "  trapeze fuzz --time 10m",
      "  trapeze fuzz --pair vm --time 1h --jobs 2 --corpus corpus/vm",
      "  trapeze fuzz --pair reference --count 5000 --mix floating=50,access=0,sv57=0",
      "  trapeze fuzz --pair qemu --time 1h --jobs 2 --corpus corpus/qemu",
      "  trapeze fuzz --pair reference --hypervisor --time 30m",
      "  trapeze fuzz --mix list",
      "  trapeze fuzz --replay fuzz-findings/reference-1.txt",
      "",
      "Exit code: 0 if the machines agreed, 1 if they differed, 2 on bad usage."
    })
final class FuzzCommand implements Callable<Integer> {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(s|m|h)");

  @ParentCommand private @Nullable Main main;

  @Option(
      names = "--pair",
      paramLabel = "NAME",
      description = "which machines to compare (default: ${DEFAULT-VALUE}); 'list' lists them")
  private String pair = "reference";

  @Option(
      names = "--mix",
      paramLabel = "KNOB=WEIGHT",
      split = ",",
      description =
          "how often something is drawn, compared with others; 0 is never; 'list' lists all knobs")
  private List<String> knobs = List.of();

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "draw other programs (default: ${DEFAULT-VALUE})")
  private long seed = 1974;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "N programs at a time (default: ${DEFAULT-VALUE})")
  private int jobs = 1;

  @Option(
      names = "--time",
      paramLabel = "DURATION",
      description = "stop after DURATION, such as 90s, 10m or 1h (default: 1m without --count)")
  private String time = "";

  @Option(names = "--count", paramLabel = "N", description = "stop after N programs")
  private long count = Long.MAX_VALUE;

  @Option(
      names = "--stop-at",
      paramLabel = "N",
      description = "stop after N kinds of differences (default: ${DEFAULT-VALUE})")
  private int stopAt = 20;

  @Option(
      names = "--corpus",
      paramLabel = "FOLDER",
      description = "keep programs that reach new coverage in FOLDER, and go on from those there")
  private @Nullable Path corpus;

  @Option(
      names = "--findings",
      paramLabel = "FOLDER",
      description =
          "where to save what is found (default: 'findings' in the corpus, else"
              + " fuzz-findings)")
  private @Nullable Path findings;

  @Option(names = "--json", paramLabel = "FILE", description = "write a summary into FILE, in JSON")
  private @Nullable Path summary;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description = "run one saved program again, and say whether the machines still differ")
  private @Nullable Path replay;

  @Option(
      names = "--qemu",
      paramLabel = "PATH",
      description = "what the pair 'qemu' runs, of version 7.2 (default: ${DEFAULT-VALUE})")
  private Path qemu = Path.of("qemu-system-riscv64");

  @Option(
      names = "--seed-fault",
      paramLabel = "NAME",
      description =
          "seed a fault into the machine that is compared, to see it found; 'list' lists" + " them")
  private String fault = "";

  @Option(
      names = "--hypervisor",
      description =
          "machines with the hypervisor extension, and programs that have guests of their own")
  private boolean hypervisor;

  @Override
  public Integer call() {
    if (jobs < 1 || count < 1 || stopAt < 1) {
      throw new UserError("--jobs, --count and --stop-at take a number above 0");
    }
    FuzzService service =
        ServiceLoader.load(FuzzService.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new UserError(
                        "this program does not carry the generator of programs;"
                            + " use './trapeze fuzz' in a source tree"));
    Path usual = corpus == null ? Path.of("fuzz-findings") : corpus.resolve("findings");
    return service.fuzz(
        new FuzzService.Request(
            pair,
            knobs,
            seed,
            jobs,
            count,
            limit(),
            stopAt,
            Optional.ofNullable(corpus),
            findings == null ? usual : findings,
            Optional.ofNullable(summary),
            Optional.ofNullable(replay),
            qemu,
            fault,
            hypervisor),
        Objects.requireNonNull(main).io());
  }

  private Duration limit() {
    if (time.isEmpty()) {
      return count == Long.MAX_VALUE ? Duration.ofMinutes(1) : Duration.ofDays(365);
    }
    Matcher matcher = DURATION.matcher(time);
    if (!matcher.matches()) {
      throw new UserError("--time", "'%s' is no duration; give 90s, 10m or 1h".formatted(time));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
