package trapeze.console.terminal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import trapeze.machine.device.ConsoleSink;

/**
 * One guest's screen. In the foreground it shows what comes at once; in the background it keeps the
 * last of it, to be shown later.
 */
public final class Screen implements ConsoleSink {
  /** Bytes that are kept of what nobody has seen. */
  static final int KEPT = 1 << 16;

  private final String name;
  private final byte[] kept = new byte[KEPT];
  private long written;
  private @Nullable PrintStream display;

  /** A screen in the background. */
  Screen(String name) {
    this.name = name;
  }

  /** The guest's name. */
  public String name() {
    return name;
  }

  @Override
  public synchronized void accept(byte value) {
    PrintStream shown = display;
    if (shown != null) {
      shown.write(value);
      if (value == '\n') {
        shown.flush();
      }
    } else {
      kept[(int) (written++ % KEPT)] = value;
    }
  }

  /** Shows what nobody has seen, and from now on all that comes. */
  synchronized void show(PrintStream on) {
    on.writeBytes(unseen());
    on.flush();
    written = 0;
    display = on;
  }

  /** Keeps what comes, from now on. */
  synchronized void hide() {
    if (display != null) {
      display.flush();
      written = 0;
      display = null;
    }
  }

  /** Shows what is still on its way to the display. */
  synchronized void flush() {
    if (display != null) {
      display.flush();
    }
  }

  private byte[] unseen() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (long i = Math.max(0, written - KEPT); i < written; i++) {
      all.write(kept[(int) (i % KEPT)]);
    }
    return all.toByteArray();
  }
}
