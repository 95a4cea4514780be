package trapeze.machine.device.virtio;

import java.util.ArrayList;
import java.util.List;
import trapeze.machine.load.AddressRange;

/**
 * One request of a driver: the buffers that it fills for the device, then those that the device is
 * to fill.
 */
final class DescriptorChain {
  private final int head;
  private final Scatter readable = new Scatter();
  private final Scatter writable = new Scatter();
  private final List<AddressRange> writableRanges = new ArrayList<>();

  DescriptorChain(int head) {
    this.head = head;
  }

  /** Index of the first descriptor, by which the driver knows the request. */
  int head() {
    return head;
  }

  /** What the driver says. */
  Scatter readable() {
    return readable;
  }

  /** Room for the answer. */
  Scatter writable() {
    return writable;
  }

  /** Where the room for the answer is, as physical addresses. */
  List<AddressRange> writableRanges() {
    return writableRanges;
  }

  long length() {
    return readable.length() + writable.length();
  }
}
