package trapeze.laws;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A generated guest as lines of text: registers, start, address spaces, guests' tables, chunks;
 * numbers in base 16.
 */
public final class ProgramText {
  private final List<PageTables> spaces = new ArrayList<>();
  private final List<GuestTables> guests = new ArrayList<>();
  private final List<Chunk> chunks = new ArrayList<>();
  private final Map<Integer, Long> start = new TreeMap<>();
  private List<Long> registers = List.of();

  /** A reader that has read nothing. */
  public ProgramText() {}

  /** The lines of a program. */
  public static List<String> lines(Program program) {
    List<String> lines = new ArrayList<>();
    lines.add("registers: " + longs(program.registers()));
    new TreeMap<>(program.start())
        .forEach((csr, value) -> lines.add("start: %x %x".formatted(csr, value)));
    for (PageTables space : program.tables()) {
      lines.add(
          "space: %x | %s | %s | %s"
              .formatted(
                  space.program(),
                  longs(space.data()),
                  longs(space.large()),
                  longs(space.frames())));
    }
    for (GuestTables guest : program.guests()) {
      lines.add(
          "guest: %x | %s | %s | %s | %s"
              .formatted(
                  guest.code(),
                  longs(guest.data()),
                  longs(guest.large()),
                  longs(guest.frames()),
                  longs(guest.tables())));
    }
    for (Chunk chunk : program.chunks()) {
      lines.add("chunk: %s | %s".formatted(chunk.name(), longs(chunk.words())).strip());
    }
    return lines;
  }

  /**
   * Reads one line.
   *
   * @return whether it is a line of a program
   * @throws IllegalArgumentException if it is one, and cannot be read
   */
  public boolean read(String line) {
    int colon = line.indexOf(": ");
    String value = colon < 0 ? "" : line.substring(colon + 2);
    switch (colon < 0 ? "" : line.substring(0, colon)) {
      case "registers" -> registers = longs(value);
      case "start" -> start.put(longs(value).getFirst().intValue(), longs(value).getLast());
      case "space" -> spaces.add(space(value.split(" \\| ", -1)));
      case "guest" -> guests.add(guest(value.split(" \\| ", -1)));
      case "chunk" -> {
        int bar = value.indexOf(" |");
        if (bar < 0) {
          throw new IllegalArgumentException("a chunk without '|': " + line);
        }
        chunks.add(new Chunk(value.substring(0, bar), ints(value.substring(bar + 2))));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * What was read.
   *
   * @throws IllegalArgumentException if that is no program
   */
  public Program program() {
    boolean isAny = guests.isEmpty() || guests.size() == Paging.SPACES;
    if (registers.isEmpty()
        || spaces.size() != Paging.SPACES
        || !isAny
        || chunks.size() > Layout.SLOTS) {
      throw new IllegalArgumentException(
          "no program: %d registers, %d address spaces, %d guests, %d chunks"
              .formatted(registers.size(), spaces.size(), guests.size(), chunks.size()));
    }
    return new Program(chunks, spaces, start, registers, guests);
  }

  private static String longs(List<? extends Number> numbers) {
    return numbers.stream()
        .map(
            each ->
                each instanceof Integer i
                    ? Integer.toHexString(i)
                    : Long.toHexString(each.longValue()))
        .collect(Collectors.joining(" "));
  }

  private static PageTables space(String[] parts) {
    if (parts.length != 4) {
      throw new IllegalArgumentException("an address space has four parts between '|'");
    }
    return new PageTables(
        Integer.parseInt(parts[0], 16), longs(parts[1]), longs(parts[2]), ints(parts[3]));
  }

  private static GuestTables guest(String[] parts) {
    if (parts.length != 5) {
      throw new IllegalArgumentException("a guest has five parts between '|'");
    }
    return new GuestTables(
        Integer.parseInt(parts[0], 16),
        longs(parts[1]),
        longs(parts[2]),
        ints(parts[3]),
        longs(parts[4]));
  }

  private static List<Long> longs(String text) {
    return Arrays.stream(text.split(" "))
        .filter(each -> !each.isEmpty())
        .map(each -> Long.parseUnsignedLong(each, 16))
        .toList();
  }

  private static List<Integer> ints(String text) {
    return longs(text).stream().map(Long::intValue).toList();
  }
}
