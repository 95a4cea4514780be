package trapeze.machine.device.virtio;

import trapeze.machine.device.Device;
import trapeze.machine.device.InterruptLine;
import trapeze.machine.device.Pollable;
import trapeze.machine.memory.PhysicalMemory;

/**
 * The memory-mapped virtio transport, version 2 (Virtio 1.2, section 4.2).
 *
 * <p>It serves a queue inside the write to QueueNotify that names it. A driver that breaks the
 * rules of a ring gets DEVICE_NEEDS_RESET in the status and a configuration interrupt; nothing but
 * a reset is served from then on.
 */
public final class VirtioMmio implements Device, Pollable {
  static final int MAGIC = 0x7472_6976;
  static final int VERSION = 2;

  /** "TRPZ", read as a little-endian word. */
  static final int VENDOR = 0x5a50_5254;

  private static final long SIZE = 0x1000;
  private static final int CONFIG = 0x100;

  private static final long FEATURE_INDIRECT = 1L << 28;
  private static final long FEATURE_VERSION_1 = 1L << 32;

  private static final int STATUS_DRIVER_OK = 4;
  private static final int STATUS_FEATURES_OK = 8;
  private static final int STATUS_NEEDS_RESET = 0x40;
  private static final int STATUS_WRITABLE = 0x8f;

  private static final int INTERRUPT_USED = 1;
  private static final int INTERRUPT_CONFIG = 2;

  private final VirtioDevice device;
  private final InterruptLine line;
  private final QueueSetup[] queues;

  private int status;
  private int interrupts;
  private int deviceFeaturesSelect;
  private int driverFeaturesSelect;
  private long driverFeatures;
  private int queueSelect;

  /** A queue with the registers by which the driver prepares it. */
  private static final class QueueSetup {
    final Virtqueue queue;
    int size;
    long descriptors;
    long driverArea;
    long deviceArea;

    QueueSetup(Virtqueue queue) {
      this.queue = queue;
    }

    void reset() {
      queue.stop();
      size = 0;
      descriptors = 0;
      driverArea = 0;
      deviceArea = 0;
    }
  }

  /**
   * A transport to {@code device}.
   *
   * @param memory what the device may read and write, and nothing else
   * @param listener is told of every store that the device makes to it
   */
  public VirtioMmio(
      VirtioDevice device, PhysicalMemory memory, InterruptLine line, DmaListener listener) {
    this.device = device;
    this.line = line;
    this.queues = new QueueSetup[device.queues()];
    for (int index = 0; index < queues.length; index++) {
      queues[index] = new QueueSetup(new Virtqueue(memory, listener));
    }
  }

  @Override
  public String name() {
    return "virtio-" + device.name();
  }

  @Override
  public long size() {
    return SIZE;
  }

  @Override
  public boolean accepts(long offset, int widthBytes) {
    return acceptsAccess(offset, widthBytes);
  }

  /** Registers take 32-bit accesses only, the configuration space those up to 32 bits. */
  static boolean acceptsAccess(long offset, int widthBytes) {
    return offset % widthBytes == 0 && (widthBytes == 4 || (widthBytes < 4 && offset >= CONFIG));
  }

  @Override
  public void poll() {
    if (!running()) {
      return;
    }
    for (int index = 0; index < queues.length; index++) {
      Virtqueue queue = queues[index].queue;
      if (queue.ready()) {
        queue.beginTurn();
        device.poll(index, queue);
        settle(queue);
      }
    }
  }

  private void notifyQueue(int index) {
    if (!running() || index < 0 || index >= queues.length || !queues[index].queue.ready()) {
      return;
    }
    Virtqueue queue = queues[index].queue;
    queue.beginTurn();
    device.serve(index, queue);
    settle(queue);
  }

  private boolean running() {
    return (status & (STATUS_DRIVER_OK | STATUS_NEEDS_RESET)) == STATUS_DRIVER_OK;
  }

  /** Tells the driver what has become of a queue. */
  private void settle(Virtqueue queue) {
    if (queue.broken()) {
      requireReset();
    } else if (queue.takeInterrupt()) {
      raise(INTERRUPT_USED);
    }
  }

  private void requireReset() {
    status |= STATUS_NEEDS_RESET;
    if ((status & STATUS_DRIVER_OK) != 0) {
      raise(INTERRUPT_CONFIG);
    }
  }

  private void raise(int interrupt) {
    interrupts |= interrupt;
    line.set(true);
  }

  private void reset() {
    status = 0;
    interrupts = 0;
    deviceFeaturesSelect = 0;
    driverFeaturesSelect = 0;
    driverFeatures = 0;
    queueSelect = 0;
    for (QueueSetup setup : queues) {
      setup.reset();
    }
    line.set(false);
  }

