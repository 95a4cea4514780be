package trapeze.machine.device.virtio;

import trapeze.machine.device.Device;

/** A virtio transport with nothing behind it: a driver sees device type 0 and goes on. */
public final class VirtioEmptySlot implements Device {
  private final int slot;

  /** The empty slot of this number. */
  public VirtioEmptySlot(int slot) {
    this.slot = slot;
  }

  @Override
  public String name() {
    return "virtio-empty-" + slot;
  }

  @Override
  public long size() {
    return 0x1000;
  }

  @Override
  public boolean accepts(long offset, int widthBytes) {
    return VirtioMmio.acceptsAccess(offset, widthBytes);
  }

  @Override
  public long read(long offset, int widthBytes) {
    return switch ((int) offset) {
      case 0x000 -> VirtioMmio.MAGIC;
      case 0x004 -> VirtioMmio.VERSION;
      default -> 0;
    };
  }

  @Override
  public void write(long offset, int widthBytes, long value) {}
}
