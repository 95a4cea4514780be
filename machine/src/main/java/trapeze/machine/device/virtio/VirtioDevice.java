package trapeze.machine.device.virtio;

/** What is behind a virtio transport: a device type with its queues and configuration. */
public interface VirtioDevice {
  /** Name for people. */
  String name();

  /** Device type, as virtio numbers it (chapter 5). */
  int type();

  /** Feature bits of this device type that it offers; the transport adds its own. */
  long features();

  /** Number of virtqueues. */
  int queues();

  /**
   * A byte of the configuration space.
   *
   * @param offset in bytes; 0 past the end
   */
  int config(int offset);

  /** Serves the requests that the driver has just announced in a queue. */
  void serve(int index, Virtqueue queue);

  /** Goes on with waiting requests, and takes input from outside the board. */
  default void poll(int index, Virtqueue queue) {
    serve(index, queue);
  }
}
