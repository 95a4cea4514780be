package trapeze.console;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trapeze.console.directory.GuestSpec;

/** The option that says whether somebody sits at the consoles. */
final class InteractiveOption {
  @Option(
      names = {"-i", "--interactive"},
      negatable = true,
      description =
          "connect the terminal to one guest at a time, Ctrl-A h helps"
              + " (as a rule if there is a terminal and no --input)")
  private @Nullable Boolean interactive;

  /** Whether to run so, for guests of which this is the first. */
  boolean isWanted(Io io, GuestSpec spec) {
    return interactive == null ? io.terminal() && spec.input() == null : interactive;
  }
}
