package trapeze.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import trapeze.machine.engine.Optimisation;
import trapeze.machine.load.BadImage;
import trapeze.machine.memory.OutOfHostMemory;
import trapeze.monitor.NotCarried;
import trapeze.monitor.OutOfRealMemory;

/** The {@code trapeze} command. */
@Command(
    name = "trapeze",
    version = "Trapeze 0.1.0",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    description = "Runs RISC-V operating systems deprivileged, side by side, under a monitor.")
public final class Main implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          RunCommand.class,
          MachineCommand.class,
          CompareCommand.class,
          BenchCommand.class,
          ConformCommand.class,
          LitmusCommand.class,
          DisassembleCommand.class,
          ClassifyCommand.class,
          HomomorphismCommand.class,
          ProveCommand.class,
          FuzzCommand.class,
          CompletionCommand.class);

  private final Io io;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "if Trapeze itself fails, show where (or set TRAPEZE_DEBUG)")
  private boolean debug;

  private Main(Io io) {
    this.io = io;
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    boolean terminal = System.console() != null && System.console().isTerminal();
    int code = execute(new Io(System.in, out, err, terminal), arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 1 << 13),
        false,
        StandardCharsets.UTF_8);
  }

  /** Runs one command and gives its exit code. */
  public static int execute(Io io, String... arguments) {
    if (System.getProperty(Optimisation.PROPERTY) != null) {
      try {
        Optimisation.leftOut();
      } catch (IllegalArgumentException e) {
        io.say(Optimisation.PROPERTY + ": " + firstLine(e));
        return ExitCode.USAGE;
      }
    }
    return commandLine(io, commandsFor(arguments)).execute(arguments);
  }

  /** The command that is named first, or all: to make one of them takes milliseconds. */
  private static List<Class<?>> commandsFor(String... arguments) {
    return COMMANDS.stream()
        .filter(each -> arguments.length > 0 && name(each).equals(arguments[0]))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(COMMANDS);
  }

  private static String name(Class<?> command) {
    return Objects.requireNonNull(command.getAnnotation(Command.class)).name();
  }

  /** The whole command, ready to run or to be described. */
  public static CommandLine commandLine(Io io) {
    return commandLine(io, COMMANDS);
  }

  private static CommandLine commandLine(Io io, List<Class<?>> wanted) {
    Main main = new Main(io);
    CommandLine commands = new CommandLine(main);
    wanted.forEach(commands::addSubcommand);
    commands.addSubcommand(CommandLine.HelpCommand.class);
    commands.setOut(new PrintWriter(io.out(), true));
    commands.setErr(new PrintWriter(io.err(), true));
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setParameterExceptionHandler((e, _) -> main.misused(e));
    commands.setExecutionExceptionHandler((e, _, _) -> main.failed(e));
    CommandLine run = commands.getSubcommands().get("run");
    if (run != null) {
      RunCommand.describeKeys(run.getCommandSpec());
    }
    return commands;
  }

  /** The process's streams. */
  public Io io() {
    return io;
  }

  @Override
  public void run() {
    commandLine(io).usage(io.out());
  }

  private int misused(ParameterException e) {
    if (e.getCause() instanceof UserError problem) {
      io.say(firstLine(problem));
    } else {
      String command = e.getCommandLine().getCommandSpec().qualifiedName();
      io.say("%s; '%s --help' says more".formatted(firstLine(e), command));
    }
    return ExitCode.USAGE;
  }

  private int failed(Exception e) {
    switch (e) {
      case UserError _, BadImage _, OutOfHostMemory _, OutOfRealMemory _, NotCarried _ -> {
        io.say(firstLine(e));
        return ExitCode.USAGE;
      }
      default -> {
        io.say(
            "this is a mistake in Trapeze, please report it with the command that you gave: "
                + e.getClass().getSimpleName()
                + " "
                + firstLine(e)
                + (wantsTrace() ? "" : " (--debug shows more)"));
        if (wantsTrace()) {
          e.printStackTrace(io.err());
        }
        return ExitCode.INTERNAL;
      }
    }
  }

  private boolean wantsTrace() {
    return debug || System.getenv("TRAPEZE_DEBUG") != null;
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse("");
  }
}
