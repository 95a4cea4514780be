package trapeze.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import trapeze.console.directory.Guest;
import trapeze.console.directory.GuestLine;
import trapeze.console.directory.GuestSpec;
import trapeze.console.directory.Key;
import trapeze.console.directory.Setting;
import trapeze.console.directory.UserDirectory;
import trapeze.console.gdb.GdbServers;
import trapeze.console.report.GuestReport;
import trapeze.console.run.DefaultSet;
import trapeze.console.run.InteractiveRun;
import trapeze.console.run.LoggedRun;
import trapeze.console.run.Session;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;

/** {@code trapeze run}: guests in virtual machines, all at once. */
@Command(
    name = "run",
    description = {
      "Runs guests in virtual machines, all at once, under the monitor.",
      "Without guests it runs a set that is built in."
    },
    footer = {
      "",
      "Examples:",
      "  trapeze run",
      "  trapeze run -kernel Image -initrd initrd.gz -append console=ttyS0 -smp 4",
      "  trapeze run -bios fw_dynamic.bin -kernel Image -m 512M --interactive",
      "  trapeze run --guest kernel=Image,memory=1G --guest firmware=builtin:sprig",
      "  trapeze run --design supervisor -bios builtin:sprig",
      "  trapeze run --guest firmware=builtin:sprig,name=a,design=supervisor"
          + " --guest firmware=builtin:sprig,name=b",
      "  trapeze run -bios builtin:sprig --gdb=:1234",
      "  trapeze run --user-directory machines.toml --accounting json",
      "  trapeze run -bios builtin:sprig --trace sprig.log --trace-format sail",
      "  trapeze run --timeline guests.json --jfr guests.jfr",
      "  trapeze run --machine pg74 --depth 2",
      "  trapeze run --machine pdp10 --hybrid builtin:minnow program.asm",
      "",
      "Exit code: a single guest's own; of several, 0 if all ended with 0, else 1."
    })
