package trapeze.isa.pg74.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.isa.pg74.Machines;
import trapeze.isa.pg74.ThirdGeneration;

/** On machines that do not meet Theorem 1, a program can tell where it is. */
class ViolatorsTest {
  private static final Path PROGRAMS =
      Path.of(System.getProperty("basedir", "."), "..", "guest-programs", "pg74");

  @ParameterizedTest
  @CsvSource({
    "jrst1, pdp10",
    "mfpi, pdp11",
    "smsw, x86-smsw",
    "pushf, x86-pushf",
    "popf, x86-popf",
    "sgdt, x86-sgdt",
    "lar, x86-lar",
    "popf, x86",
    "movesr, m68000",
    "msr, arm-msr",
    "cps, arm-cps",
    "movpsl, vax-movpsl",
    "probe, vax-probe",
    "lra, lra",
  })
  void tellsTheBareMachineFromAVirtualOne(String program, String name) throws AssemblyException {
    ThirdGeneration machine = Machines.named(name).orElseThrow().machine();
    Path source = PROGRAMS.resolve("violators").resolve(program + ".asm");
    BareMachine bare = new BareMachine(Assembler.assemble(source, machine)).run(1000);
    assertThat(bare.console()).isEqualTo("the bare machine\n");

    Program monitored =
        Assembler.assemble(
            PROGRAMS.resolve("monitor").resolve("any.asm").toString(),
            """
                    .memory 1024
            slice = 100
            guests = 1
                    .include "monitor.asm"
            blocks: .word   guest_1, bounds(guest_1, 0), guest_1_end - guest_1, 0
                    .space  block_words - 4
            guest_1: .program "../violators/%s.asm"
            guest_1_end:
            """
                .formatted(program),
            machine);
    assertThat(new BareMachine(monitored).run(20_000).console()).isEqualTo("a virtual machine\n");
  }
}
