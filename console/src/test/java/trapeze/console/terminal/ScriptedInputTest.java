package trapeze.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import trapeze.machine.device.ConsoleSink;

class ScriptedInputTest {
  private static String typed(ScriptedInput input) {
    StringBuilder text = new StringBuilder();
    for (int value = input.read(); value >= 0; value = input.read()) {
      text.append((char) value);
    }
    return text.toString();
  }

  private static void print(ConsoleSink sink, String text) {
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      sink.accept(each);
    }
  }

  @Test
  void allIsTypedOnceTheGuestHasPrintedSomething() {
    ScriptedInput input = new ScriptedInput("a\nb\n", null);
    assertThat(typed(input)).isEmpty();
    print(input.watching(_ -> {}), "x");
    assertThat(input.isExhausted()).isFalse();
    assertThat(typed(input)).isEqualTo("a\nb\n");
    assertThat(input.isExhausted()).isTrue();
  }

  @Test
  void aLineWaitsForItsPrompt() {
    ScriptedInput input = new ScriptedInput("a\nb\n", "$ ");
    StringBuilder seen = new StringBuilder();
    ConsoleSink sink = input.watching(value -> seen.append((char) value));
    print(sink, "hello $");
    assertThat(typed(input)).isEmpty();
    print(sink, " ");
    assertThat(typed(input)).isEqualTo("a\n");
    assertThat(typed(input)).isEmpty();
    print(sink, "$$ ");
    assertThat(typed(input)).isEqualTo("b\n");
    assertThat(seen).hasToString("hello $ $$ ");
  }

  @Test
  void aPromptThatNeverComesExhaustsIt() {
    assertThat(new ScriptedInput("a\n", "$ ").isExhausted()).isTrue();
  }
}
