package trapeze.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trapeze.console.report.AccountingJson;
import trapeze.console.report.AccountingTable;
import trapeze.console.report.GuestReport;

/** Options about the accounts at the end. */
final class AccountingOptions {
  @Option(
      names = "--accounting",
      paramLabel = "table|json|none",
      description = "what to print at the end (table)")
  private Form form = Form.TABLE;

  @Option(
      names = "--accounting-file",
      paramLabel = "FILE",
      description = "where to write it, in place of standard output")
  private @Nullable Path file;

  /** How the accounts are printed. */
  enum Form {
    TABLE,
    JSON,
    NONE
  }

  /** Prints or writes the accounts as the user wants them. */
  void print(List<GuestReport> reports, Io io) {
    String text =
        switch (form) {
          case TABLE -> String.join("\n", AccountingTable.lines(reports)) + "\n";
          case JSON -> AccountingJson.document(reports);
          case NONE -> "";
        };
    if (file == null) {
      io.out().print(form == Form.TABLE ? "\n" + text : text);
      io.out().flush();
      return;
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UserError(
          file.toString(), "cannot be written (%s)".formatted(e.getClass().getSimpleName()));
    }
  }
}
