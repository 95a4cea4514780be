package trapeze.console.compare;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import trapeze.console.UserError;
import trapeze.console.directory.Guest;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.Hardware;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Implementation;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.memory.OutOfHostMemory;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.Accounting;
import trapeze.monitor.Allocator;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.ExitListener;
import trapeze.monitor.GuestDefinition;
import trapeze.monitor.NotCarried;
import trapeze.monitor.Parts;
import trapeze.monitor.VirtualHart;
import trapeze.monitor.VirtualMachine;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/** A real machine, as many monitors on it as a setup asks for, and the board that its guest has. */
final class Stack {
  private static final long ROOM_FOR_A_MONITOR = 64L << 20;
  private static final int CAUSES = 64;

  private final Board real;
  private final List<VirtualMachine> levels = new ArrayList<>();
  private final List<Hardware> hardware = new ArrayList<>();
  private final WalkCounter walks;
  private final long[] taken = new long[CAUSES];
  private final long[] interrupts = new long[CAUSES];

  private Stack(Board real, Setup setup) {
    this.real = real;
    this.walks = new WalkCounter(setup.isBare());
    real.harts().forEach(hart -> hart.onWalk(walks));
  }

  /** Builds everything; the guest is not loaded yet. */
  static Stack build(
      Setup setup,
      EngineChoice engine,
      Guest guest,
      ConsoleSink sink,
      ConsoleSource source,
      Arena arena) {
    HartFactory harts = HartFactory.translating(engine.translation());
    Board.Configuration machine =
        Board.Configuration.USUAL.with(
            Board.Configuration.USUAL.implementation().withPaging(setup.widestPaging()));
    Board.Configuration guestBoard = machine.withHarts(guest.spec().harts());
    if (setup.isBare()) {
      Stack bare =
          new Stack(
              new Board(
                  guestBoard,
                  memory(guest, guest.spec().memory(), arena),
                  harts,
                  sink,
                  guest.serialInput(source),
                  guest.slots(sink, source)),
              setup);
      bare.real.harts().forEach(hart -> hart.onTrap(bare::count));
      return bare;
    }
    List<Long> sizes = new ArrayList<>(List.of(guest.spec().memory()));
    int virtualHarts = guest.spec().harts();
    while (sizes.size() <= setup.depth()) {
      sizes.add(Allocator.needs(sizes.getLast(), virtualHarts) + ROOM_FOR_A_MONITOR);
      virtualHarts = 1;
    }
    Implementation real = realImplementation(setup, machine.implementation());
    Board.Configuration below = machine.with(real);
    Stack stack = new Stack(plain(below, memory(guest, sizes.removeLast(), arena), harts), setup);
    while (sizes.size() > 1) {
      stack.add(
          setup.policy(),
          new GuestDefinition(
              "monitor",
              below,
              sizes.removeLast(),
              GuestDefinition.USUAL_SHARES,
              _ -> {},
              ConsoleSource.SILENT,
              List.of(),
              real.hypervisor() ? Designs.HARDWARE : Designs.TRAP_AND_EMULATE));
    }
    stack.add(
        setup.policy(),
        new GuestDefinition(
            guest.spec().name(),
            guestBoard,
            sizes.removeLast(),
            GuestDefinition.USUAL_SHARES,
            sink,
            guest.serialInput(source),
            guest.slots(sink, source),
            Designs.named(setup.design()).orElseThrow()));
    return stack;
  }

  private static Implementation realImplementation(Setup setup, Implementation guest) {
    Design design = Designs.named(setup.design()).orElseThrow();
    return design.lacks(guest, guest).isEmpty() ? guest : guest.withHypervisor(true);
  }

  private static Board plain(
      Board.Configuration machine, PhysicalMemory memory, HartFactory harts) {
    return new Board(machine, memory, harts, _ -> {}, ConsoleSource.SILENT, List.of());
  }

  private static PhysicalMemory memory(Guest guest, long size, Arena arena) {
    try {
      return PhysicalMemory.allocate(arena, VirtRegion.RAM_BASE, size);
    } catch (OutOfHostMemory e) {
      throw new UserError(guest.spec().place(), String.valueOf(e.getMessage()));
    }
  }

  private void add(Policy policy, GuestDefinition guest) {
    boolean lowest = levels.isEmpty();
    ControlProgram monitor = new ControlProgram(top(), policy, lowest ? watched() : Parts.USUAL);
    try {
      levels.add(monitor.define(guest));
    } catch (NotCarried e) {
      String name = guest.design().title();
      throw new UserError(
          "design " + name, "cannot have this guest (%s); leave one out".formatted(e.getMessage()));
    }
  }

