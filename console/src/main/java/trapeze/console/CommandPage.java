package trapeze.console;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The page of documentation that shows every command's help. */
public final class CommandPage {
  private static final int WIDTH = 90;

  private CommandPage() {}

  /** Writes the page into the file that is the one argument. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: CommandPage FILE");
      System.exit(ExitCode.USAGE);
    }
    Files.writeString(Path.of(arguments[0]), text());
  }

  /** The page. */
  public static String text() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    CommandLine commands =
        Main.commandLine(new Io(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false));
    StringBuilder page = new StringBuilder("# Commands\n\n");
    page.append("This page is written by the program itself, from the help of its commands.\n");
    page.append("[User directories](guests/user-directory.md) have a page of their own.\n");
    append(page, commands);
    commands.getSubcommands().values().forEach(command -> append(page, command));
    return page.toString();
  }

  private static void append(StringBuilder page, CommandLine command) {
    command.setUsageHelpAutoWidth(false);
    command.setUsageHelpWidth(WIDTH);
    page.append("\n## %s\n\n```text\n".formatted(command.getCommandSpec().qualifiedName()))
        .append(
            command
                .getUsageMessage(Ansi.OFF)
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n")))
        .append("\n```\n");
  }
}
