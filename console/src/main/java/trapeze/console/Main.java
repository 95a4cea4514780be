package trapeze.console;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code trapeze} command. */
@Command(
    name = "trapeze",
    mixinStandardHelpOptions = true,
    version = "Trapeze 0.1.0",
    description = "Runs RISC-V operating systems deprivileged, side by side, under a monitor.")
public final class Main implements Runnable {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public void run() {
    new CommandLine(this).usage(System.out);
  }
}
