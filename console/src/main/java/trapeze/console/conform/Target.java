package trapeze.console.conform;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Implementation;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.engine.translate.Translation;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.Allocator;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.GuestDefinition;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/** What a test program runs on: how many monitors stand below, and what they do. */
public enum Target {
  /** The bare machine. */
  MACHINE(0, Designs.TRAP_AND_EMULATE),
  /** A virtual machine on a machine of the same kind. */
  VM(1, Designs.TRAP_AND_EMULATE),
  /** A virtual machine on a virtual machine. */
  VM2(2, Designs.TRAP_AND_EMULATE),
  /** A virtual machine whose S is in the real S. */
  SUPERVISOR(1, Designs.SUPERVISOR),
  /** A virtual machine whose S is in the real VS. */
  HARDWARE(1, Designs.HARDWARE),
  /** The same over shadow tables. */
  HARDWARE_SHADOW(1, Designs.HARDWARE_SHADOW);

  private static final long ROOM_FOR_A_MONITOR = 4L << 20;

  private final int monitors;
  private final Design design;

  Target(int monitors, Design design) {
    this.monitors = monitors;
    this.design = design;
  }

  /** As the command line has it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return word();
  }

  /** Whether a monitor stands below. */
  public boolean isVirtual() {
    return this != MACHINE;
  }

  /**
   * Uses a fresh board, which is gone afterwards.
   *
   * @param configuration of the board, and of the machines below it but for the number of harts and
   *     the hypervisor extension, which they have if the design asks for it
   * @param translation when the real machine translates
   * @param memoryBytes its RAM, in bytes, a multiple of 4 KiB
   * @param sink where its serial port's output goes
   */
  <T> T with(
      Board.Configuration configuration,
      Translation translation,
      long memoryBytes,
      ConsoleSink sink,
      Function<Board, T> use) {
    Implementation plain = configuration.implementation().withHypervisor(false);
    boolean suffices = design.lacks(plain, plain).isEmpty();
    Board.Configuration below = configuration.withHarts(1).with(plain.withHypervisor(!suffices));
    List<Long> sizes = new ArrayList<>(List.of(memoryBytes));
    int harts = configuration.harts();
    while (sizes.size() <= monitors) {
      sizes.add(Allocator.needs(sizes.getLast(), harts) + ROOM_FOR_A_MONITOR);
      harts = 1;
    }
    try (Arena arena = Arena.ofConfined()) {
      PhysicalMemory memory =
          PhysicalMemory.allocate(arena, VirtRegion.RAM_BASE, sizes.removeLast());
      boolean isBare = sizes.isEmpty();
      Board board =
          new Board(
              isBare ? configuration : below,
              memory,
              HartFactory.translating(translation),
              isBare ? sink : _ -> {},
              ConsoleSource.SILENT,
              List.of());
      while (!sizes.isEmpty()) {
        long size = sizes.removeLast();
        boolean isTop = sizes.isEmpty();
        board = virtual(board, isTop ? configuration : below, size, isTop ? sink : _ -> {});
      }
      return use.apply(board);
    }
  }

  private Board virtual(
      Board below, Board.Configuration configuration, long size, ConsoleSink sink) {
    GuestDefinition guest =
        new GuestDefinition(
                "test",
                configuration,
                size,
                GuestDefinition.USUAL_SHARES,
                sink,
                ConsoleSource.SILENT,
                List.of())
            .with(design);
    return new ControlProgram(below, Policy.CACHED).define(guest).board();
  }
}
