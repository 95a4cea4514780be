package trapeze.monitor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trapeze.machine.board.Outcome;

/**
 * Shares one real hart among virtual machines: whoever has had the fewest steps for its shares is
 * next. A machine that waits for input takes no slices and gains no credit by it.
 */
final class Scheduler {
  /** Steps of a slice. */
  private static final long SLICE = 200_000;

  /** Milliseconds after which machines that wait for input are asked again. */
  private static final long NAP = 10;

  private final List<VirtualMachine> machines = new ArrayList<>();
  private final List<VirtualMachine> idle = new ArrayList<>();
  private boolean halted;
  private @Nullable Throwable failure;

  synchronized void add(VirtualMachine machine) {
    machine.virtualTime(least());
    machines.add(machine);
    notifyAll();
  }

  synchronized void change(VirtualMachine machine, VirtualMachine.State state) {
    if (machine.state() != VirtualMachine.State.ENDED) {
      machine.become(state);
      machine.virtualTime(Math.max(machine.virtualTime(), least()));
      machine.board().requestStop();
      notifyAll();
    }
  }

  synchronized void stop(VirtualMachine machine) {
    if (machine.state() == VirtualMachine.State.ENDED) {
      return;
    }
    machine.board().finish(new Outcome.Ended(STOPPED_BY_OPERATOR));
    machine.become(VirtualMachine.State.RUNNING);
    idle.remove(machine);
    notifyAll();
  }

  /** The exit code of a machine that the operator ends, as a shell has it for a killed process. */
  static final int STOPPED_BY_OPERATOR = 137;

  synchronized void wake() {
    idle.clear();
    notifyAll();
  }

  synchronized void halt() {
    halted = true;
    machines.forEach(machine -> machine.board().requestStop());
    notifyAll();
  }

  /** Passes on what went wrong in Trapeze itself while a machine ran. */
  void throwIfFailed() {
    Throwable what = failure;
    if (what != null) {
      throw new IllegalStateException("a real hart has failed", what);
    }
  }

  /** Runs slices until every machine has ended. */
  void runAll() {
    try {
      while (true) {
        VirtualMachine next = choose();
        if (next == null) {
          return;
        }
        long before = next.board().steps();
        Outcome outcome = next.board().run(Math.min(SLICE, next.stepsLeft()));
        settle(next, next.board().steps() - before, outcome);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private synchronized @Nullable VirtualMachine choose() throws InterruptedException {
    while (!halted) {
      Optional<VirtualMachine> next =
          machines.stream()
              .filter(machine -> machine.state() == VirtualMachine.State.RUNNING)
              .filter(machine -> !idle.contains(machine))
              .min(Comparator.comparingDouble(VirtualMachine::virtualTime));
      if (next.isPresent()) {
        return next.get();
      }
      if (machines.stream().allMatch(m -> m.state() == VirtualMachine.State.ENDED)) {
        return null;
      }
      wait(NAP);
      idle.clear();
    }
    return null;
  }

  private synchronized void settle(VirtualMachine machine, long steps, Outcome outcome) {
    machine.charge(Math.max(1, steps));
    switch (outcome) {
      case Outcome.Running _ -> {
        if (machine.stepsLeft() <= 0) {
          machine.end(outcome);
        } else if (machine.isInFaultLoop()) {
          machine.end(new Outcome.FaultLoop(machine.harts().getFirst().state.pc));
        }
      }
      case Outcome.Interrupted _ -> {}
      case Outcome.Idle _ -> {
        if (machine.inputIsExhausted()) {
          machine.end(outcome);
        } else {
          idle.add(machine);
        }
      }
      case Outcome.Ended _, Outcome.Reset _, Outcome.FaultLoop _ -> machine.end(outcome);
    }
  }

  private double least() {
    return machines.stream()
        .filter(machine -> machine.state() == VirtualMachine.State.RUNNING)
        .mapToDouble(VirtualMachine::virtualTime)
        .min()
        .orElse(0);
  }
}