  /** The usual parts; what of the hardware they are given is remembered. */
  private Parts watched() {
    return new Parts() {
      @Override
      public ShadowSpaces spaces(Hardware given, Resources resources, Policy policy, HostMap map) {
        walks.hasGuest(map);
        if (!hardware.contains(given)) {
          hardware.add(given);
        }
        return super.spaces(given, resources, policy, map);
      }
    };
  }

  /** Shows every exit of the real harts from now on. */
  void onExit(ExitListener listener) {
    if (!levels.isEmpty()) {
      levels.getFirst().harts().forEach(hart -> hart.onExit(listener));
    }
  }

  /** The board that the guest sees. */
  Board top() {
    return levels.isEmpty() ? real : levels.getLast().board();
  }

  private void count(Trap trap) {
    (trap.interrupt() ? interrupts : taken)[trap.cause()]++;
  }

  /** Everything that was counted so far. */
  Counts counts() {
    Counts.Builder counts = new Counts.Builder();
    counts.add(Counts.GUEST_INSTRUCTIONS, sum(Hart::retired));
    counts.add(Counts.GUEST_TRAPS, sum(Hart::traps));
    counts.add("guest.steps", top().steps());
    if (levels.isEmpty()) {
      counts.add(Counts.DIRECT, sum(Hart::retired));
    } else {
      for (VirtualHart hart : levels.getFirst().harts()) {
        add(counts, hart);
      }
      for (Hardware each : hardware) {
        each.uses()
            .forEach(
                (use, count) ->
                    counts.add(
                        Counts.HARDWARE
                            + "."
                            + use.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        use == Hardware.Use.RUN ? 0 : count));
      }
      for (int level = 1; level < levels.size(); level++) {
        counts.add(
            "level %d.exits".formatted(level + 1),
            levels.get(level).total(hart -> hart.accounting().exits()));
      }
    }
    if (!levels.isEmpty()) {
      long direct = levels.getFirst().total(hart -> hart.accounting().direct());
      long retired = real.harts().stream().mapToLong(Hart::retired).sum();
      counts.add(Counts.SURPLUS, retired - direct);
    }
    addTraps(counts);
    walks.addTo(counts);
    return counts.build();
  }

  private long sum(ToLongFunction<Hart> what) {
    return top().harts().stream().mapToLong(what).sum();
  }

  private void add(Counts.Builder counts, VirtualHart hart) {
    Accounting account = hart.accounting();
    counts.add(Counts.DIRECT, account.direct());
    counts.addAll(Counts.EXITS, account.exitsByCause());
    counts.addAll(Counts.EMULATED, account.emulatedByName());
    counts.add(Counts.INTERPRETED, account.interpreted());
    counts.addAll(Counts.REFLECTED, account.reflectedByCause());
    counts.add(Counts.DEVICE, account.deviceAccesses());
    counts.add(Counts.SHADOW + ".fills", hart.shadowing().fills);
    counts.add(Counts.SHADOW + ".fences", hart.shadowing().fences);
    counts.add(Counts.SHADOW + ".flushes", hart.shadowing().flushes);
    counts.add(Counts.SWITCHES + ".entries", account.entries());
    counts.add(Counts.SWITCH_WORDS + ".general registers", account.generalWords());
    counts.add(Counts.SWITCH_WORDS + ".control registers", account.controlWords());
    counts.add(Counts.SWITCH_WORDS + ".floating-point registers", account.floatingWords());
  }

  /** Traps that hardware gave the guest: all of them on the bare machine. */
  private void addTraps(Counts.Builder counts) {
    if (levels.isEmpty()) {
      for (int cause = 0; cause < CAUSES; cause++) {
        counts.add(Counts.TRAPS + "." + new Trap(false, cause, 0).title(), taken[cause]);
        counts.add(Counts.TRAPS + "." + new Trap(true, cause, 0).title(), interrupts[cause]);
      }
      return;
    }
    for (VirtualHart hart : levels.getFirst().harts()) {
      counts.addAll(Counts.TRAPS, hart.accounting().delegatedByCause());
      counts.add(Counts.INJECTED, hart.traps() - given(hart.accounting()));
    }
  }

  /** Traps that the guest was given because of an exit, or by hardware. */
  private static long given(Accounting account) {
    return Stream.of(account.reflectedByCause(), account.delegatedByCause())
        .flatMap(causes -> causes.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }
}
