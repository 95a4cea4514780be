package trapeze.console.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;
import trapeze.console.directory.GuestSpec;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;

/** What is typed at a guest's console when nobody sits at it. */
public final class Input {
  private final ConsoleSource source;
  private final @Nullable ScriptedInput script;

  private Input(ConsoleSource source, @Nullable ScriptedInput script) {
    this.source = source;
    this.script = script;
  }

  /**
   * The input that a guest's description asks for; none if it asks for none.
   *
   * @param in standard input, in case it is wanted
   * @param arrived called when some of that has come
   * @throws UserError if a file cannot be read
   */
  public static Input of(GuestSpec spec, InputStream in, Runnable arrived) {
    if (spec.input() == null) {
      return new Input(ConsoleSource.SILENT, null);
    }
    String text = spec.input().value();
    if (text.equals("-")) {
      return new Input(StandardInput.reading(in, arrived), null);
    }
    String typed =
        text.startsWith("@")
            ? contents(spec.folder().resolve(text.substring(1)))
            : text.replace("\\n", "\n").replace("\\t", "\t");
    ScriptedInput script = new ScriptedInput(typed, spec.prompt());
    return new Input(script, script);
  }

  private static String contents(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new UserError(file.toString(), "no such file; check the path given as input");
    } catch (IOException e) {
      throw new UserError(
          file.toString(), "cannot be read as input (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  /** Where the guest's console reads. */
  public ConsoleSource source() {
    return source;
  }

  /** The sink, watched for prompts if there are any to wait for. */
  public ConsoleSink watching(ConsoleSink sink) {
    return script == null ? sink : script.watching(sink);
  }
}
