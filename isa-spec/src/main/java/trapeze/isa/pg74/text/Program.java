package trapeze.isa.pg74.text;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import trapeze.isa.pg74.ThirdGeneration;

/**
 * An assembled program: what memory holds from physical address 0 up when a machine starts.
 *
 * <p>A machine starts it as System/360's initial program load does: the program status word is
 * taken from location 0, all other registers are zero.
 *
 * @param machine the machine that it was assembled for
 * @param words the words, the first at physical address 0; not to be changed
 * @param memoryWords how much memory it wants, at least as much as it has words
 * @param symbols the values of its labels and constants
 * @param listing the source with what became of it
 */
public record Program(
    ThirdGeneration machine,
    long[] words,
    int memoryWords,
    SortedMap<String, Long> symbols,
    List<Listed> listing) {

  /**
   * A source line with what it became.
   *
   * @param where file and line
   * @param address of the first word
   * @param words how many words
   * @param text the line
   */
  public record Listed(Place where, int address, int words, String text) {}

  public Program {
    symbols = Collections.unmodifiableSortedMap(new TreeMap<>(symbols));
    listing = List.copyOf(listing);
  }

  /**
   * The value of a label or constant.
   *
   * @throws IllegalArgumentException if the program has none of this name
   */
  public long symbol(String name) {
    Long value = symbols.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no symbol " + name);
    }
    return value;
  }

  /** The program status word that a machine starts with. */
  public long initialPsw() {
    return words.length == 0 ? 0 : words[0];
  }
}
