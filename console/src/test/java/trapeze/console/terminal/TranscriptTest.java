package trapeze.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trapeze.console.UserError;
import trapeze.machine.device.ConsoleSink;

class TranscriptTest {
  @TempDir private Path folder;

  @Test
  void keepsEachByteAndPassesItOn() throws IOException {
    byte[] sent = {'a', '\r', '\n', 27, '[', 'm', (byte) 0xff, 0};
    Path file = folder.resolve("console.txt");
    Files.writeString(file, "what was there before");
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    try (Transcript transcript = Transcript.to(file)) {
      ConsoleSink sink = transcript.copying(passed::write);
      for (byte value : sent) {
        sink.accept(value);
      }
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(sent);
    assertThat(passed.toByteArray()).isEqualTo(sent);
  }

  @Test
  void namesTheFileThatCannotBeWritten() {
    Path file = folder.resolve("missing").resolve("console.txt");
    assertThatThrownBy(() -> Transcript.to(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file.toString());
  }
}
