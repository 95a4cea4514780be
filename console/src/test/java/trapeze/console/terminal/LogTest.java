package trapeze.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import trapeze.machine.device.ConsoleSink;

class LogTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Log log = new Log(out, false, 4);

  private static void print(ConsoleSink console, String text) {
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      console.accept(each);
    }
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void linesOfSeveralGuestsDoNotMix() {
    ConsoleSink one = log.console("one");
    ConsoleSink four = log.console("four");
    print(one, "half ");
    print(four, "whole\r\n");
    print(one, "line\n");
    assertThat(printed()).isEqualTo("four| whole\none | half line\n");
  }

  @Test
  void whatIsNoWholeLineComesAtTheEnd() {
    print(log.console("one"), "prompt$ ");
    assertThat(printed()).isEmpty();
    log.flush();
    assertThat(printed()).isEqualTo("one | prompt$ \n");
    log.flush();
    assertThat(printed()).isEqualTo("one | prompt$ \n");
  }

  @Test
  void theMonitorsWordComesBehindWhatItIsAbout() {
    print(log.console("one"), "last words");
    log.say("monitor", "one has ended");
    assertThat(printed()).isEqualTo("one | last words\nmonitor| one has ended\n");
  }

  @Test
  void terminalControlIsLeftOut() {
    print(log.console("one"), "\033[1;31mred\033[0m\tand\007 plain\b\033c ü\n");
    assertThat(printed()).isEqualTo("one | red\tand plain ü\n");
  }

  @Test
  void aLineWithoutEndIsCut() {
    print(log.console("one"), "x".repeat(10_000));
    assertThat(printed().lines()).hasSize(2).allMatch(line -> line.length() < 5000);
  }

  @Test
  void namesMayBeColoured() {
    Log coloured = new Log(out, true, 0);
    print(coloured.console("one"), "text\n");
    assertThat(printed()).isEqualTo("\033[36mone| \033[0mtext\n");
  }
}
