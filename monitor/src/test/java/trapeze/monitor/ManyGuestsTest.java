package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.shadow.Policy;

/** Two hundred guests on one real hart: each of them gets its share, all the time. */
class ManyGuestsTest {
  private static final int GUESTS = 200;
  private static final int SLICE = 500;
  private static final int SLICES = 10;
  private static final long REAL_MEMORY = 1L << 30;
  private static final long GUEST_MEMORY = 64 << 10;

  private final ControlProgram control = new ControlProgram(real(), Policy.CACHED, shortSlices());
  private final Map<String, Integer> slices = new HashMap<>();
  private final Set<String> sinceAllHadOne = new HashSet<>();

  /** Those that had a slice before all others had had theirs. */
  private final Set<String> outOfTurn = new HashSet<>();

  private static Board real() {
    return new Board(
        Board.Configuration.USUAL,
        PhysicalMemory.allocate(Arena.ofAuto(), Twins.BASE, REAL_MEMORY),
        HartFactory.REAL,
        _ -> {},
        ConsoleSource.SILENT,
        List.of());
  }

  private static Parts shortSlices() {
    return new Parts() {
      @Override
      public long slice() {
        return SLICE;
      }
    };
  }

  /** Counts for ever, and traps in between. */
  private VirtualMachine counter(int number) {
    VirtualMachine machine =
        control.define(
            new GuestDefinition(
                "guest" + number,
                Board.Configuration.USUAL,
                GUEST_MEMORY,
                GuestDefinition.USUAL_SHARES,
                _ -> {},
                ConsoleSource.SILENT,
                List.of()));
    new Code(machine.board().memory(), Twins.BASE)
        .put("addi", RD, 7, RS1, 7, IMM, 1)
        .put("sd", RS1, 5, RS2, 7)
        .csrr(6, "mscratch")
        .put("jal", RD, 0, IMM, -12);
    VirtualHart hart = machine.harts().getFirst();
    hart.state.pc = Twins.BASE;
    hart.state.x[5] = Twins.BASE + GUEST_MEMORY - 8;
    machine.stepLimit((long) SLICE * SLICES);
    return machine;
  }

  @Test
  void allMakeProgressInTurns() throws InterruptedException {
    List<VirtualMachine> machines = new ArrayList<>();
    for (int i = 0; i < GUESTS; i++) {
      machines.add(counter(i));
    }
    control.onSlice(
        (machine, _, made, _, _) -> {
          if (made == 0) {
            return; // it was only told to start
          }
          if (!sinceAllHadOne.add(machine.name())) {
            outOfTurn.add(machine.name());
          }
          if (sinceAllHadOne.size() == GUESTS) {
            sinceAllHadOne.clear();
          }
          slices.merge(machine.name(), 1, Integer::sum);
        });
    machines.forEach(control::start);
    control.run();
    assertThat(outOfTurn).isEmpty();
    assertThat(slices).hasSize(GUESTS);
    assertThat(slices.values()).containsOnly(SLICES);
    for (VirtualMachine machine : machines) {
      long counted = machine.board().memory().getLong(Twins.BASE + GUEST_MEMORY - 8);
      assertThat(counted).as(machine.name()).isEqualTo((long) SLICE * SLICES / 4);
    }
  }
}