  private long offeredFeatures() {
    return device.features() | FEATURE_INDIRECT | FEATURE_VERSION_1;
  }

  @Override
  public long read(long offset, int widthBytes) {
    if (offset < CONFIG) {
      return Integer.toUnsignedLong(readRegister((int) offset));
    }
    long value = 0;
    for (int i = 0; i < widthBytes; i++) {
      value |= (device.config((int) offset - CONFIG + i) & 0xffL) << 8 * i;
    }
    return value;
  }

  private int readRegister(int offset) {
    return switch (offset) {
      case 0x000 -> MAGIC;
      case 0x004 -> VERSION;
      case 0x008 -> device.type();
      case 0x00c -> VENDOR;
      case 0x010 -> half(offeredFeatures(), deviceFeaturesSelect);
      case 0x034 -> queueExists() ? Virtqueue.MAX_SIZE : 0;
      case 0x044 -> queueExists() && selected().queue.ready() ? 1 : 0;
      case 0x060 -> interrupts;
      case 0x070 -> status;
      case 0x0b0, 0x0b4, 0x0b8, 0x0bc -> -1; // no shared memory region: length and base all ones
      default -> 0;
    };
  }

  @Override
  public void write(long offset, int widthBytes, long value) {
    // None of our devices has configuration that a driver may write.
    if (offset < CONFIG) {
      writeRegister((int) offset, (int) value);
    }
  }

  private void writeRegister(int offset, int value) {
    switch (offset) {
      case 0x014 -> deviceFeaturesSelect = value;
      case 0x020 -> {
        if ((status & STATUS_FEATURES_OK) == 0) {
          driverFeatures = withHalf(driverFeatures, driverFeaturesSelect, value);
        }
      }
      case 0x024 -> driverFeaturesSelect = value;
      case 0x030 -> queueSelect = value;
      case 0x044 -> setQueueReady((value & 1) != 0);
      case 0x050 -> notifyQueue(value);
      case 0x064 -> {
        interrupts &= ~value;
        line.set(interrupts != 0);
      }
      case 0x070 -> setStatus(value);
      default -> setUpQueue(offset, value);
    }
  }

  private void setStatus(int value) {
    if ((value & 0xff) == 0) {
      reset();
      return;
    }
    int wanted = status | (value & STATUS_WRITABLE);
    boolean agreed =
        (driverFeatures & ~offeredFeatures()) == 0 && (driverFeatures & FEATURE_VERSION_1) != 0;
    if (!agreed) {
      wanted &= ~STATUS_FEATURES_OK;
    }
    if ((wanted & STATUS_FEATURES_OK) == 0) {
      wanted &= ~STATUS_DRIVER_OK;
    }
    status = wanted;
  }

  private boolean queueExists() {
    return queueSelect >= 0 && queueSelect < queues.length;
  }

  private QueueSetup selected() {
    return queues[queueSelect];
  }

  private void setUpQueue(int offset, int value) {
    if (!queueExists() || selected().queue.ready()) {
      return;
    }
    QueueSetup queue = selected();
    switch (offset) {
      case 0x038 -> queue.size = value;
      case 0x080, 0x084 -> queue.descriptors = withHalf(queue.descriptors, offset >> 2 & 1, value);
      case 0x090, 0x094 -> queue.driverArea = withHalf(queue.driverArea, offset >> 2 & 1, value);
      case 0x0a0, 0x0a4 -> queue.deviceArea = withHalf(queue.deviceArea, offset >> 2 & 1, value);
      default -> {}
    }
  }

  private void setQueueReady(boolean ready) {
    if (!queueExists() || ready == selected().queue.ready()) {
      return;
    }
    QueueSetup setup = selected();
    if (!ready) {
      setup.queue.stop();
      return;
    }
    setup.queue.start(
        setup.size,
        setup.descriptors,
        setup.driverArea,
        setup.deviceArea,
        (driverFeatures & FEATURE_INDIRECT) != 0);
    if (setup.queue.broken()) {
      requireReset();
    }
  }

  private static int half(long whole, int select) {
    return switch (select) {
      case 0 -> (int) whole;
      case 1 -> (int) (whole >>> 32);
      default -> 0;
    };
  }

  private static long withHalf(long whole, int select, int value) {
    return switch (select) {
      case 0 -> (whole & ~0xffff_ffffL) | Integer.toUnsignedLong(value);
      case 1 -> (whole & 0xffff_ffffL) | (long) value << 32;
      default -> whole;
    };
  }
}
