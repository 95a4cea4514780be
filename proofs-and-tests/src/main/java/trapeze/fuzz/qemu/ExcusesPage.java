package trapeze.fuzz.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
    rows(page, Excuses.TABLE);
    page.append(
        """

        ## With the hypervisor extension

        The other machine is then `-cpu %s`.
        All of the above hold too, but for those of a machine without the extension: %s.
        QEMU 7.2 has much of the extension otherwise than the manual; each row was seen in a program's log and decided by the manual's section, two of them by Spike's log of the same program as well.

        | difference | which | manual | what becomes of the comparison |
        | --- | --- | --- | --- |
        """
            .formatted(
                QemuProcessor.WITH_HYPERVISOR,
                String.join(", ", GuestRegisterExcuses.OF_OTHERS.stream().sorted().toList())));
    rows(page, GuestRegisterExcuses.TABLE);
    rows(page, GuestExcuses.TABLE);
    rows(page, List.of(GuestExcuses.LAST_RESORT));
    page.append(
        "\n"
            + "The last row is asked only where no other covers a difference.\n"
            + "A root in `hgatp` that is not aligned ends a program's comparison where it is"
            + " written: QEMU takes it as it is (`priv:norm:hgatp_ppn_op`).\n");
    page.append(
        "\nExtensions that QEMU 7.2 lacks, whose instructions are not drawn: %s.\n"
            .formatted(String.join(", ", QemuProcessor.ABSENT.stream().sorted().toList())));
    return page.toString();
  }

  private static void rows(StringBuilder page, List<Excuse> table) {
    for (Excuse each : table) {
      page.append(
          "| %s | %s | `%s` | %s |\n"
              .formatted(each.name(), each.why(), each.section(), each.effect()));
    }
  }
}
