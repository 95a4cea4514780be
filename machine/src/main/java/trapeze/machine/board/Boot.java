package trapeze.machine.board;

import org.jspecify.annotations.Nullable;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.devicetree.BoardDescription;
import trapeze.machine.devicetree.VirtDeviceTree;
import trapeze.machine.load.AddressRange;
import trapeze.machine.load.BadImage;
import trapeze.machine.load.DynamicFirmwareInfo;
import trapeze.machine.load.GuestImage;
import trapeze.machine.load.Payload;
import trapeze.machine.memory.PhysicalMemory;

/**
 * Puts a guest's images and its device tree into a board's memory, as QEMU's {@code virt} does, and
 * says where to start.
 *
 * @param firmware runs first, in M-mode, from the start of memory; if there is none the kernel does
 * @param kernel what firmware goes on to; it lies 2 MiB above the start of memory, unless it is
 *     linked elsewhere
 * @param initrd initial RAM disk
 * @param arguments the kernel's command line, in {@code /chosen/bootargs}
 */
public record Boot(
    @Nullable GuestImage firmware,
    @Nullable GuestImage kernel,
    @Nullable Payload initrd,
    String arguments) {
  private static final long KERNEL_OFFSET = 2L << 20;

  /** The device tree, and what stands beside it, ends here at the latest, for small page tables. */
  private static final long HIGHEST = 3L << 30;

  private static final long MEGAPAGE = 2L << 20;
  private static final long TREE_ROOM = 1L << 20;
  private static final int A0 = 10;
  private static final int S_MODE = 1;

  /**
   * Where a loaded guest starts.
   *
   * @param entry physical address of the first instruction
   * @param deviceTree physical address of the device tree
   * @param firmwareInfo physical address of what {@code fw_dynamic} wants to know
   */
  public record Start(long entry, long deviceTree, long firmwareInfo) {}

  /**
   * Loads everything.
   *
   * @throws BadImage if something does not fit; the message says what
   */
  public Start load(Board board) {
    PhysicalMemory memory = board.memory();
    long kernelBase = memory.base() + KERNEL_OFFSET;
    GuestImage.@Nullable Loaded first = null;
    if (firmware != null) {
      first = firmware.loadInto(memory, memory.base());
    }
    GuestImage.@Nullable Loaded second = null;
    if (kernel != null) {
      second = kernel.loadInto(memory, kernelBase);
      if (first != null && first.range().overlaps(second.range())) {
        throw new BadImage(
            kernel.name(),
            "overlaps the firmware at %s; link one of them elsewhere".formatted(first.range()));
      }
    }
    GuestImage.Loaded start = first != null ? first : second;
    if (start == null) {
      throw new BadImage("guest", "has neither firmware nor kernel; give one");
    }
    long floor = Math.max(end(first), end(second));
    long ceiling = memory.base() + Math.min(memory.size(), HIGHEST);
    long treeAt = (ceiling - TREE_ROOM) & -MEGAPAGE;
    BoardDescription description =
        BoardDescription.full(
                board.harts().size(),
                new AddressRange(memory.base(), memory.base() + memory.size()),
                board.implementation().extensions(),
                board.implementation().mmuType())
            .withBootArguments(arguments);
    if (initrd != null) {
      description = description.withInitrd(initrd.placeBelow(memory, floor, treeAt, 4096));
    }
    byte[] tree = VirtDeviceTree.flattened(description);
    if (treeAt <= floor || !memory.contains(treeAt, TREE_ROOM)) {
      throw new BadImage("device tree", "finds no room in memory; give the guest more");
    }
    memory.write(treeAt, tree);
    long infoAt = treeAt + TREE_ROOM - 4096;
    if (second != null) {
      memory.write(infoAt, new DynamicFirmwareInfo(second.entry(), S_MODE, 0).toBytes());
    }
    return new Start(start.entry(), treeAt, infoAt);
  }

  /** Leaves every hart at the guest's first instruction, in M-mode, as a reset vector would. */
  public static void reset(Board board, Start start) {
    for (Hart hart : board.harts()) {
      hart.state.pc = start.entry();
      hart.state.x[A0] = hart.state.get(Rv64State.HART_ID);
      hart.state.x[A0 + 1] = start.deviceTree();
      hart.state.x[A0 + 2] = start.firmwareInfo();
    }
  }

  private static long end(GuestImage.@Nullable Loaded loaded) {
    return loaded == null ? 0 : loaded.range().end();
  }
}
