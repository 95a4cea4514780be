package trapeze.laws;

import java.util.List;
import java.util.stream.Collectors;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.text.Disassembler;

/**
 * A few instructions that do one thing together, short enough for one slot.
 *
 * @param name what it is about
 * @param words at most {@link #MOST}
 */
public record Chunk(String name, List<Integer> words) {
  private static final Disassembler DISASSEMBLER = new Disassembler(Rv64.SET);
  static final int MOST = Layout.SLOT / 4 - 1;

  public Chunk {
    words = List.copyOf(words);
    if (words.size() > MOST) {
      throw new IllegalArgumentException("%s has %d words".formatted(name, words.size()));
    }
  }

  @Override
  public String toString() {
    return words.stream()
        .map(word -> text(word))
        .collect(Collectors.joining("\n    ", name + ":\n    ", "\n"));
  }

  private static String text(int word) {
    String first = DISASSEMBLER.disassemble(0, word);
    return Disassembler.length(word) == 4
        ? first
        : first + "; " + DISASSEMBLER.disassemble(2, word >>> 16);
  }
}