final class RunCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main main;
  @Mixin private GuestOptions options = new GuestOptions();
  @Mixin private RealMachineOptions realMachine = new RealMachineOptions();
  @Mixin private AccountingOptions accounting = new AccountingOptions();
  @Mixin private InteractiveOption interactive = new InteractiveOption();
  @Mixin private GdbOptions gdb = new GdbOptions();
  @Mixin private ThirdGenerationOptions thirdGeneration = new ThirdGenerationOptions();

  @Mixin private TraceOptions trace = new TraceOptions();
  @Mixin private ObserverOptions observers = new ObserverOptions();

  @Option(
      names = "--guest",
      paramLabel = "KEY=VALUE,...",
      description = "a guest, with the keys below; may be given several times")
  private List<String> lines = new ArrayList<>();

  @Option(
      names = {"--user-directory", "--directory"},
      paramLabel = "FILE",
      description = "a TOML file with a [[machine]] for each guest, with the keys of --guest")
  private @Nullable Path userDirectory;

  @Option(
      names = "--steps",
      paramLabel = "NUMBER",
      description = "end each guest after so many steps, such as 500M")
  private @Nullable String steps;

  @Option(
      names = "--color",
      paramLabel = "always|never|auto",
      description = "guests' names in colours (auto: on a terminal)")
  private Colour colour = Colour.AUTO;

  /** When to use colours. */
  enum Colour {
    ALWAYS,
    NEVER,
    AUTO
  }

  @Override
  public Integer call() throws InterruptedException {
    if (options.isThirdGeneration()) {
      trace.refuse();
      realMachine.refuseDesign();
      return runThirdGeneration(Objects.requireNonNull(main).io());
    }
    thirdGeneration.refuse();
    boolean usual = lines.isEmpty() && !options.isGiven() && userDirectory == null;
    List<GuestSpec> specs = usual ? DefaultSet.guests() : described();
    refuseDuplicates(specs);
    Io io = Objects.requireNonNull(main).io();
    List<Guest> guests = new ArrayList<>();
    try (GdbServers debuggers = gdb.open(io)) {
      for (GuestSpec spec : specs) {
        guests.add(Guest.open(steps == null ? spec : spec.withStepsAtMost(stepLimit(steps))));
      }
      boolean seated = !usual && interactive.isWanted(io, specs.getFirst());
      Session session = new Session(guests, realMachine.choose(guests.size(), seated), debuggers);
      try (TraceOptions.Files _ = trace.attach(guests);
          ObserverOptions.Watched _ = observers.watch(guests, session, io)) {
        if (seated) {
          new InteractiveRun(session).run(guests);
        } else {
          new LoggedRun(session, guests, io.in(), io.out(), isColoured(io)).run();
        }
      }
      List<GuestReport> reports = session.reports();
      accounting.print(reports, io);
      return usual ? exitCodeOfTheUsual(reports) : exitCode(reports);
    } finally {
      guests.forEach(Guest::close);
    }
  }

  private int runThirdGeneration(Io io) {
    if (!lines.isEmpty() || options.isGiven() || userDirectory != null) {
      throw new UserError(
          "--machine",
          ("%s runs programs in its assembler's language; name them, without other options for"
                  + " guests")
              .formatted(options.machine()));
    }
    long most = steps == null ? Long.MAX_VALUE : stepLimit(steps);
    List<GuestReport> reports =
        thirdGeneration.run(options.machine(), realMachine.depth(), most, io, isColoured(io));
    accounting.print(reports, io);
    return exitCode(reports);
  }

  /** Adds to the help what the keys of {@code --guest} mean. */
  static void describeKeys(CommandSpec spec) {
    List<String> footer = new ArrayList<>(List.of("", "Keys of --guest and of user directories:"));
    for (Key key : Key.values()) {
      footer.add("  %-11s %s".formatted(key.word(), key.value()).replace("%", "%%"));
      footer.add("      " + key.meaning().replace("%", "%%"));
    }
    footer.addAll(List.of("", "Designs, of which guests of one run may have different ones:"));
    for (Design each : Designs.all()) {
      footer.add("  %-15s %s".formatted(each.title(), each.summary()));
    }
    footer.addAll(List.of("", "The set that runs if no guest is given:"));
    DefaultSet.DESCRIPTION.lines().forEach(line -> footer.add("  " + line));
    footer.addAll(List.of(spec.usageMessage().footer()));
    spec.usageMessage().footer(footer.toArray(String[]::new));
  }

  private List<GuestSpec> described() {
    List<GuestSpec> specs = new ArrayList<>();
    if (userDirectory != null) {
      specs.addAll(UserDirectory.read(userDirectory));
    }
    if (options.isGiven()) {
      specs.add(options.guest());
    }
    for (int i = 0; i < lines.size(); i++) {
      specs.add(GuestLine.parse(lines.get(i), i + 1));
    }
    return specs;
  }

  private static long stepLimit(String text) {
    return new Setting(Key.STEPS, text, "--steps").count();
  }

  private static void refuseDuplicates(List<GuestSpec> specs) {
    Set<String> names = new HashSet<>();
    for (GuestSpec spec : specs) {
      if (!names.add(spec.name())) {
        throw new UserError(
            spec.place(), "name: another guest is called '%s' too".formatted(spec.name()));
      }
    }
  }

  private boolean isColoured(Io io) {
    return switch (colour) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO -> io.terminal() && System.getenv("NO_COLOR") == null;
    };
  }

  private static int exitCode(List<GuestReport> reports) {
    if (reports.size() == 1) {
      return ExitCode.of(reports.getFirst().outcome());
    }
    boolean good =
        reports.stream().allMatch(report -> ExitCode.of(report.outcome()) == ExitCode.OK);
    return good ? ExitCode.OK : ExitCode.FAILED;
  }

  private static int exitCodeOfTheUsual(List<GuestReport> reports) {
    boolean good =
        reports.stream()
            .allMatch(
                report -> ExitCode.of(report.outcome()) == DefaultSet.expected(report.name()));
    return good ? ExitCode.OK : ExitCode.FAILED;
  }
}
