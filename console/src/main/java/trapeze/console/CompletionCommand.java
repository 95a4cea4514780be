package trapeze.console;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code trapeze completion}: what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    description = "Prints a script that makes bash and zsh complete commands and options.",
    footer = {"", "Example:", "  source <(trapeze completion)"})
final class CompletionCommand implements Runnable {
  @ParentCommand private @Nullable Main main;

  @Override
  public void run() {
    Io io = Objects.requireNonNull(main).io();
    io.out().print(AutoComplete.bash("trapeze", Main.commandLine(io)));
    io.out().flush();
  }
}
