package trapeze.machine.device.virtio;

import java.util.Arrays;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;

/** A console with one port (Virtio 1.2, section 5.3). */
public final class VirtioConsole implements VirtioDevice {
  private static final int TYPE = 3;
  private static final int RECEIVE = 0;
  private static final int NONE = -1;

  /** Most that one request of the driver's may print, in bytes; a longer one breaks the queue. */
  private static final int OUTPUT_BYTES = 256 << 10;

  /** Most that one buffer of the driver's gets at a time, in bytes. */
  private static final int INPUT_BYTES = 4096;

  private final ConsoleSink sink;
  private final ConsoleSource source;

  /** A byte taken from the source for which the driver had no buffer after all. */
  private int held = NONE;

  /** A console that sends to {@code sink} and receives from {@code source}. */
  public VirtioConsole(ConsoleSink sink, ConsoleSource source) {
    this.sink = sink;
    this.source = source;
  }

  @Override
  public String name() {
    return "console";
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public long features() {
    return 0;
  }

  @Override
  public int queues() {
    return 2;
  }

  @Override
  public int config(int offset) {
    return 0;
  }

  @Override
  public void serve(int index, Virtqueue queue) {
    if (index != RECEIVE) {
      for (var chain = queue.next(); chain != null; chain = queue.next()) {
        if (chain.readable().length() > OUTPUT_BYTES) {
          queue.fail();
          return;
        }
        for (byte value : chain.readable().read()) {
          sink.accept(value);
        }
        queue.complete(chain, 0);
      }
    }
  }

  @Override
  public void poll(int index, Virtqueue queue) {
    if (index == RECEIVE) {
      receive(queue);
    } else {
      serve(index, queue);
    }
  }

  private void receive(Virtqueue queue) {
    while (queue.hasNext()) {
      if (held == NONE) {
        held = source.read();
      }
      if (held == NONE) {
        return;
      }
      DescriptorChain chain = queue.next();
      if (chain == null) {
        return;
      }
      queue.complete(chain, chain.writable().write(takeInput(chain.writable().length())));
    }
  }

  /** The held byte and what else there is, up to {@code room} bytes. */
  private byte[] takeInput(long room) {
    byte[] input = new byte[(int) Math.min(room, INPUT_BYTES)];
    int count = 0;
    while (count < input.length && held != NONE) {
      input[count++] = (byte) held;
      held = count < input.length ? source.read() : NONE;
    }
    return Arrays.copyOf(input, count);
  }
}
