package trapeze.machine.devicetree;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import trapeze.isa.rv64.Extension;
import trapeze.machine.device.Clock;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.load.AddressRange;

/**
 * What a {@code virt} board has, as its device tree tells it.
 *
 * @param harts number of harts, with hart ids from 0
 * @param bootHart hart id of the hart that starts the kernel
 * @param memory physical addresses of RAM
 * @param isaBase base instruction set, such as {@code rv64i}
 * @param isaExtensions extensions in canonical order, such as {@code i}, {@code m}, {@code zicsr}
 * @param mmuType the widest translation, such as {@code riscv,sv57}
 * @param timebaseFrequency ticks of {@code time} a second
 * @param devices which of the board's fixed devices there are
 * @param virtioSlots number of virtio transports, filled or empty
 * @param bootArguments the kernel's command line
 * @param initrd where the initial RAM disk is, if there is one
 */
public record BoardDescription(
    int harts,
    int bootHart,
    AddressRange memory,
    String isaBase,
    List<String> isaExtensions,
    String mmuType,
    long timebaseFrequency,
    Set<VirtRegion> devices,
    int virtioSlots,
    String bootArguments,
    @Nullable AddressRange initrd) {
  /** Checks that the numbers make a board. */
  public BoardDescription {
    if (harts < 1 || bootHart < 0 || bootHart >= harts) {
      throw new IllegalArgumentException("boot hart %d of %d".formatted(bootHart, harts));
    }
    if (virtioSlots < 0 || virtioSlots > VirtRegion.VIRTIO_SLOTS) {
      throw new IllegalArgumentException(virtioSlots + " virtio slots");
    }
    isaExtensions = List.copyOf(isaExtensions);
    devices = Set.copyOf(devices);
  }

  /**
   * A board with every device, hart 0 to start it, and neither command line nor RAM disk.
   *
   * @param isaExtensions names of the extensions, single letters first
   * @param mmuType the widest translation, such as {@code riscv,sv57}
   */
  public static BoardDescription full(
      int harts, AddressRange memory, List<String> isaExtensions, String mmuType) {
    return new BoardDescription(
        harts,
        0,
        memory,
        "rv64i",
        isaExtensions,
        mmuType,
        Clock.TICKS_PER_SECOND,
        EnumSet.allOf(VirtRegion.class),
        VirtRegion.VIRTIO_SLOTS,
        "",
        null);
  }

  /** The same board with a command line for its kernel. */
  public BoardDescription withBootArguments(String arguments) {
    return new BoardDescription(
        harts,
        bootHart,
        memory,
        isaBase,
        isaExtensions,
        mmuType,
        timebaseFrequency,
        devices,
        virtioSlots,
        arguments,
        initrd);
  }

  /** The same board with an initial RAM disk. */
  public BoardDescription withInitrd(AddressRange range) {
    return new BoardDescription(
        harts,
        bootHart,
        memory,
        isaBase,
        isaExtensions,
        mmuType,
        timebaseFrequency,
        devices,
        virtioSlots,
        bootArguments,
        range);
  }

  /** The extensions as one string, in the older {@code riscv,isa} form. */
  String isa() {
    return Extension.joined(isaExtensions);
  }
}
