package trapeze.monitor;

import java.util.List;
import trapeze.machine.board.Task;

/**
 * What a scheduler gives slices to: a virtual machine whose harts take turns, or one virtual hart
 * of a machine whose harts run at the same time. Used by its scheduler's thread only.
 */
final class Dispatchable {
  private final VirtualMachine machine;
  private final Task task;
  private final List<VirtualHart> harts;

  /** Steps given so far for each share: the scheduler runs whoever has the least. */
  private double virtualTime;

  private boolean wasAway = true;
  private long idleUntil = System.nanoTime();

  Dispatchable(VirtualMachine machine, Task task, List<VirtualHart> harts) {
    this.machine = machine;
    this.task = task;
    this.harts = harts;
  }

  VirtualMachine machine() {
    return machine;
  }

  Task task() {
    return task;
  }

  double virtualTime() {
    return virtualTime;
  }

  void charge(long steps) {
    virtualTime += (double) Math.max(1, steps) / machine.shares();
  }

  /** Whether it may run now; whoever comes back from a pause or a wait gains no credit by it. */
  boolean isReady(long now, double present) {
    if (machine.state() != VirtualMachine.State.RUNNING || now - idleUntil < 0) {
      wasAway = true;
      return false;
    }
    if (wasAway) {
      wasAway = false;
      virtualTime = Math.max(virtualTime, present);
    }
    return true;
  }

  void idleFor(long nanoseconds) {
    idleUntil = System.nanoTime() + nanoseconds;
  }

  void release() {
    harts.forEach(VirtualHart::release);
  }
}
