package trapeze.console.gdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import trapeze.console.gdb.PacketReader.Event;

class PacketReaderTest {
  private static List<Event> read(byte[] bytes) {
    PacketReader reader = new PacketReader(100);
    List<Event> events = new ArrayList<>();
    for (byte each : bytes) {
      Event event = reader.accept(each & 0xff);
      if (event != null) {
        events.add(event);
      }
    }
    return events;
  }

  private static List<Event> read(String text) {
    return read(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void packetsAndInterruptsAreTakenApart() {
    assertThat(read("+$qC#b4\u0003$?#3f"))
        .containsExactly(new Event.Packet("qC"), new Event.Interrupt(), new Event.Packet("?"));
  }

  @Test
  void aWrongSumIsDamage() {
    assertThat(read("$qC#b5$qC#zz")).containsExactly(new Event.Damaged(), new Event.Damaged());
  }

  @Test
  void aPacketThatIsTooLongIsDamage() {
    String text = "m".repeat(101);
    assertThat(read(Connection.frame(text))).containsExactly(new Event.Damaged());
  }

  @Test
  void whatIsAskedForAgainIsSaid() {
    assertThat(read("-")).containsExactly(new Event.Again());
  }

  @Test
  void aPacketThatBeginsInsideAnotherWins() {
    assertThat(read("$qSuppo$?#3f")).containsExactly(new Event.Packet("?"));
  }

  @Property(tries = 200)
  void whatIsFramedIsReadAgain(
      @ForAll @StringLength(max = 100) @CharRange(from = 0, to = 255) String text) {
    assertThat(read(Connection.frame(text))).containsExactly(new Event.Packet(text));
  }
}
