package trapeze.machine.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.machine.memory.PhysicalMemory;

/**
 * Address decoding: which memory or device answers at a physical address.
 *
 * <p>Harts on several threads may use one bus: accesses to devices exclude each other by the bus's
 * own monitor, and whoever polls devices from elsewhere takes it too ({@code synchronized (bus)}).
 * Accesses to memory are not excluded.
 */
public final class Bus {
  private final PhysicalMemory memory;
  private final long[] starts;
  private final Device[] devices;

  private Bus(PhysicalMemory memory, List<Mapping> mappings) {
    this.memory = memory;
    this.starts = mappings.stream().mapToLong(Mapping::start).toArray();
    this.devices = mappings.stream().map(Mapping::device).toArray(Device[]::new);
  }

  private record Mapping(long start, Device device) {
    long end() {
      return start + device.size();
    }

    String describe() {
      return "%s 0x%x..0x%x".formatted(device.name(), start, end() - 1);
    }
  }

  /** Starts a bus with the machine's RAM on it. */
  public static Builder with(PhysicalMemory memory) {
    return new Builder(memory);
  }

  /** Collects devices, then checks that their ranges do not overlap. */
  public static final class Builder {
    private final PhysicalMemory memory;
    private final List<Mapping> mappings = new ArrayList<>();

    private Builder(PhysicalMemory memory) {
      this.memory = memory;
    }

    /** Puts a device at a physical address. */
    public Builder device(long start, Device device) {
      mappings.add(new Mapping(start, device));
      return this;
    }

    /**
     * Finishes the bus.
     *
     * @throws IllegalArgumentException if two ranges overlap; the message names both
     */
    public Bus build() {
      mappings.sort(Comparator.comparingLong(Mapping::start));
      Mapping previous = null;
      for (Mapping mapping : mappings) {
        if (mapping.start() < 0 || mapping.device().size() <= 0 || mapping.end() < 0) {
          throw new IllegalArgumentException(
              "%s is not a range of physical addresses".formatted(mapping.describe()));
        }
        if (mapping.start() < memory.base() + memory.size() && memory.base() < mapping.end()) {
          throw new IllegalArgumentException(
              "%s overlaps %s".formatted(mapping.describe(), memory));
        }
        if (previous != null && mapping.start() < previous.end()) {
          throw new IllegalArgumentException(
              "%s overlaps %s".formatted(mapping.describe(), previous.describe()));
        }
        previous = mapping;
      }
      return new Bus(memory, mappings);
    }
  }

  /** The machine's RAM. */
  public PhysicalMemory memory() {
    return memory;
  }

  /** The device whose range holds {@code address}, if any; memory is not a device. */
  public @Nullable Device deviceAt(long address) {
    int index = indexAt(address);
    return index < 0 ? null : devices[index];
  }

  /**
   * Whether an access is answered by memory, or by one device that accepts it; any other access is
   * the hart's access fault.
   *
   * @param widthBytes 1, 2, 4 or 8
   */
  public boolean accepts(long address, int widthBytes) {
    if (memory.contains(address, widthBytes)) {
      return true;
    }
    int index = indexAt(address);
    if (index < 0) {
      return false;
    }
    long offset = address - starts[index];
    return devices[index].size() - offset >= widthBytes
        && devices[index].accepts(offset, widthBytes);
  }

  /**
   * Reads memory or a register, zero-extended.
   *
   * @param widthBytes 1, 2, 4 or 8
   * @throws IllegalArgumentException if the access is not {@linkplain #accepts accepted}
   */
  public long read(long address, int widthBytes) {
    if (memory.contains(address, widthBytes)) {
      return switch (widthBytes) {
        case 1 -> memory.getByte(address) & 0xffL;
        case 2 -> memory.getShort(address) & 0xffffL;
        case 4 -> memory.getInt(address) & 0xffff_ffffL;
        case 8 -> memory.getLong(address);
        default -> throw notAccepted(address, widthBytes);
      };
    }
    int index = acceptedIndex(address, widthBytes);
    synchronized (this) {
      return devices[index].read(address - starts[index], widthBytes);
    }
  }

  /**
   * Writes the low {@code widthBytes} of {@code value} to memory or a register.
   *
   * @param widthBytes 1, 2, 4 or 8
   * @throws IllegalArgumentException if the access is not {@linkplain #accepts accepted}
   */
  public void write(long address, int widthBytes, long value) {
    if (memory.contains(address, widthBytes)) {
      switch (widthBytes) {
        case 1 -> memory.putByte(address, (byte) value);
        case 2 -> memory.putShort(address, (short) value);
        case 4 -> memory.putInt(address, (int) value);
        case 8 -> memory.putLong(address, value);
        default -> throw notAccepted(address, widthBytes);
      }
      return;
    }
    int index = acceptedIndex(address, widthBytes);
    synchronized (this) {
      devices[index].write(address - starts[index], widthBytes, value);
    }
  }

  private int acceptedIndex(long address, int widthBytes) {
    if (!accepts(address, widthBytes)) {
      throw notAccepted(address, widthBytes);
    }
    return indexAt(address);
  }

  private static IllegalArgumentException notAccepted(long address, int widthBytes) {
    return new IllegalArgumentException(
        "nothing accepts %d bytes at 0x%x".formatted(widthBytes, address));
  }

  /** Index of the device whose range holds the address, or -1. */
  private int indexAt(long address) {
    if (address < 0) {
      return -1;
    }
    int low = 0;
    int high = starts.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long offset = address - starts[middle];
      if (offset < 0) {
        high = middle - 1;
      } else if (offset >= devices[middle].size()) {
        low = middle + 1;
      } else {
        return middle;
      }
    }
    return -1;
  }
}
