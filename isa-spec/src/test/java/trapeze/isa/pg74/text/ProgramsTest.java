package trapeze.isa.pg74.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import trapeze.isa.pg74.Machines;
import trapeze.isa.pg74.ThirdGeneration;

/** The guest programs, on the bare machine and under the monitor that is one of them. */
class ProgramsTest {
  private static final Path PROGRAMS =
      Path.of(System.getProperty("basedir", "."), "..", "guest-programs", "pg74");

  private static BareMachine run(String machine, String program, long steps)
      throws AssemblyException {
    ThirdGeneration definitions = Machines.named(machine).orElseThrow().machine();
    return new BareMachine(Assembler.assemble(PROGRAMS.resolve(program), definitions)).run(steps);
  }

  private static String expected(String file) throws IOException {
    return Files.readString(PROGRAMS.resolve(file));
  }

  @ParameterizedTest
  @CsvSource({"hello, pg74", "minnow, pg74", "causes, pg74", "escape, pg74", "pages, paged"})
  void printWhatIsExpected(String name, String kind) throws AssemblyException, IOException {
    BareMachine machine = run(kind, name + "/" + name + ".asm", 10_000);
    assertThat(machine.console()).isEqualTo(expected(name + "/expected.txt"));
    assertThat(machine.isHalted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "hybrid/hybrid+minnow.asm, minnow/minnow.asm",
    "monitor/monitor+minnow.asm, minnow/minnow.asm",
    "monitor/monitor+causes.asm, causes/causes.asm",
    "monitor/monitor+escape.asm, escape/escape.asm",
  })
  void theMonitorsGuestEndsAsOnTheBareMachine(String nested, String program)
      throws AssemblyException {
    BareMachine bare = run("pg74", program, 10_000);
    BareMachine monitored = run("pg74", nested, 500_000);

    assertThat(monitored.isHalted()).isTrue();
    assertThat(monitored.console()).isEqualTo(bare.console());
    int guest = (int) monitored.program().symbol("guest_1");
    assertThat(Arrays.copyOfRange(monitored.memory(), guest, guest + bare.memory().length))
        .isEqualTo(bare.memory());
  }

  @Test
  void guestsSideBySideShareTheConsoleByLines() throws AssemblyException, IOException {
    BareMachine machine = run("pg74", "monitor/two-guests.asm", 100_000);
    assertThat(machine.isHalted()).isTrue();
    assertThat(machine.console()).isEqualTo(expected("monitor/two-guests.expected.txt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hybrid+jrst1.asm", "hybrid+hybrid+jrst1.asm"})
  void aHybridMonitorDeceivesJrst1(String nested) throws AssemblyException {
    BareMachine machine = run("pdp10", "hybrid/" + nested, 3_000_000);
    assertThat(machine.console()).isEqualTo("the bare machine\n");
    assertThat(machine.isHalted()).isTrue();
  }
}
