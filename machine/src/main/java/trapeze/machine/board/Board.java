package trapeze.machine.board;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.InterruptCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.Stop;
import trapeze.machine.debug.HaltReason;
import trapeze.machine.device.Aclint;
import trapeze.machine.device.Bus;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.Device;
import trapeze.machine.device.GoldfishRtc;
import trapeze.machine.device.InterruptLine;
import trapeze.machine.device.Plic;
import trapeze.machine.device.Pollable;
import trapeze.machine.device.TestFinisher;
import trapeze.machine.device.Uart16550;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.device.virtio.DmaListener;
import trapeze.machine.device.virtio.VirtioDevice;
import trapeze.machine.device.virtio.VirtioEmptySlot;
import trapeze.machine.device.virtio.VirtioMmio;
import trapeze.machine.memory.PhysicalMemory;

/**
 * A machine: QEMU's {@code virt} board with its harts, memory and devices.
 *
 * <p>By steps, its harts take turns on one thread and everything is a function of what the guest
 * has done ({@link Turns}); by the host's clock they run at the same time ({@link ParallelHart}).
 * Either way {@link #tasks} are what threads have to run.
 */
public final class Board {
  private final Implementation implementation;
  private final PhysicalMemory memory;
  private final Bus bus;
  private final Aclint aclint;
  private final BoardClock clock;
  private final List<Hart> harts = new ArrayList<>();
  private final List<HartTimer> hartTimers = new ArrayList<>();
  private final List<Pollable> pollables = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();
  private final AtomicIntegerArray suspended;
  private final @Nullable HartThread[] threads;
  private final DebugModule debug;
  private @Nullable Resident resident;

  /** Another object whenever a guest has written to {@code mtime} or some {@code mtimecmp}. */
  private volatile Object timers = new Object();

  private volatile @Nullable Outcome finish;

  /**
   * What a board is made of.
   *
   * @param harts number of harts
   * @param implementation what the manual leaves open
   * @param timing where time comes from
   * @param epoch what the real-time clock shows at first, in nanoseconds since 1970
   */
  public record Configuration(int harts, Implementation implementation, Timing timing, long epoch) {
    /** One hart with everything, 100 steps to the microsecond, in 2026. */
    public static final Configuration USUAL =
        new Configuration(1, Implementation.FULL, new Timing.Steps(10), 1_767_225_600_000_000_000L);

    /** The same with several harts. */
    public Configuration withHarts(int number) {
      return new Configuration(number, implementation, timing, epoch);
    }

    /** The same with other choices. */
    public Configuration with(Implementation other) {
      return new Configuration(harts, other, timing, epoch);
    }

    /** The same by another clock. */
    public Configuration with(Timing other) {
      return new Configuration(harts, implementation, other, epoch);
    }
  }

