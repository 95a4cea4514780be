package trapeze.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import trapeze.machine.board.Outcome;
import trapeze.monitor.VirtualMachine;

class AccountingTest {
  private static final GuestReport GUEST =
      new GuestReport(
          "one",
          VirtualMachine.State.ENDED,
          new Outcome.Ended(3),
          2,
          "supervisor",
          2_500,
          2_000,
          1_990,
          Map.of("csrrw", 1L, "sret", 5L, "mret", 3L),
          6,
          1,
          7,
          Map.of("illegal instruction", 1_009L),
          Map.of(),
          Map.of("environment call from U-mode", 4L),
          11,
          12,
          13,
          14,
          2_000_000_000,
          500_000_000);

  @Test
  void theTableIsReadable() {
    assertThat(AccountingTable.lines(List.of(GUEST)))
        .contains(
            "                                one",
            "end                          exit 3",
            "design                   supervisor",
            "  executed directly           1,990",
            "    with an exit before           6",
            "                           99.500 %",
            "time in guest (about)        2.00 s",
            "one ended with exit code 3",
            "  exits:     illegal instruction 1,009",
            "  emulated:  sret 5, mret 3, csrrw 1",
            "  reflected: none",
            "  delegated: environment call from U-mode 4");
  }

  @Test
  void theDocumentHasEveryAccount() {
    assertThat(AccountingJson.document(List.of(GUEST)))
        .contains(
            "\"name\" : \"one\"",
            "\"exitCode\" : 3",
            "\"design\" : \"supervisor\"",
            "\"environment call from U-mode\" : 4",
            "\"direct\" : 1990",
            "\"neighbours\" : 6",
            "\"illegal instruction\" : 1009",
            "\"shadowFlushes\" : 13",
            "\"tableStores\" : 14",
            "\"monitorNanoseconds\" : 500000000");
  }

  @Test
  void whatDidNothingHasNoShare() {
    GuestReport idle =
        new GuestReport(
            "idle",
            VirtualMachine.State.RUNNING,
            null,
            1,
            "trap-emulate",
            0,
            0,
            0,
            Map.of(),
            0,
            0,
            0,
            Map.of(),
            Map.of(),
            Map.of(),
            0,
            0,
            0,
            0,
            0,
            0);
    assertThat(idle.directShare()).isZero();
    assertThat(AccountingTable.lines(List.of(idle))).contains("idle is running");
  }
}
