package trapeze.monitor;

import java.util.ArrayList;
import java.util.List;
import trapeze.machine.board.Board;
import trapeze.machine.board.Implementation;
import trapeze.machine.board.Outcome;
import trapeze.machine.board.Timing;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.design.Design;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/**
 * The control program: resident at machine level of a machine, real or itself virtual, it makes
 * virtual machines out of that machine's resources and runs them all, in slices, on its harts.
 */
public final class ControlProgram {
  private final Board real;
  private final Policy policy;
  private final Parts parts;
  private final Allocator allocator;
  private final List<RealHart> realHarts = new ArrayList<>();
  private final List<VirtualMachine> machines = new ArrayList<>();
  private final List<Scheduler> schedulers = new ArrayList<>();
  private int nextRealHart;

  /**
   * Takes machine level of a machine.
   *
   * @param real the machine below: only its harts and its memory are used
   * @param policy what becomes of real address spaces that their guests turn away from
   */
  public ControlProgram(Board real, Policy policy) {
    this(real, policy, Parts.USUAL);
  }

  /** The same from other parts. */
  public ControlProgram(Board real, Policy policy, Parts parts) {
    this.real = real;
    this.policy = policy;
    this.parts = parts;
    this.allocator = new Allocator(real);
    boolean parallel = real.harts().size() > 1;
    for (int i = 0; i < real.harts().size(); i++) {
      // A guest whose harts run at the same time says so itself; other guests' stores are no reason
      // to fail an SC, or what a guest does would depend on its neighbours.
      real.harts().get(i).runsBeside(parallel);
      realHarts.add(new RealHart(i, real.harts().get(i), real.memory()));
      schedulers.add(new Scheduler(i, parts.slice()));
    }
  }

  /** What harts store to each other's tables, and other designs, protection cannot follow. */
  private Policy policyFor(GuestDefinition guest, Design design) {
    boolean isAble = design.protectsTables() && guest.board().harts() == 1;
    return isAble ? policy : policy.withoutProtection();
  }

  /**
   * Makes a virtual machine, which does not run yet.
   *
   * @throws OutOfRealMemory if its memory cannot be had
   * @throws NotCarried if the real machine cannot carry it
   */
  public synchronized VirtualMachine define(GuestDefinition guest) {
    Design design = parts.design(guest.design());
    requireCarried(guest, design);
    long size = guest.memoryBytes();
    HostMap hostMap = allocator.takeMemory(VirtRegion.RAM_BASE, size);
    PhysicalMemory memory = real.memory().window(VirtRegion.RAM_BASE, hostMap.hostBase(), size);
    int first = nextRealHart;
    List<VirtualHart> harts = new ArrayList<>();
    Board board =
        new Board(
            guest.board(),
            memory,
            (state, bus, clock) -> {
              RealHart realHart = realHart(guest, first, harts.size());
              Resources quota =
                  parts.resources(allocator, realHart.id(), Allocator.tableFrames(size));
              ShadowSpaces spaces =
                  parts.spaces(realHart.hardware(), quota, policyFor(guest, design), hostMap);
              VirtualHart hart =
                  new VirtualHart(
                      guest.name(),
                      parts.engine(),
                      state,
                      bus,
                      clock,
                      realHart,
                      design,
                      quota,
                      hostMap,
                      spaces);
              harts.add(hart);
              return hart;
            },
            guest.sink(),
            guest.source(),
            guest.slots());
    VirtualMachine machine = new VirtualMachine(guest, board, harts);
    machines.add(machine);
    for (int i = 0; i < board.tasks().size(); i++) {
      boolean alone = board.tasks().size() == 1;
      int id = realHart(guest, first, i).id();
      Scheduler scheduler = schedulers.get(id);
      List<VirtualHart> run = alone ? harts : harts.subList(i, i + 1);
      scheduler.add(new Dispatchable(machine, board.tasks().get(i), run));
      if (!alone) {
        real.harts().get(id).looksOften();
        board.assign(harts.get(i), scheduler.part());
      }
    }
    nextRealHart = (first + board.tasks().size()) % realHarts.size();
    return machine;
  }

  /** What no exit tells the monitor of must be the same in both machines. */
  private void requireCarried(GuestDefinition guest, Design design) {
    int harts = design.mostHarts();
    if (guest.board().harts() > harts) {
      throw new NotCarried(
          "%s: a guest of the design %s has %d hart at most"
              .formatted(guest.name(), design.title(), harts));
    }
    Implementation virtual = guest.board().implementation();
    if (virtual.widestPaging() > real.implementation().widestPaging()) {
      throw new NotCarried(
          guest.name() + ": its address translation is wider than the real machine's");
    }
    if (virtual.misaligned() != real.implementation().misaligned()) {
      throw new NotCarried(
          guest.name() + ": misaligned accesses are not what they are on the real machine");
    }
    String lacking = design.lacks(real.implementation(), virtual);
    if (!lacking.isEmpty()) {
      throw new NotCarried("%s: design %s: %s".formatted(guest.name(), design.title(), lacking));
    }
  }

  /** Harts that run at the same time are spread over the real harts; others stay together. */
  private RealHart realHart(GuestDefinition guest, int first, int hart) {
    boolean spread = guest.board().timing() instanceof Timing.WallClock;
    return realHarts.get((spread ? first + hart : first) % realHarts.size());
  }

  /** Shows every slice from now on; to be called before the machines run. */
  public void onSlice(SliceListener listener) {
    schedulers.forEach(scheduler -> scheduler.onSlice(listener));
  }

  /** All machines, in the order in which they were defined. */
  public synchronized List<VirtualMachine> machines() {
    return List.copyOf(machines);
  }

  /** Lets a machine take slices: one that is defined, or paused. */
  public void start(VirtualMachine machine) {
    change(machine, VirtualMachine.State.RUNNING);
  }

  /** Holds a machine; returns at once, the machine stops at the end of its slice at the latest. */
  public void pause(VirtualMachine machine) {
    change(machine, VirtualMachine.State.PAUSED);
  }

  /** Ends a machine, whatever its guest is doing. */
  public void stop(VirtualMachine machine) {
    machine.end(new Outcome.Ended(VirtualMachine.STOPPED_BY_OPERATOR));
    inputArrived();
  }

  private void change(VirtualMachine machine, VirtualMachine.State state) {
    machine.become(state);
    inputArrived();
  }

  /** Tells the schedulers that input has come for machines that wait for it. */
  public void inputArrived() {
    schedulers.forEach(Scheduler::wake);
  }

  /**
   * Runs the machines, each real hart on a thread of its own, until all of them have ended.
   *
   * @throws InterruptedException if the caller's thread is interrupted; the machines are then held
   */
  public void run() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (Scheduler scheduler : schedulers) {
      threads.add(Thread.ofPlatform().name("real hart " + threads.size()).start(scheduler::runAll));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      schedulers.forEach(Scheduler::halt);
      machines().forEach(machine -> machine.board().requestStop());
    }
  }
}
