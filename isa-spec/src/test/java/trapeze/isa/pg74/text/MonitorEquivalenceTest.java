package trapeze.isa.pg74.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.Registers;
import trapeze.isa.pg74.ThirdGeneration;

/**
 * The monitor in the machine's own instructions, with guests of random words: they end with the
 * memory, the registers and the console that the bare machine gives them.
 */
class MonitorEquivalenceTest {
  private static final ThirdGeneration MACHINE = ThirdGeneration.paper(Format.USUAL);
  private static final Registers R = MACHINE.registers();
  private static final Path MONITOR =
      Path.of(
          System.getProperty("basedir", "."), "..", "guest-programs", "pg74", "monitor", "r.asm");
  private static final int MEMORY = 40;

  private final Random random = new Random(1974);

  /** A guest that touches everything: mostly instructions, all privileged ones among them. */
  private long[] guest() {
    long[] words = new long[MEMORY];
    List<Operation> operations = MACHINE.operations();
    for (int i = 0; i < words.length; i++) {
      words[i] =
          switch (random.nextInt(12)) {
            case 0 -> random.nextLong();
            case 1, 4 -> MACHINE.encode("halt", 0);
            case 2 -> psw();
            case 3 -> MACHINE.encode("svc", 0);
            default ->
                MACHINE.encode(
                    operations.get(random.nextInt(operations.size())).mnemonic(), operand());
          };
    }
    words[0] = psw();
    long supervisor = ~(1L << MACHINE.format().modeAt());
    words[1] = random.nextInt(4) == 0 ? psw() : psw() & supervisor;
    return words;
  }

  private long operand() {
    return random.nextInt(8) == 0 ? random.nextInt(1 << 16) : random.nextInt(MEMORY + 2);
  }

  private long psw() {
    Format f = MACHINE.format();
    long relocation = random.nextInt(6) > 0 ? 0 : random.nextInt(MEMORY + 3);
    long bound = random.nextInt(6) > 0 ? random.nextInt(1 << 17) : random.nextInt(MEMORY + 3);
    return (long) random.nextInt(2) << f.modeAt()
        | (long) random.nextInt(MEMORY) << f.counterAt()
        | relocation << f.relocationAt()
        | bound;
  }

  private static Program monitor(int slice) throws AssemblyException {
    return Assembler.assemble(
        MONITOR.toString(),
        """
                .memory 800
        slice = %d
        guests = 1
                .include "monitor.asm"
        blocks: .word   guest_1, bounds(guest_1, 0), %d, 0
                .space  block_words - 4
        guest_1: .space %2$d
        """
            .formatted(slice, MEMORY),
        MACHINE);
  }

  @Test
  void randomGuestsEndAsOnTheBareMachine() throws AssemblyException {
    int halted = 0;
    long traps = 0;
    Program[] monitors = {monitor(2), monitor(3), monitor(50)};
    for (int i = 0; i < 400; i++) {
      Program guest = new Program(MACHINE, guest(), MEMORY, new TreeMap<>(), List.of());
      BareMachine bare = new BareMachine(guest).run(200);
      if (!bare.isHalted()) {
        continue;
      }
      halted++;
      traps += bare.traps();
      BareMachine monitored = new BareMachine(monitors[i % monitors.length]);
      int at = symbol(monitored, "guest_1");
      System.arraycopy(guest.words(), 0, monitored.memory(), at, MEMORY);
      monitored.run(100_000);

      String story = "guest %d:%n%s".formatted(i, new Disassembler(guest).print(guest));
      assertThat(monitored.isHalted()).as(story).isTrue();
      assertThat(monitored.console()).as(story).isEqualTo(bare.console());
      assertThat(virtualRegisters(monitored)).as(story).isEqualTo(registers(bare));
      assertThat(Arrays.copyOfRange(monitored.memory(), at, at + MEMORY))
          .as(story)
          .isEqualTo(bare.memory());
      assertThat(outside(monitored))
          .as(story)
          .isEqualTo(outside(new BareMachine(monitored.program())));
    }
    assertThat(halted).isGreaterThan(30);
    assertThat(traps).as("traps").isGreaterThan(30);
  }

  /**
   * What no guest may touch: the monitor's instructions and literals, which are the words that are
   * not 0 in its image, and the memory behind the guest.
   */
  private static long[] outside(BareMachine monitored) {
    long[] image = monitored.program().words();
    long[] memory = monitored.memory().clone();
    for (int i = 0; i < image.length; i++) {
      if (i == 0 || image[i] == 0) {
        memory[i] = 0;
      }
    }
    int guest = symbol(monitored, "guest_1");
    Arrays.fill(memory, guest, guest + MEMORY, 0);
    return memory;
  }

  private static List<Long> registers(BareMachine bare) {
    Format f = MACHINE.format();
    return List.of(
        bare.state().get(R.mode) << f.modeAt(),
        bare.state().get(R.counter) << f.counterAt(),
        bare.state().get(R.relocation) << f.relocationAt() | bare.state().get(R.bound),
        bare.state().get(R.accumulator),
        bare.state().get(R.timer));
  }

  private static List<Long> virtualRegisters(BareMachine monitored) {
    return List.of("v_m", "v_p", "v_r", "v_a", "v_timer").stream()
        .map(name -> monitored.memory()[symbol(monitored, name)])
        .toList();
  }

  private static int symbol(BareMachine monitored, String name) {
    return monitored.program().symbols().get(name).intValue();
  }
}
