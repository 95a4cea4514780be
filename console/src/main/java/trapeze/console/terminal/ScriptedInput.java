package trapeze.console.terminal;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;

/**
 * Input that is known beforehand. It is typed as fast as the guest takes it from when the guest has
 * printed something, since what is typed before a console is set up is lost; or line by line, each
 * when the guest has printed a prompt since the line before. A function of what the guest does
 * alone, so runs with it repeat exactly. Used on the guest's thread only.
 */
public final class ScriptedInput implements ConsoleSource {
  private final byte[] text;
  private final byte @Nullable [] prompt;
  private int next;
  private int matched;
  private boolean mayType;

  /**
   * Input of this text.
   *
   * @param prompt what the guest prints when it expects a line; nothing if it need not be waited
   *     for
   */
  public ScriptedInput(String text, @Nullable String prompt) {
    this.text = text.getBytes(StandardCharsets.UTF_8);
    this.prompt =
        prompt == null || prompt.isEmpty() ? null : prompt.getBytes(StandardCharsets.UTF_8);
  }

  /** A sink that passes everything on and looks for the prompt in it. */
  public ConsoleSink watching(ConsoleSink sink) {
    return value -> {
      sink.accept(value);
      watch(value);
    };
  }

  private void watch(byte value) {
    if (prompt == null) {
      mayType = true;
      return;
    }
    if (value != prompt[matched]) {
      matched = 0;
    }
    if (value == prompt[matched] && ++matched == prompt.length) {
      matched = 0;
      mayType = true;
    }
  }

  @Override
  public int read() {
    if (!mayType || next == text.length) {
      return -1;
    }
    byte value = text[next++];
    mayType = prompt == null || value != '\n';
    return value & 0xff;
  }

  @Override
  public boolean isExhausted() {
    return next == text.length || !mayType;
  }
}
