package trapeze.console.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import trapeze.machine.device.ConsoleSource;

/** A stream of the process as a guest's input: bytes as they come, until the stream ends. */
final class StandardInput implements ConsoleSource {
  /** Bytes that are read ahead of the guest. */
  private static final int AHEAD = 1 << 16;

  private final BlockingQueue<Integer> bytes = new LinkedBlockingQueue<>(AHEAD);
  private volatile boolean ended;

  private StandardInput() {}

  /**
   * Starts to read a stream.
   *
   * @param arrived called after each byte
   */
  static StandardInput reading(InputStream in, Runnable arrived) {
    StandardInput input = new StandardInput();
    Thread.ofPlatform()
        .name("standard input")
        .daemon()
        .start(
            () -> {
              input.readAll(in, arrived);
              input.ended = true;
              arrived.run();
            });
    return input;
  }

  private void readAll(InputStream in, Runnable arrived) {
    try {
      int value;
      while ((value = in.read()) >= 0) {
        bytes.put(value);
        arrived.run();
      }
    } catch (IOException e) {
      // the stream is at its end, as far as the guest is concerned
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int read() {
    Integer value = bytes.poll();
    return value == null ? -1 : value;
  }

  @Override
  public boolean isExhausted() {
    return ended && bytes.isEmpty();
  }
}
