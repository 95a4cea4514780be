package trapeze.machine.board;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.InterruptCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.Stop;
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
 * <p>Its harts take turns on the caller's thread. When a turn ends, when time moves and when input
 * arrives are functions of the guest's steps alone, never of how often someone calls {@link #run}
 * or of what a monitor below does: two runs with the same inputs are the same to the last bit.
 */
public final class Board {
  /** Steps of a hart's turn, where there are several harts. */
  private static final long TURN = 1 << 11;

  /** Steps between two looks at the world outside. */
  private static final long POLL = 1 << 16;

  private final Implementation implementation;
  private final PhysicalMemory memory;
  private final Bus bus;
  private final Aclint aclint;
  private final StepClock clock;
  private final List<Hart> harts = new ArrayList<>();
  private final List<Pollable> pollables = new ArrayList<>();
  private final boolean[] suspended;
  private @Nullable Resident resident;
  private @Nullable Outcome finish;
  private int turn;
  private long turnLeft = TURN;
  private long nextPoll = POLL;

  /**
   * What a board is made of.
   *
   * @param harts number of harts
   * @param implementation what the manual leaves open
   * @param stepsPerTick steps of all harts together in one tick of the 10 MHz timebase
   * @param epoch what the real-time clock shows at first, in nanoseconds since 1970
   */
  public record Configuration(
      int harts, Implementation implementation, long stepsPerTick, long epoch) {
    /** One hart with everything, 100 steps to the microsecond, in 2026. */
    public static final Configuration USUAL =
        new Configuration(1, Implementation.FULL, 10, 1_767_225_600_000_000_000L);

    /** The same with several harts. */
    public Configuration withHarts(int number) {
      return new Configuration(number, implementation, stepsPerTick, epoch);
    }

    /** The same with other choices. */
    public Configuration with(Implementation other) {
      return new Configuration(harts, other, stepsPerTick, epoch);
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
    this.clock = new StepClock(configuration.stepsPerTick());
    int count = configuration.harts();
    this.suspended = new boolean[count];
    List<InterruptLine> software = new ArrayList<>();
    List<InterruptLine> external = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int hart = i;
      software.add(level -> line(hart, InterruptCause.MACHINE_SOFTWARE).set(level));
      external.add(level -> line(hart, InterruptCause.MACHINE_EXTERNAL).set(level));
      external.add(level -> line(hart, InterruptCause.SUPERVISOR_EXTERNAL).set(level));
    }
    this.aclint = new Aclint(clock, software, () -> {});
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
      hart.deadline(() -> stepsToNextEvent(hart));
      harts.add(hart);
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

  /** Steps of all harts, and those that passed while all of them waited. */
  public long steps() {
    return clock.steps();
  }

  /** Puts a program in Java at machine level, in the place of firmware. */
  public void resident(Resident newResident) {
    resident = newResident;
    harts.forEach(hart -> hart.hasResident(true));
  }

  /** Takes a hart out of the turns until it is resumed (a stopped hart of SBI's HSM). */
  public void suspend(Hart hart) {
    suspended[harts.indexOf(hart)] = true;
    hart.stopAfterThis();
  }

  /** Lets a suspended hart take turns again. */
  public void resume(Hart hart) {
    suspended[harts.indexOf(hart)] = false;
  }

  /** Ends the machine from outside the guest, or from its resident. */
  public void finish(Outcome outcome) {
    finish = outcome;
    harts.forEach(Hart::requestStop);
  }

  /** Makes a {@link #run} on another thread return soon. */
  public void requestStop() {
    harts.forEach(Hart::requestStop);
  }

  /** Runs for at most this many steps. */
  public Outcome run(long budget) {
    long end = clock.steps() + budget;
    int waiting = 0;
    boolean lookedWhileIdle = false;
    while (finish == null) {
      long now = clock.steps();
      if (now >= end) {
        return new Outcome.Running();
      }
      if (now >= nextPoll) {
        pollables.forEach(Pollable::poll);
        nextPoll += POLL;
        continue;
      }
      if (waiting == harts.size()) {
        long idle = stepsUntilSomethingHappens();
        if (idle == Long.MAX_VALUE && lookedWhileIdle) {
          return new Outcome.Idle();
        }
        if (idle == Long.MAX_VALUE) {
          pollables.forEach(Pollable::poll);
          lookedWhileIdle = true;
          waiting = 0;
          continue;
        }
        clock.skip(Math.min(idle, Math.min(end, nextPoll) - now));
        waiting = 0;
        continue;
      }
      Hart hart = harts.get(turn);
      if (suspended[turn]) {
        waiting++;
        nextTurn();
        continue;
      }
      clock.begin(hart);
      Stop stop = hart.run(Math.min(turnLeft, Math.min(end, nextPoll) - now));
      clock.end();
      long made = clock.steps() - now;
      waiting = made > 0 ? 0 : waiting;
      turnLeft -= made;
      switch (stop) {
        case Stop.Budget _ -> {}
        case Stop.Waiting _ -> {
          waiting++;
          turnLeft = 0;
        }
        case Stop.Requested _ -> {
          if (finish == null) {
            return new Outcome.Interrupted();
          }
        }
        case Stop.Trapped(Trap trap) -> {
          if (resident == null) {
            throw new IllegalStateException("a trap for a resident, and there is none");
          }
          resident.handle(hart, trap);
        }
      }
      if (turnLeft <= 0) {
        nextTurn();
      }
    }
    return finish;
  }

  private void nextTurn() {
    turn = (turn + 1) % harts.size();
    turnLeft = TURN;
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

  /** Brings a hart's timer line up to date; steps until time alone will change something in it. */
  private long stepsToNextEvent(Hart hart) {
    int id = (int) hart.state.get(Rv64State.HART_ID);
    hart.line(InterruptCause.MACHINE_TIMER).set(aclint.timerPending(id));
    long shift = aclint.time() - clock.time();
    long next = untilTick(aclint.timecmp(id), shift);
    if ((hart.state.get(Rv64State.MENVCFG) & Rv64State.MENVCFG_STCE.mask()) != 0) {
      next = Math.min(next, untilTick(hart.state.get(Rv64State.STIMECMP), shift));
    }
    return next;
  }

  /** Steps until the harts' time reaches {@code tick}; the greatest long if it has, or never. */
  private long untilTick(long tick, long shift) {
    long steps = clock.stepsUntil(tick - shift);
    return steps <= 0 ? Long.MAX_VALUE : steps;
  }

  private long stepsUntilSomethingHappens() {
    long next = Long.MAX_VALUE;
    for (Hart hart : harts) {
      if (!suspended[(int) hart.state.get(Rv64State.HART_ID)]) {
        next = Math.min(next, stepsToNextEvent(hart));
      }
    }
    return next;
  }
}
