package trapeze.console.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;

/**
 * A person at a terminal: one guest at a time has the screen and the keyboard; Ctrl-A and a key
 * changes that, or asks the control program.
 */
public final class Seat implements AutoCloseable {
  private static final long LOOK_MILLISECONDS = 15;

  private final Terminal terminal;
  private final Attributes usual;
  private final PrintStream display;
  private final EscapeKeys keys = new EscapeKeys();
  private final @Nullable Operator operator;
  private final @Nullable LineReader prompt;
  private final List<Screen> screens = new ArrayList<>();
  private final Map<Screen, Keyboard> keyboards = new HashMap<>();
  private int foreground;
  private boolean left;

  /** A seat at this terminal. */
  Seat(Terminal terminal, @Nullable Operator operator) {
    this.terminal = terminal;
    this.operator = operator;
    this.display = new PrintStream(terminal.output(), false, StandardCharsets.UTF_8);
    this.usual = terminal.getAttributes();
    makeRaw();
    this.prompt =
        operator == null
            ? null
            : LineReaderBuilder.builder().terminal(terminal).completer(operator).build();
  }

  /**
   * A seat at the process's own terminal.
   *
   * @param operator who answers at the control program's prompt; nothing if there is none
   */
  public static Seat atTerminal(@Nullable Operator operator) {
    try {
      return new Seat(
          TerminalBuilder.builder()
              .system(true)
              .dumb(true)
              .encoding(StandardCharsets.UTF_8)
              .build(),
          operator);
    } catch (IOException e) {
      throw new UserError("terminal", "cannot be used (%s)".formatted(e.getMessage()));
    }
  }

  /** Gives a guest a screen; the first one is in the foreground. */
  public Screen add(String name) {
    Screen screen = new Screen(name);
    screens.add(screen);
    if (screens.size() == 1) {
      screen.show(display);
    }
    return screen;
  }

  /**
   * The keyboard of a guest's screen.
   *
   * @param arrived called after each byte
   */
  public Keyboard keyboard(Screen screen, Runnable arrived) {
    return keyboards.computeIfAbsent(screen, _ -> new Keyboard(arrived));
  }

  /** Serves the person until this is so, or until they leave. */
  public void sitUntil(BooleanSupplier over) {
    say("Ctrl-A h for help");
    NonBlockingReader reader = terminal.reader();
    try {
      while (!left && !over.getAsBoolean()) {
        int key = reader.read(LOOK_MILLISECONDS);
        if (key == NonBlockingReader.EOF) {
          return;
        } else if (key >= 0) {
          press(key);
        }
        screens.get(foreground).flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void press(int key) {
    if (key > 0x7f) {
      for (byte each : Character.toString(key).getBytes(StandardCharsets.UTF_8)) {
        act(new EscapeKeys.Action.Type(each));
      }
    } else {
      act(keys.press(key));
    }
  }

  private void act(EscapeKeys.Action action) {
    switch (action) {
      case EscapeKeys.Action.Type(byte value) -> {
        Keyboard keyboard = keyboards.get(screens.get(foreground));
        if (keyboard != null && !keyboard.type(value)) {
          display.write('\007');
          display.flush();
        }
      }
      case EscapeKeys.Action.Move(int places) ->
          show(Math.floorMod(foreground + places, screens.size()));
      case EscapeKeys.Action.Show(int place) -> show(place);
      case EscapeKeys.Action.Prompt _ -> prompt();
      case EscapeKeys.Action.Help _ -> help();
      case EscapeKeys.Action.Quit _ -> left = true;
      case EscapeKeys.Action.Nothing _ -> {}
    }
  }

  private void show(int place) {
    if (place < screens.size()) {
      screens.get(foreground).hide();
      foreground = place;
      say("%d %s".formatted(place + 1, screens.get(place).name()));
      screens.get(place).show(display);
    }
  }

  private void prompt() {
    if (operator == null || prompt == null) {
      say("there is no control program on the bare machine");
      return;
    }
    screens.get(foreground).hide();
    int next = foreground;
    terminal.setAttributes(usual);
    try {
      display.print("\n");
      display.flush();
      while (true) {
        Operator.Answer answer = operator.answer(prompt.readLine("CP> "));
        answer.lines().forEach(line -> display.print(line + "\n"));
        display.flush();
        if (answer.quit()) {
          left = true;
        }
        if (answer.show() != null) {
          next = place(answer.show());
        }
        if (answer.leaves()) {
          break;
        }
      }
    } catch (EndOfFileException | UserInterruptException e) {
      // back to the guest
    }
    makeRaw();
    show(next);
  }

  /** Every key is read as it is typed, Ctrl-C too: it is the guest's. */
  private void makeRaw() {
    terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(raw);
  }

  private int place(String name) {
    for (int i = 0; i < screens.size(); i++) {
      if (screens.get(i).name().equals(name)) {
        return i;
      }
    }
    return foreground;
  }

  private void help() {
    say("n, p: next, previous guest   1 to 9: that guest   a: a Ctrl-A for the guest");
    say("c: the control program       x: end everything   h: this");
  }

  /** A line of Trapeze's own. */
  public void say(String text) {
    display.print("\r\n[trapeze] " + text + "\r\n");
    display.flush();
  }

  @Override
  public void close() {
    screens.get(foreground).hide();
    terminal.setAttributes(usual);
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
