package trapeze.console.terminal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import trapeze.machine.device.ConsoleSource;

/** What somebody types at one guest; bytes beyond what it may fall behind are lost. */
public final class Keyboard implements ConsoleSource {
  private static final int BEHIND_AT_MOST = 4096;

  private final BlockingQueue<Byte> typed = new LinkedBlockingQueue<>(BEHIND_AT_MOST);
  private final Runnable arrived;

  /**
   * A keyboard.
   *
   * @param arrived called after each byte, on the thread that typed it
   */
  public Keyboard(Runnable arrived) {
    this.arrived = arrived;
  }

  /** Types one byte; whether there was room for it. */
  public boolean type(byte value) {
    boolean taken = typed.offer(value);
    arrived.run();
    return taken;
  }

  @Override
  public int read() {
    Byte value = typed.poll();
    return value == null ? -1 : value & 0xff;
  }
}
