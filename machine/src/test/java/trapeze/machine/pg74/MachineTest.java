package trapeze.machine.pg74;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import trapeze.isa.pg74.Cause;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Registers;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Trapped;

class MachineTest {
  private static final ThirdGeneration KIND = ThirdGeneration.paper(Format.USUAL);
  private static final Registers R = KIND.registers();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Machine machine =
      new Machine(KIND, Memory.of(32), List.of(new Console(printed::write)));

  private void load(String... lines) {
    long[] words = new long[lines.length + 2];
    words[0] = Machine.FIRST << Format.USUAL.counterAt() | 32;
    words[1] = (long) 10 << Format.USUAL.counterAt() | 32;
    for (int i = 0; i < lines.length; i++) {
      String[] parts = lines[i].split(" ");
      words[i + 2] = KIND.encode(parts[0], parts.length > 1 ? Long.parseLong(parts[1]) : 0);
    }
    machine.load(words);
  }

  @Test
  void printsAndHalts() {
    load("lit 104", "sio 0", "lit 105", "sio 0", "sio 1", "halt");

    assertThat(machine.run(100)).isEqualTo(Stop.HALTED);
    assertThat(printed.toString()).isEqualTo("hi");
    assertThat(machine.steps()).isEqualTo(6);
    assertThat(machine.run(100)).isEqualTo(Stop.HALTED);
    assertThat(machine.steps()).isEqualTo(6);
  }

  @Test
  void aBudgetStopsAtItsStep() {
    load("jump 2");

    assertThat(machine.run(7)).isEqualTo(Stop.BUDGET);
    assertThat(machine.steps()).isEqualTo(7);
  }

  @Test
  void withoutResidentATrapIsTaken() {
    load("svc 3", "lit 1", "lit 2", "lit 3", "lit 4", "lit 5", "lit 6", "lit 7", "lit 8", "halt");

    assertThat(machine.run(100)).isEqualTo(Stop.HALTED);
    assertThat(machine.steps()).isEqualTo(3);
    assertThat(machine.traps()).isEqualTo(1);
    assertThat(machine.state().get(R.accumulator)).isEqualTo(8);
  }

  @Test
  void aResidentIsGivenTheTrap() {
    load("svc 3", "halt");
    machine.hasResident(true);

    assertThat(machine.run(100)).isEqualTo(new Stop.Trapped(new Trapped(Cause.SUPERVISOR_CALL, 3)));
    assertThat(machine.steps()).isEqualTo(1);
    assertThat(machine.state().get(R.counter)).isEqualTo(3);
  }

  @Test
  void memoryHasAnEnd() {
    Memory memory = Memory.of(16);
    Memory window = memory.window(4, 8).window(2, 3);
    window.write(1, 99);

    assertThat(memory.words()[7]).isEqualTo(99);
    assertThatThrownBy(() -> memory.window(9, 8)).hasMessageContaining("memory of 16");
    assertThatThrownBy(() -> new Machine(KIND.in(Format.TINY), Memory.of(5), List.of()))
        .hasMessageContaining("an address reaches 4");
    assertThatThrownBy(() -> machine.load(new long[33])).hasMessageContaining("32");
  }
}
