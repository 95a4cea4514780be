package trapeze.monitor;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import trapeze.machine.board.HartThread;
import trapeze.machine.board.Outcome;
import trapeze.monitor.events.SliceEvent;

/**
 * Shares one real hart, on a thread of its own, among what is to run on it: whoever has had the
 * fewest steps for its shares is next. Who waits takes no slices.
 */
final class Scheduler {
  /** Steps of a slice, usually. */
  static final long SLICE = 200_000;

  /** Nanoseconds after which those that wait for input are asked again. */
  private static final long NAP = 10_000_000;

  /** Nanoseconds after which it looks again whether a timer has gone off. */
  private static final long MOMENT = 1_000_000;

  private final int realHart;
  private final long slice;
  private SliceListener listener = SliceListener.NONE;
  private final HartThread part = new HartThread();
  private final List<Dispatchable> all = new ArrayList<>();
  private double present;
  private boolean woken;
  private boolean halted;

  Scheduler() {
    this(0, SLICE);
  }

  /** A scheduler that gives slices of so many steps of a real hart. */
  Scheduler(int realHart, long slice) {
    this.realHart = realHart;
    this.slice = slice;
  }

  void onSlice(SliceListener newListener) {
    listener = newListener;
  }

  /** The thread's part towards other harts. */
  HartThread part() {
    return part;
  }

  synchronized void add(Dispatchable dispatchable) {
    dispatchable.task().whenWoken(this::wake);
    all.add(dispatchable);
    wake();
  }

  /** Something may have become ready. */
  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  synchronized void halt() {
    halted = true;
    notifyAll();
  }

  /** Runs slices until everything has ended. */
  void runAll() {
    part.begin();
    try {
      while (goesOn()) {
        Dispatchable next = choose();
        if (next == null) {
          rest();
        } else {
          runSlice(next);
        }
        part.drain();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      part.end();
    }
  }

  private void runSlice(Dispatchable next) {
    VirtualMachine machine = next.machine();
    long before = next.task().steps();
    SliceEvent event = new SliceEvent();
    event.begin();
    long began = System.nanoTime();
    try {
      Outcome outcome = next.task().run(Math.max(1, Math.min(slice, machine.stepsLeft())));
      long made = next.task().steps() - before;
      listener.sliced(machine, realHart, made, began, System.nanoTime());
      next.charge(made);
      if (event.shouldCommit()) {
        event.guest = machine.name();
        event.realHart = realHart;
        event.steps = made;
        event.outcome = outcome.getClass().getSimpleName();
        event.commit();
      }
      if (outcome instanceof Outcome.Idle(long nanoseconds)) {
        next.idleFor(Math.min(nanoseconds, NAP));
      }
      machine.settle(outcome);
    } catch (RuntimeException | Error bug) {
      machine.end(new Outcome.Failed(bug));
    }
  }

  /** Lets go of what has ended; whether there is anything left. */
  private synchronized boolean goesOn() {
    for (Iterator<Dispatchable> each = all.iterator(); each.hasNext(); ) {
      Dispatchable dispatchable = each.next();
      if (dispatchable.machine().state() == VirtualMachine.State.ENDED) {
        each.remove();
        release(dispatchable);
      }
    }
    return !halted && !all.isEmpty();
  }

  /** What fails here loses its own resources, and nobody else's. */
  private static void release(Dispatchable ended) {
    try {
      ended.release();
    } catch (RuntimeException | Error bug) {
      ended.machine().end(new Outcome.Failed(bug));
    }
  }

  private synchronized @Nullable Dispatchable choose() {
    long now = System.nanoTime();
    Dispatchable next = null;
    for (Dispatchable each : all) {
      if (each.isReady(now, present) && (next == null || each.virtualTime() < next.virtualTime())) {
        next = each;
      }
    }
    if (next != null) {
      present = next.virtualTime();
    }
    return next;
  }

  /** Nothing is ready: waits a moment, or until someone says that something may have changed. */
  private synchronized void rest() throws InterruptedException {
    long end = System.nanoTime() + MOMENT;
    for (long left = MOMENT; !woken && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    if (woken) {
      woken = false;
      all.forEach(each -> each.idleFor(0));
    }
  }
}
