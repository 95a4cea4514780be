package trapeze.console.gdb;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes a debugger's bytes apart: {@code $data#sum}, in which {@code }} says that the next byte has
 * bit 5 flipped, and outside of packets acknowledgements and the byte of Ctrl-C.
 */
final class PacketReader {
  private static final int INTERRUPT = 3;
  private static final int ESCAPE = '}';
  private static final int FLIPPED = 0x20;

  /** What bytes amount to. */
  sealed interface Event {
    /** A packet whose sum is right; each byte is one character. */
    record Packet(String text) implements Event {}

    /** A packet that has been damaged, or is too long. */
    record Damaged() implements Event {}

    /** Ctrl-C. */
    record Interrupt() implements Event {}

    /** The debugger has not understood the last reply. */
    record Again() implements Event {}
  }

  private enum Place {
    OUTSIDE,
    DATA,
    ESCAPED,
    FIRST_DIGIT,
    SECOND_DIGIT
  }

  private final int longest;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private Place place = Place.OUTSIDE;
  private int length;
  private int sum;
  private int firstDigit;

  /** A reader of packets up to a length in bytes. */
  PacketReader(int longest) {
    this.longest = longest;
  }

  /** The next byte; what it completes, if it does. */
  @Nullable Event accept(int value) {
    switch (place) {
      case OUTSIDE -> {
        return outside(value);
      }
      case DATA -> inside(value);
      case ESCAPED -> {
        sum += value;
        keep(value ^ FLIPPED);
        place = Place.DATA;
      }
      case FIRST_DIGIT -> {
        firstDigit = value;
        place = Place.SECOND_DIGIT;
      }
      case SECOND_DIGIT -> {
        place = Place.OUTSIDE;
        return finished(value);
      }
    }
    return null;
  }

  private @Nullable Event outside(int value) {
    switch (value) {
      case '$' -> begin();
      case '-' -> {
        return new Event.Again();
      }
      case INTERRUPT -> {
        return new Event.Interrupt();
      }
      default -> {}
    }
    return null;
  }

  private void begin() {
    place = Place.DATA;
    data.reset();
    length = 0;
    sum = 0;
  }

  private void inside(int value) {
    if (value == '$') {
      begin();
    } else if (value == '#') {
      place = Place.FIRST_DIGIT;
    } else {
      sum += value;
      if (value == ESCAPE) {
        place = Place.ESCAPED;
      } else {
        keep(value);
      }
    }
  }

  private void keep(int value) {
    length++;
    if (length <= longest) {
      data.write(value);
    }
  }

  private Event finished(int secondDigit) {
    int given = Character.digit(firstDigit, 16) << 4 | Character.digit(secondDigit, 16);
    if (given != (sum & 0xff) || length > longest) {
      return new Event.Damaged();
    }
    return new Event.Packet(data.toString(StandardCharsets.ISO_8859_1));
  }
}
