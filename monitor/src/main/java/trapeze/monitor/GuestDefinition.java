package trapeze.monitor;

import java.util.List;
import trapeze.machine.board.Board;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.virtio.VirtioDevice;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;

/**
 * What a virtual machine is to be made of, as a user directory's entry says.
 *
 * @param name unique among the machines
 * @param board harts and their implementation, the clock
 * @param memoryBytes guest-physical memory, a multiple of 4 KiB
 * @param shares weight in scheduling, at least 1
 * @param sink the virtual console's output
 * @param source its input
 * @param slots devices of the virtio slots, from slot 0
 * @param design how its instructions are executed
 */
public record GuestDefinition(
    String name,
    Board.Configuration board,
    long memoryBytes,
    int shares,
    ConsoleSink sink,
    ConsoleSource source,
    List<VirtioDevice> slots,
    Design design) {
  /** The usual share. */
  public static final int USUAL_SHARES = 100;

  public GuestDefinition {
    slots = List.copyOf(slots);
    if (shares < 1 || memoryBytes <= 0 || memoryBytes % Allocator.FRAME != 0) {
      throw new IllegalArgumentException(
          "%s: %d shares, %d bytes of memory".formatted(name, shares, memoryBytes));
    }
  }

  /** A guest of the usual design. */
  public GuestDefinition(
      String name,
      Board.Configuration board,
      long memoryBytes,
      int shares,
      ConsoleSink sink,
      ConsoleSource source,
      List<VirtioDevice> slots) {
    this(name, board, memoryBytes, shares, sink, source, slots, Designs.TRAP_AND_EMULATE);
  }

  /** The same guest of another design. */
  public GuestDefinition with(Design other) {
    return new GuestDefinition(name, board, memoryBytes, shares, sink, source, slots, other);
  }
}
