package trapeze.machine.device.virtio;

import org.jspecify.annotations.Nullable;
import trapeze.machine.load.AddressRange;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.machine.memory.RawMemory;

/**
 * A split virtqueue as the device sees it (Virtio 1.2, section 2.7).
 *
 * <p>The driver owns every byte of it and may write anything at any time. A queue that breaks a
 * rule is {@linkplain #broken() broken} and gives nothing more until it is set up again. The work
 * of one {@linkplain #beginTurn() turn} is bounded; what is left waits for the next.
 */
public final class Virtqueue {
  /** Largest number of entries that a driver may choose. */
  static final int MAX_SIZE = 256;

  /** Longest request in descriptors, those of an indirect table included. */
  private static final int MAX_CHAIN = 1024;

  /** Bytes of buffers after which a turn ends; each request counts as a page at least. */
  private static final long TURN_BYTES = 32 << 20;

  private static final long MINIMUM_COST = 4096;

  private static final int DESCRIPTOR_BYTES = 16;
  private static final int NEXT = 1;
  private static final int WRITE = 2;
  private static final int INDIRECT = 4;
  private static final int NO_INTERRUPT = 1;

  private final PhysicalMemory memory;
  private final DmaListener listener;

  private int size;
  private long descriptors;
  private long available;
  private long used;
  private boolean indirectAllowed;
  private boolean ready;
  private boolean broken;

  /** Free-running 16-bit indices, as in the rings. */
  private int nextAvailable;

  private int nextUsed;
  private boolean usedSinceAsked;
  private long turnBytes;

  Virtqueue(PhysicalMemory memory, DmaListener listener) {
    this.memory = memory;
    this.listener = listener;
  }

  /**
   * Starts the queue afresh with its three areas; it is broken at once if they cannot be.
   *
   * @param entries a power of two up to {@link #MAX_SIZE}
   */
  void start(int entries, long descriptorArea, long driverArea, long deviceArea, boolean indirect) {
    size = entries;
    descriptors = descriptorArea;
    available = driverArea;
    used = deviceArea;
    indirectAllowed = indirect;
    nextAvailable = 0;
    nextUsed = 0;
    usedSinceAsked = false;
    broken =
        entries < 1
            || entries > MAX_SIZE
            || Integer.bitCount(entries) != 1
            || !isArea(descriptorArea, 16, (long) DESCRIPTOR_BYTES * entries)
            || !isArea(driverArea, 2, 6 + 2L * entries)
            || !isArea(deviceArea, 4, 6 + 8L * entries);
    ready = !broken;
  }

  private boolean isArea(long address, int alignment, long length) {
    return address % alignment == 0 && memory.contains(address, length);
  }

  void stop() {
    ready = false;
    broken = false;
  }

  boolean ready() {
    return ready;
  }

  boolean broken() {
    return broken;
  }

  /** Gives the queue a fresh share of work. */
  void beginTurn() {
    turnBytes = 0;
  }

  /** Gives the queue up: the driver has broken a rule of its device. */
  void fail() {
    broken = true;
    ready = false;
  }

  /** Whether a request is waiting that this turn may still take. */
  boolean hasNext() {
    return ready && turnBytes < TURN_BYTES && waiting() > 0;
  }

  /** How far the driver's index is ahead: the number of waiting requests, if it is honest. */
  private int waiting() {
    int index = RawMemory.getShortOpaque(memory.hostAddress(available + 2));
    // What the driver wrote before it moved the index must be read after it.
    RawMemory.acquireFence();
    return index - nextAvailable & 0xffff;
  }

  /** The next request, or null if there is none for this turn. */
  @Nullable DescriptorChain next() {
    if (!ready || turnBytes >= TURN_BYTES) {
      return null;
    }
    int waiting = waiting();
    if (waiting == 0) {
      return null;
    }
    int head = memory.getShort(available + 4 + 2L * (nextAvailable % size)) & 0xffff;
    DescriptorChain chain = new DescriptorChain(head);
    if (waiting > size || !collect(chain)) {
      fail();
      return null;
    }
    nextAvailable = nextAvailable + 1 & 0xffff;
    turnBytes += Math.max(MINIMUM_COST, chain.length());
    return chain;
  }

  /** Follows a chain from its head; false if it breaks a rule. */
  private boolean collect(DescriptorChain chain) {
    long table = descriptors;
    int entries = size;
    int index = chain.head();
    boolean indirect = false;
    for (int count = 0; count < MAX_CHAIN && index < entries; count++) {
      long descriptor = table + (long) DESCRIPTOR_BYTES * index;
      long address = memory.getLong(descriptor);
      long length = Integer.toUnsignedLong(memory.getInt(descriptor + 8));
      int flags = memory.getShort(descriptor + 12);
      if ((flags & INDIRECT) != 0) {
        boolean allowed = indirectAllowed && !indirect && (flags & NEXT) == 0;
        if (!allowed || length % DESCRIPTOR_BYTES != 0 || !memory.contains(address, length)) {
          return false;
        }
        indirect = true;
        table = address;
        entries = (int) (length / DESCRIPTOR_BYTES);
        index = 0;
      } else if (!addBuffer(chain, address, length, (flags & WRITE) != 0)) {
        return false;
      } else if ((flags & NEXT) == 0) {
        return true;
      } else {
        index = memory.getShort(descriptor + 14) & 0xffff;
      }
    }
    return false;
  }

  /** No request can be longer than memory: the same bytes twice are no use to anyone. */
  private boolean addBuffer(DescriptorChain chain, long address, long length, boolean write) {
    if (!memory.contains(address, length) || chain.length() + length > memory.size()) {
      return false;
    }
    if (write) {
      chain.writable().add(memory.segment(address, length));
      chain.writableRanges().add(new AddressRange(address, address + length));
    } else if (chain.writable().length() > 0) {
      return false;
    } else {
      chain.readable().add(memory.segment(address, length));
    }
    return true;
  }

  /**
   * Gives a request back to the driver.
   *
   * @param written bytes of its writable buffers that were filled, from the first on
   */
  void complete(DescriptorChain chain, long written) {
    for (AddressRange range : chain.writableRanges()) {
      listener.stored(range.start(), range.length());
    }
    long element = used + 4 + 8L * (nextUsed % size);
    memory.putInt(element, chain.head());
    memory.putInt(element + 4, (int) written);
    listener.stored(element, 8);
    nextUsed = nextUsed + 1 & 0xffff;
    // The driver must not see the index before the element and the buffers.
    RawMemory.releaseFence();
    RawMemory.putShortOpaque(memory.hostAddress(used + 2), (short) nextUsed);
    listener.stored(used + 2, 2);
    usedSinceAsked = true;
  }

  /** Whether requests were completed since this was last asked and the driver wants to know. */
  boolean takeInterrupt() {
    boolean wanted = usedSinceAsked && (memory.getShort(available) & NO_INTERRUPT) == 0;
    usedSinceAsked = false;
    return wanted;
  }
}
