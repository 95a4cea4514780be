package trapeze.isa.pg74.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Machines;
import trapeze.isa.pg74.ThirdGeneration;

/**
 * The monitors in the machine's own instructions, with guests of random words: they end with the
 * memory, the registers and the console that the bare machine gives them.
 */
class MonitorEquivalenceTest {
  private static final ThirdGeneration MACHINE = ThirdGeneration.paper(Format.USUAL);
  private static final Path FRAME =
      Path.of(
          System.getProperty("basedir", "."), "..", "guest-programs", "pg74", "monitor", "r.asm");

  /** Those of so many random guests that halt on the bare machine. */
  private static final List<BareMachine> HALTED = halted(MACHINE, 500);

  private static List<BareMachine> halted(ThirdGeneration machine, int count) {
    RandomGuests guests = new RandomGuests(machine, 1974);
    List<BareMachine> halted = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BareMachine bare = new BareMachine(guests.next()).run(200);
      if (bare.isHalted()) {
        halted.add(bare);
      }
    }
    return halted;
  }

  private static Program monitor(int slice) throws AssemblyException {
    return monitor("monitor.asm", MACHINE, slice, Sources.FILES);
  }

  private static Program monitor(String source, ThirdGeneration machine, int slice, Sources sources)
      throws AssemblyException {
    String frame =
        """
                .memory 800
        slice = %d
        guests = 1
                .include "%s"
        blocks: .word   guest_1, bounds(guest_1, 0), %d, 0
                .space  block_words - 4
        guest_1: .space %3$d
        """
            .formatted(slice, source, RandomGuests.MEMORY);
    return Assembler.assemble(
        FRAME, machine, path -> path.equals(FRAME) ? frame : sources.read(path));
  }

  @Test
  void randomGuestsEndAsOnTheBareMachine() throws AssemblyException {
    List<Program> monitors = List.of(monitor(2), monitor(3), monitor(50));
    for (int i = 0; i < HALTED.size(); i++) {
      BareMachine bare = HALTED.get(i);
      assertThat(MonitorTrial.of(bare, monitors.get(i % monitors.size())).difference())
          .as(() -> new Disassembler(bare.program()).print(bare.program()))
          .isEmpty();
    }
    assertThat(HALTED).hasSizeGreaterThan(100);
    assertThat(HALTED.stream().mapToLong(BareMachine::traps).sum()).isGreaterThan(40);
  }

  @Test
  void onThePdp10OnlyTheHybridMonitorDoes() throws AssemblyException {
    ThirdGeneration pdp10 = Machines.named("pdp10").orElseThrow().machine();
    List<BareMachine> guests = halted(pdp10, 300);
    Program hybrid = monitor("../hybrid/hybrid.asm", pdp10, 5, Sources.FILES);
    Program other = monitor("monitor.asm", pdp10, 5, Sources.FILES);

    assertThat(guests).allMatch(bare -> MonitorTrial.of(bare, hybrid).difference().isEmpty());
    assertThat(guests).anyMatch(bare -> MonitorTrial.of(bare, other).difference().isPresent());
  }

  /** A fault: what is written, with a bar between lines, and what instead. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "the real mode leaks; reflect: add v_m; reflect: add =mode_bit",
        "a trap is taken from the wrong word; add =1|store physical|loadi physical|call load; store"
            + " physical|loadi physical|call load",
        "virtual user mode may do all; privileged_trap: load v_m; privileged_trap: lit 0",
        "the end of a slice counts as a step; add =1|store v_timer|jump resume; jump resume",
        "every timer trap is the guest's; load v_timer_on|jz resume; load v_timer_on",
        "the timer counts in supervisor mode; jz @by_cause|load v_timer|jz; load v_timer|jz",
        "the bound is not limited; jn @bounded; jump @bounded",
        "the region does not begin at its base; add base_r|add bound; add bound",
        "an operand is not checked; jn @inside|jump memory_trap; jump @inside",
        "R is loaded and not given; store v_r|call allocate|jump next; store v_r|jump next",
        "the mode is not loaded; and =mode_bit|store v_m; and =mode_bit",
        "smode knows one mode; and =1|jz @supervisor; and =1",
        "an emulated instruction is executed again; add =p_one|and =p_mask; and =p_mask",
        "the wrong cause; load =cause.privileged; load =cause.svc",
      })
  void aFaultIsFound(String fault, String from, String to) throws AssemblyException {
    List<Path> changed = new ArrayList<>();
    Sources faulty =
        path -> {
          String right = Sources.FILES.read(path).replaceAll(" +", " ").replaceAll("(?m)^ ", "");
          String wrong = right.replace(from.replace('|', '\n'), to.replace('|', '\n'));
          if (!wrong.equals(right)) {
            changed.add(path);
          }
          return wrong;
        };
    Program monitor = monitor("monitor.asm", MACHINE, 3, faulty);

    assertThat(changed).as("places of: " + fault).hasSize(1);
    assertThat(HALTED).anyMatch(bare -> MonitorTrial.of(bare, monitor).difference().isPresent());
  }
}
