package trapeze.console.gdb;

import java.nio.charset.StandardCharsets;
import trapeze.machine.Hart;
import trapeze.machine.debug.GuestMemory;

/** What packets read and write: the registers of a hart, and memory as it sees it. */
final class Contents {
  private final Registers registers;
  private final GuestMemory memory;

  Contents(Registers registers, GuestMemory memory) {
    this.registers = registers;
    this.memory = memory;
  }

  /** Answers {@code g}, {@code p} or {@code m}; {@code text} is what stands behind it. */
  String read(char command, Hart hart, String text) {
    return switch (command) {
      case 'g' -> readAll(hart);
      case 'p' -> readOne(hart, text);
      default -> readMemory(hart, text);
    };
  }

  /** Does what {@code G}, {@code P}, {@code M} or {@code X} asks. */
  void write(char command, Hart hart, String text) {
    switch (command) {
      case 'G' -> writeAll(hart, text);
      case 'P' -> writeOne(hart, text);
      case 'M' -> writeMemory(hart, text, Hex::bytes);
      default -> writeMemory(hart, text, Contents::binary);
    }
  }

  private String readAll(Hart hart) {
    StringBuilder all = new StringBuilder();
    for (int number = 0; number < Registers.GENERAL; number++) {
      all.append(Hex.of(registers.read(hart, number), registers.bytes(number)));
    }
    return all.toString();
  }

  private void writeAll(Hart hart, String text) {
    if (text.length() % 16 != 0 || text.length() / 16 > Registers.GENERAL) {
      throw new Refused(Refused.INVALID);
    }
    Hex.bytes(text);
    for (int number = 0; number < text.length() / 16; number++) {
      registers.write(hart, number, Hex.value(text.substring(16 * number, 16 * number + 16), 8));
    }
  }

  private String readOne(Hart hart, String text) {
    int number = Hex.number(text, Registers.PRIV);
    return Hex.of(registers.read(hart, number), registers.bytes(number));
  }

  private void writeOne(Hart hart, String text) {
    String[] pair = pair(text, '=');
    int number = Hex.number(pair[0], Registers.PRIV);
    registers.write(hart, number, Hex.value(pair[1], registers.bytes(number)));
  }

  private String readMemory(Hart hart, String text) {
    String[] pair = pair(text, ',');
    int length = Math.min(Hex.number(pair[1], Integer.MAX_VALUE), Queries.PACKET_SIZE / 2);
    byte[] found = memory.read(hart, Hex.number(pair[0]), length);
    if (found.length == 0 && length > 0) {
      throw new Refused(Refused.BAD_ADDRESS);
    }
    return Hex.of(found);
  }

  /** Turns what a packet carries into bytes. */
  @FunctionalInterface
  private interface Decoding {
    byte[] bytes(String text);
  }

  private static byte[] binary(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private void writeMemory(Hart hart, String text, Decoding decoding) {
    String[] halves = pair(text, ':');
    String[] pair = pair(halves[0], ',');
    byte[] source = decoding.bytes(halves[1]);
    if (Hex.number(pair[1], Queries.PACKET_SIZE) != source.length) {
      throw new Refused(Refused.INVALID);
    }
    if (!memory.write(hart, Hex.number(pair[0]), source)) {
      throw new Refused(Refused.BAD_ADDRESS);
    }
  }

  private static String[] pair(String text, char separator) {
    int at = text.indexOf(separator);
    if (at < 0) {
      throw new Refused(Refused.INVALID);
    }
    return new String[] {text.substring(0, at), text.substring(at + 1)};
  }
}
