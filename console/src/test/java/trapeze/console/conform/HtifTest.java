package trapeze.console.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import trapeze.machine.memory.PhysicalMemory;

class HtifTest {
  private static final long BASE = 0x8000_0000L;
  private static final long FROMHOST = BASE + 8;
  private static final long BLOCK = BASE + 64;

  private final PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), BASE, 4096);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Htif htif = new Htif(memory, BASE, FROMHOST, out::write);

  @Test
  void anOddValueEndsTheProgram() {
    assertThat(htif.serve()).isNull();
    memory.putLong(BASE, 1);
    assertThat(htif.serve()).isZero();
    memory.putLong(BASE, 7 << 1 | 1);
    assertThat(htif.serve()).isEqualTo(7);
  }

  @Test
  void theConsoleTakesBytes() {
    memory.putLong(BASE, 0x0101_0000_0000_0041L);
    assertThat(htif.serve()).isNull();
    assertThat(memory.getLong(BASE)).isZero();
    assertThat(memory.getLong(FROMHOST)).isEqualTo(0x0101_0000_0000_0000L);
    assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("A");
  }

  @Test
  void writeIsServedAndOtherCallsAreRefused() {
    memory.write(BASE + 512, "hello".getBytes(StandardCharsets.US_ASCII));
    call(64, 1, BASE + 512, 5);
    assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
    assertThat(memory.getLong(BLOCK)).isEqualTo(5);
    call(63, 0, BASE + 512, 5);
    assertThat(memory.getLong(BLOCK)).isEqualTo(-38);
    call(64, 1, BASE + 4094, 5);
    assertThat(memory.getLong(BLOCK)).isEqualTo(-38);
    memory.putLong(BASE, BASE + 8192);
    assertThat(htif.serve()).isNull();
  }

  private void call(long... words) {
    for (int i = 0; i < words.length; i++) {
      memory.putLong(BLOCK + 8L * i, words[i]);
    }
    memory.putLong(BASE, BLOCK);
    assertThat(htif.serve()).isNull();
    assertThat(memory.getLong(FROMHOST)).isEqualTo(1);
  }
}
