package trapeze.fuzz.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the page of excused differences from the data. */
public final class ExcusesPage {
  private ExcusesPage() {}

  /**
   * Writes it.
   *
   * @param arguments the file
   */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), text());
  }

  /** The page. */
  static String text() {
    StringBuilder page =
        new StringBuilder(
            """
            # Differences from QEMU 7.2 that are excused

            Made from `trapeze.fuzz.qemu.Excuses` by `trapeze.fuzz.qemu.ExcusesPage`; a test holds it current.
            The other machine is `qemu-system-riscv64 -M virt -cpu %s`.
            Each excuse covers certain bits of one register, or one kind of trap, behind certain instructions; a difference of which any bit is not covered is a finding.
            `trapeze fuzz --pair qemu` counts each in its report.

            | difference | which | manual | what becomes of the comparison |
            | --- | --- | --- | --- |
            """
                .formatted(QemuProcessor.OPTION));
    for (Excuse each : Excuses.TABLE) {
      page.append(
          "| %s | %s | `%s` | %s |\n"
              .formatted(each.name(), each.why(), each.section(), each.effect()));
    }
    page.append(
        "\nExtensions that QEMU 7.2 lacks, whose instructions are not drawn: %s.\n"
            .formatted(String.join(", ", QemuProcessor.ABSENT.stream().sorted().toList())));
    return page.toString();
  }
}
