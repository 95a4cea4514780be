package trapeze.console.run;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;
import trapeze.console.directory.Guest;
import trapeze.console.gdb.DebugTarget;
import trapeze.console.gdb.GdbServers;
import trapeze.console.report.GuestReport;
import trapeze.machine.board.Board;
import trapeze.machine.board.Boot;
import trapeze.machine.board.Implementation;
import trapeze.machine.board.Timing;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.memory.OutOfHostMemory;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.Allocator;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.GuestDefinition;
import trapeze.monitor.Parts;
import trapeze.monitor.VirtualMachine;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.monitor.sbi.SbiFirmware;

/** A real machine, the control program on it, and its guests. */
public final class Session {
  private static final long ROOM_FOR_THE_MONITOR = 64L << 20;

  private final RealMachine choices;
  private final GdbServers debuggers;
  private final ControlProgram control;

  /** Whether the machines that control programs run on have the hypervisor extension. */
  private final boolean assisted;

  /**
   * A real machine with room for these guests.
   *
   * @param debuggers where the guests can be debugged
   * @throws UserError if the host has not so much memory
   */
  public Session(List<Guest> guests, RealMachine choices, GdbServers debuggers) {
    this.choices = choices;
    this.debuggers = debuggers;
    this.assisted = needsHypervisor(guests);
    long needed =
        guests.stream()
                .mapToLong(guest -> Allocator.needs(guest.spec().memory(), guest.spec().harts()))
                .sum()
            + ROOM_FOR_THE_MONITOR;
    List<Long> sizes = new ArrayList<>(List.of(needed));
    while (sizes.size() < choices.depth()) {
      sizes.add(Allocator.needs(sizes.getLast(), choices.harts()) + ROOM_FOR_THE_MONITOR);
    }
    Board real =
        new Board(
            machine(),
            memory(guests, sizes.removeLast()),
            choices.guests().harts(),
            _ -> {},
            ConsoleSource.SILENT,
            List.of());
    ControlProgram last = controlProgram(real, sizes.isEmpty());
    while (!sizes.isEmpty()) {
      Board next = virtual(last, sizes.removeLast());
      last = controlProgram(next, sizes.isEmpty());
    }
    this.control = last;
  }

  private ControlProgram controlProgram(Board below, boolean hasTheGuests) {
    return new ControlProgram(
        below, choices.policy(), hasTheGuests ? choices.parts() : Parts.USUAL);
  }

  /**
   * What a control program runs on, with as many harts as the real machine. That its guests have
   * the hypervisor extension says nothing of it: it has that if the design of some guest asks for
   * it.
   */
  private Board.Configuration machine() {
    Implementation usual = choices.guests().implementation();
    return Board.Configuration.USUAL
        .withHarts(choices.harts())
        .with(usual.withHypervisor(assisted));
  }

  private boolean needsHypervisor(List<Guest> guests) {
    Implementation without = choices.guests().implementation().withHypervisor(false);
    return !guests.stream()
        .map(this::design)
        .allMatch(each -> each.lacks(without, without).isEmpty());
  }

  private Design design(Guest guest) {
    return guest.spec().designOr(choices.design());
  }

  /**
   * A virtual machine for a control program, which has threads of its own for the harts. With the
   * hypervisor extension it is executed by that of the machine below.
   */
  private Board virtual(ControlProgram below, long size) {
    Timing timing = choices.harts() > 1 ? new Timing.WallClock() : machine().timing();
    return below
        .define(
            new GuestDefinition(
                "monitor",
                machine().with(timing),
                size,
                GuestDefinition.USUAL_SHARES,
                _ -> {},
                ConsoleSource.SILENT,
                List.of(),
                assisted ? Designs.HARDWARE : Designs.TRAP_AND_EMULATE))
        .board();
  }

  private static PhysicalMemory memory(List<Guest> guests, long size) {
    try {
      return PhysicalMemory.allocate(Arena.ofAuto(), VirtRegion.RAM_BASE, size);
    } catch (OutOfHostMemory e) {
      String asked =
          guests.stream()
              .map(Guest::spec)
              .map(spec -> "%s %d MiB".formatted(spec.name(), spec.memory() >> 20))
              .collect(Collectors.joining(", "));
      throw new UserError(
          guests.getFirst().spec().place(), "%s (%s)".formatted(e.getMessage(), asked));
    }
  }

  /**
   * Makes a guest's virtual machine, loads it and lets it take slices once the machine runs.
   *
   * @throws trapeze.machine.load.BadImage if something does not fit
   */
  public VirtualMachine add(Guest guest, ConsoleSink console, ConsoleSource source)
      throws InterruptedException {
    ConsoleSink sink = guest.copying(console);
    VirtualMachine machine =
        control.define(
            new GuestDefinition(
                guest.spec().name(),
                choices.guests().with(guest.spec().harts()),
                guest.spec().memory(),
                guest.spec().shares(),
                sink,
                guest.serialInput(source),
                guest.slots(sink, source),
                design(guest)));
    machine.stepLimit(guest.spec().steps());
    load(guest, machine.board(), sink, source);
    debuggers.add(
        new DebugTarget(machine.name(), machine.board(), () -> control.stop(machine)),
        guest.spec().gdb());
    control.start(machine);
    return machine;
  }

  /** Loads a guest into its board, real or virtual, and leaves it at its first instruction. */
  public static void load(Guest guest, Board board, ConsoleSink sink, ConsoleSource source) {
    Boot.Start start = guest.boot().load(board);
    if (!guest.needsSbi()) {
      Boot.reset(board, start);
      guest.loaded(board);
      return;
    }
    if (start.entry() == VirtRegion.RAM_BASE) {
      throw new UserError(
          guest.spec().place(),
          "kernel: starts at 0x%x, where firmware does; give it as firmware, or add firmware=none"
              .formatted(start.entry()));
    }
    new SbiFirmware(board, sink, source).start(start.entry(), start.deviceTree());
    guest.loaded(board);
  }

  /** The control program. */
  public ControlProgram control() {
    return control;
  }

  /** The accounts of all guests, in the order in which they were added. */
  public List<GuestReport> reports() {
    return control.machines().stream().map(GuestReport::of).toList();
  }

  /** The machine of this name. */
  public @Nullable VirtualMachine find(String name) {
    return control.machines().stream()
        .filter(machine -> machine.name().equals(name))
        .findFirst()
        .orElse(null);
  }
}
