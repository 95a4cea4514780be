package trapeze.laws;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trapeze.console.directory.Images;
import trapeze.machine.board.Board;
import trapeze.machine.board.Boot;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.Accounting;
import trapeze.monitor.Allocator;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.GuestDefinition;
import trapeze.monitor.VirtualMachine;
import trapeze.monitor.design.Design;
import trapeze.monitor.sbi.SbiFirmware;
import trapeze.shadow.Policy;

/**
 * A run of a kernel above the monitor's SBI.
 *
 * @param outcome how it ended
 * @param console what it printed
 * @param steps that its hart made
 * @param exits all of them
 * @param exitsByCause in the manual's words
 * @param emulated instructions that trapped and were emulated
 */
record ParavirtualRun(
    @Nullable Outcome outcome,
    String console,
    long steps,
    long exits,
    Map<String, Long> exitsByCause,
    Map<String, Long> emulated) {
  private static final long MEMORY = 32L << 20;
  private static final long MOST_STEPS = 100_000_000L;

  /** Runs a kernel that is built in. */
  static ParavirtualRun of(String image, String arguments, Design design)
      throws InterruptedException {
    return of(MEMORY, MOST_STEPS, design, (board, sink) -> load(image, arguments, board, sink));
  }

  /** Puts a program into a board. */
  @FunctionalInterface
  interface Loader {
    void load(Board board, ByteArrayOutputStream sink);
  }

  /** Runs what a loader puts into the virtual machine's memory. */
  static ParavirtualRun of(long bytes, long steps, Design design, Loader loader)
      throws InterruptedException {
    Board.Configuration virtual = Board.Configuration.USUAL;
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    try (Arena arena = Arena.ofShared()) {
      long needed = Allocator.needs(bytes, 1) + (4L << 20);
      PhysicalMemory memory = PhysicalMemory.allocate(arena, VirtRegion.RAM_BASE, needed);
      Board real =
          new Board(virtual, memory, HartFactory.REAL, _ -> {}, ConsoleSource.SILENT, List.of());
      ControlProgram control = new ControlProgram(real, Policy.CACHED);
      VirtualMachine machine =
          control.define(
              new GuestDefinition(
                      "guest",
                      virtual,
                      bytes,
                      GuestDefinition.USUAL_SHARES,
                      console::write,
                      ConsoleSource.SILENT,
                      List.of())
                  .with(design));
      loader.load(machine.board(), console);
      machine.stepLimit(steps);
      control.start(machine);
      control.run();
      Accounting accounting = machine.harts().getFirst().accounting();
      return new ParavirtualRun(
          machine.outcome(),
          console.toString(StandardCharsets.US_ASCII),
          machine.board().steps(),
          accounting.exits(),
          accounting.exitsByCause(),
          accounting.emulatedByName());
    }
  }

  private static void load(
      String image, String arguments, Board board, ByteArrayOutputStream sink) {
    var program = Images.program(Images.BUILT_IN + image, Path.of(""));
    Boot.Start start = new Boot(null, program, null, arguments).load(board);
    new SbiFirmware(board, sink::write, ConsoleSource.SILENT)
        .start(start.entry(), start.deviceTree());
  }
}
