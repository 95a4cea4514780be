package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Outcome;
import trapeze.machine.board.Task;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.VirtualMachine.State;

/** Whose turn it is, and that one machine's end is no other's. */
class SchedulerTest {
  private final Scheduler scheduler = new Scheduler();
  private final List<VirtualMachine> machines = new ArrayList<>();
  private final Map<String, Integer> slices = new HashMap<>();
  private int all;

  /** Something that makes as many steps as it is given. */
  private final class Machine implements Task {
    private final VirtualMachine machine;
    private final Consumer<VirtualMachine> eachSlice;
    private long steps;

    Machine(String name, int shares, Consumer<VirtualMachine> eachSlice) {
      GuestDefinition guest =
          new GuestDefinition(
              name,
              Board.Configuration.USUAL,
              1 << 20,
              shares,
              _ -> {},
              ConsoleSource.SILENT,
              List.of());
      Board board =
          new Board(
              guest.board(),
              PhysicalMemory.allocate(Arena.ofAuto(), Twins.BASE, 1 << 20),
              HartFactory.REAL,
              guest.sink(),
              guest.source(),
              List.of());
      this.machine = new VirtualMachine(guest, board, List.of());
      this.eachSlice = eachSlice;
      machines.add(machine);
      scheduler.add(new Dispatchable(machine, this, List.of()));
      machine.become(State.RUNNING);
    }

    @Override
    public Outcome run(long budget) {
      steps += budget;
      all++;
      slices.merge(machine.name(), 1, Integer::sum);
      eachSlice.accept(machine);
      return new Outcome.Interrupted();
    }

    @Override
    public long steps() {
      return steps;
    }

    @Override
    public void whenWoken(Runnable action) {}
  }

  private Consumer<VirtualMachine> endingAllAfter(int number) {
    return _ -> {
      if (all == number) {
        machines.forEach(machine -> machine.end(new Outcome.Ended(0)));
      }
    };
  }

  @Test
  void twiceTheSharesGetTwiceTheSteps() {
    Consumer<VirtualMachine> end = endingAllAfter(700);
    new Machine("one", 100, end);
    new Machine("two", 200, end);
    new Machine("four", 400, end);
    scheduler.runAll();
    assertThat(slices.get("one")).isBetween(99, 101);
    assertThat(slices.get("two")).isBetween(199, 201);
    assertThat(slices.get("four")).isBetween(399, 401);
  }

  @Test
  void whoComesBackFromAPauseHasGainedNoCredit() {
    Consumer<VirtualMachine> end = endingAllAfter(400);
    VirtualMachine paused = new Machine("paused", 100, end).machine;
    new Machine(
        "other",
        100,
        machine -> {
          if (all == 200) {
            assertThat(slices).doesNotContainKey("paused");
            paused.become(State.RUNNING);
          }
          end.accept(machine);
        });
    paused.become(State.PAUSED);
    scheduler.runAll();
    assertThat(slices.get("paused")).isBetween(99, 101);
  }

  @Test
  void aDefectEndsTheMachineThatItShowedInAndNoOther() {
    IllegalStateException defect = new IllegalStateException("a defect");
    StackOverflowError worse = new StackOverflowError();
    final VirtualMachine first =
        new Machine(
                "first",
                100,
                _ -> {
                  throw defect;
                })
            .machine;
    final VirtualMachine second =
        new Machine(
                "second",
                100,
                _ -> {
                  throw worse;
                })
            .machine;
    final VirtualMachine third = new Machine("third", 100, endingAllAfter(50)).machine;
    scheduler.runAll();
    assertThat(first.outcome()).isEqualTo(new Outcome.Failed(defect));
    assertThat(second.outcome()).isEqualTo(new Outcome.Failed(worse));
    assertThat(third.outcome()).isEqualTo(new Outcome.Ended(0));
    assertThat(slices).containsEntry("first", 1).containsEntry("second", 1);
  }

  @Test
  void aMachineThatHasEndedStaysEnded() {
    VirtualMachine machine = new Machine("one", 100, endingAllAfter(1)).machine;
    scheduler.runAll();
    machine.become(State.RUNNING);
    machine.end(new Outcome.Ended(9));
    assertThat(machine.state()).isEqualTo(State.ENDED);
    assertThat(machine.outcome()).isEqualTo(new Outcome.Ended(0));
  }
}
