package trapeze.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream display = new PrintStream(out, false, StandardCharsets.UTF_8);
  private final Screen screen = new Screen("one");

  private void print(String text) {
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      screen.accept(each);
    }
  }

  private String shown() {
    screen.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatCameInTheBackgroundIsShownOnce() {
    print("before ");
    assertThat(shown()).isEmpty();
    screen.show(display);
    print("in front ");
    assertThat(shown()).isEqualTo("before in front ");
    screen.hide();
    print("behind");
    assertThat(shown()).isEqualTo("before in front ");
    screen.show(display);
    assertThat(shown()).isEqualTo("before in front behind");
  }

  @Test
  void onlyTheLastOfMuchIsKept() {
    print("x".repeat(Screen.KEPT) + "end");
    screen.show(display);
    assertThat(shown()).hasSize(Screen.KEPT).endsWith("xend");
  }
}
