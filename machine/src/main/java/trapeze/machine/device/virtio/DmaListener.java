package trapeze.machine.device.virtio;

/**
 * Is told of memory that a device has written, so that reservations, decoded instructions and
 * write-protected page tables take notice of stores that no hart made.
 */
@FunctionalInterface
public interface DmaListener {
  /** Takes no notice. */
  DmaListener NONE = (address, length) -> {};

  /** Bytes {@code [address, address + length)} of physical memory may have changed. */
  void stored(long address, long length);
}