  /**
   * A board.
   *
   * @param memory its RAM
   * @param factory its harts
   * @param sink where the serial port's output goes
   * @param source where its input comes from
   * @param slots devices of the virtio slots, from slot 0; the rest stay empty
   */
  public Board(
      Configuration configuration,
      PhysicalMemory memory,
      HartFactory factory,
      ConsoleSink sink,
      ConsoleSource source,
      List<VirtioDevice> slots) {
    this.implementation = configuration.implementation();
    this.memory = memory;
    this.clock =
        switch (configuration.timing()) {
          case Timing.Steps(long perTick) -> new StepClock(perTick);
          case Timing.WallClock() -> new HostClock();
        };
    int count = configuration.harts();
    this.suspended = new AtomicIntegerArray(count);
    this.threads = new HartThread[count];
    this.debug = new DebugModule(this, count);
    List<InterruptLine> software = new ArrayList<>();
    List<InterruptLine> external = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int hart = i;
      software.add(level -> line(hart, InterruptCause.MACHINE_SOFTWARE).set(level));
      external.add(level -> line(hart, InterruptCause.MACHINE_EXTERNAL).set(level));
      external.add(level -> line(hart, InterruptCause.SUPERVISOR_EXTERNAL).set(level));
    }
    this.aclint = new Aclint(clock, software, () -> timers = new Object());
    Plic plic = new Plic(VirtRegion.PLIC_SOURCES, external);
    Uart16550 uart = new Uart16550(sink, source, plic.source(VirtRegion.UART.interrupt()));
    GoldfishRtc rtc =
        new GoldfishRtc(clock, configuration.epoch(), plic.source(VirtRegion.RTC.interrupt()));
    Bus.Builder wiring =
        Bus.with(memory)
            .device(VirtRegion.TEST.base(), new TestFinisher(this::finished))
            .device(VirtRegion.RTC.base(), rtc)
            .device(VirtRegion.CLINT.base(), aclint)
            .device(VirtRegion.PLIC.base(), plic)
            .device(VirtRegion.UART.base(), uart);
    pollables.add(uart);
    pollables.add(rtc);
    for (int slot = 0; slot < VirtRegion.VIRTIO_SLOTS; slot++) {
      Device device = new VirtioEmptySlot(slot);
      if (slot < slots.size()) {
        InterruptLine line = plic.source(VirtRegion.virtioInterrupt(slot));
        VirtioMmio transport = new VirtioMmio(slots.get(slot), memory, line, DmaListener.NONE);
        pollables.add(transport);
        device = transport;
      }
      wiring.device(VirtRegion.virtioBase(slot), device);
    }
    this.bus = wiring.build();
    for (int i = 0; i < count; i++) {
      Hart hart = factory.make(implementation.reset(i), bus, aclint);
      HartTimer timer = new HartTimer(this, hart, clock);
      hart.deadline(timer);
      harts.add(hart);
      hartTimers.add(timer);
    }
    if (clock instanceof StepClock steps) {
      tasks.add(new Turns(this, steps, harts, pollables));
    } else {
      for (Hart hart : harts) {
        hart.runsInParallel(count > 1);
        tasks.add(new ParallelHart(this, hart, tasks.isEmpty() ? pollables : List.of()));
      }
    }
  }

  /** What the manual leaves open, as this machine has it. */
  public Implementation implementation() {
    return implementation;
  }

  /** RAM. */
  public PhysicalMemory memory() {
    return memory;
  }

  /** RAM and devices by physical address. */
  public Bus bus() {
    return bus;
  }

  /** The harts, by hart id. */
  public List<Hart> harts() {
    return List.copyOf(harts);
  }

  /** What threads have to run: one task, or one for each hart where they run at the same time. */
  public List<Task> tasks() {
    return List.copyOf(tasks);
  }

  /** Steps of all harts, and by steps those that passed while all of them waited. */
  public long steps() {
    long sum = 0;
    for (Task task : tasks) {
      sum += task.steps();
    }
    return sum;
  }

  /** Puts a program in Java at machine level, in the place of firmware. */
  public void resident(Resident newResident) {
    resident = newResident;
    harts.forEach(hart -> hart.hasResident(true));
  }

  /** Takes a hart out of the running until it is resumed (a stopped hart of SBI's HSM). */
  public void suspend(Hart hart) {
    suspended.set(id(hart), 1);
    hart.stopAfterThis();
  }

  /** Lets a suspended hart run again. */
  public void resume(Hart hart) {
    suspended.set(id(hart), 0);
  }

  /** Whether a hart is out of the running, or held by a debugger. */
  public boolean isSuspended(Hart hart) {
    return suspended.get(id(hart)) != 0 || debug.isHeld(hart);
  }

  /** Says whose thread runs a hart, where harts run at the same time. */
  public void assign(Hart hart, HartThread thread) {
    threads[id(hart)] = thread;
  }

  /**
   * Does something to a hart, on the thread that runs it, and returns when it is done.
   *
   * @param caller the hart that asks for it, on whose thread this is called
   */
  public void onHart(Hart caller, Hart target, Runnable action) {
    HartThread thread = threads[id(target)];
    if (thread == null) {
      action.run();
    } else {
      thread.perform(threads[id(caller)], action, () -> poke(target));
    }
  }

  private void poke(Hart hart) {
    if (tasks.get(Math.min(id(hart), tasks.size() - 1)) instanceof ParallelHart task) {
      task.poke();
    }
  }

  /** Ends the machine from outside the guest, or from its resident. */
  public void finish(Outcome outcome) {
    finish = outcome;
    harts.forEach(Hart::requestStop);
    debug.ended();
  }

  /** What a debugger halts and resumes the harts with. */
  public DebugModule debug() {
    return debug;
  }

  /** How the machine has ended; nothing while it has not. */
  public @Nullable Outcome finish() {
    return finish;
  }

  /** Makes a {@link #run} on another thread return soon. */
  public void requestStop() {
    harts.forEach(Hart::requestStop);
  }

  /**
   * Lets harts that take turns have so many steps each, before they run: how finely they are
   * interleaved is the board's choice, and part of what makes two runs the same. Since a turn's end
   * ends a reservation, turns of less than 32 steps may keep an LR/SC loop from ever succeeding.
   */
  public void turnsOf(long steps) {
    if (tasks.getFirst() instanceof Turns turns) {
      turns.turnsOf(steps);
    }
  }

  /** Runs for at most this many steps, where the harts take turns. */
  public Outcome run(long budget) {
    if (tasks.size() != 1) {
      throw new IllegalStateException("harts that run at the same time need a thread each");
    }
    return tasks.getFirst().run(budget);
  }

  /** What follows from a hart's stop: an outcome, if the machine must not go on at once. */
  @Nullable Outcome settle(Hart hart, Stop stop) {
    if (stop instanceof Stop.Trapped(Trap trap)) {
      Resident handler = resident;
      if (handler == null) {
        throw new IllegalStateException("a trap for a resident, and there is none");
      }
      handler.handle(hart, trap);
    }
    if (stop instanceof Stop.Halted(HaltReason reason)) {
      debug.halted(hart, reason);
      return new Outcome.Interrupted();
    }
    return stop instanceof Stop.Requested && finish == null ? new Outcome.Interrupted() : null;
  }

  private static int id(Hart hart) {
    return (int) hart.state.get(Rv64State.HART_ID);
  }

  private InterruptLine line(int hart, InterruptCause cause) {
    return harts.get(hart).line(cause);
  }

  private void finished(TestFinisher.Finish how) {
    finish(
        switch (how) {
          case TestFinisher.Finish.Passed _ -> new Outcome.Ended(0);
          case TestFinisher.Finish.Failed(int code) -> new Outcome.Ended(code);
          case TestFinisher.Finish.Reset _ -> new Outcome.Reset();
        });
  }

  /** Brings a hart's timer line up to date; steps until time alone may change something in it. */
  long stepsToNextEvent(Hart hart) {
    return hartTimers.get(id(hart)).stepsToNextEvent();
  }

  /** Changes identity whenever a guest writes to a timer's register. */
  Object timers() {
    return timers;
  }

  /** Whether a hart's {@code mtimecmp} is reached. */
  boolean isTimerPending(Hart hart) {
    return aclint.timerPending(id(hart));
  }

  /** Ticks until time alone may change something in a hart. */
  long ticksToNextEvent(Hart hart) {
    long tick = nextEvent(hart);
    return tick == Long.MAX_VALUE ? tick : Math.max(0, tick - clock.time());
  }

  /** The tick of the board's clock at which a timer of a hart will go off; or never. */
  long nextEvent(Hart hart) {
    long now = aclint.time();
    // A guest may set the time to anything: when it wraps around, a timer that is due no longer is.
    long ticks = Math.min(ticksUntil(aclint.timecmp(id(hart)), now), positive(-now));
    if ((hart.state.get(Rv64State.MENVCFG) & Rv64State.MENVCFG_STCE.mask()) != 0) {
      ticks = Math.min(ticks, ticksUntil(hart.state.get(Rv64State.STIMECMP), now));
    }
    if ((hart.state.get(Rv64State.HENVCFG) & Rv64State.HENVCFG_STCE.mask()) != 0) {
      long guestNow = now + hart.state.get(Rv64State.HTIMEDELTA);
      long guestTicks = ticksUntil(hart.state.get(Rv64State.VSTIMECMP), guestNow);
      ticks = Math.min(ticks, Math.min(guestTicks, positive(-guestNow)));
    }
    long next = clock.time() + ticks;
    return next < 0 ? Long.MAX_VALUE : next;
  }

  /**
   * Ticks from one time to another, both unsigned; the greatest long if that is past or too far.
   */
  private static long ticksUntil(long time, long now) {
    return Long.compareUnsigned(time, now) > 0 ? positive(time - now) : Long.MAX_VALUE;
  }

  private static long positive(long ticks) {
    return ticks <= 0 ? Long.MAX_VALUE : ticks;
  }
}
