package trapeze.laws;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Makes a program that fails smaller, as far as it still fails: fewer chunks, fewer instructions,
 * plainer tables, fewer registers that start with something.
 */
final class Shrinking {
  private static final List<Integer> IN_ORDER =
      IntStream.range(0, Layout.DATA_PAGES).boxed().toList();
  static final PageTables PLAIN = new PageTables(0xcf, List.of(0xcfL), List.of(0xcfL), IN_ORDER);

  private final Predicate<Program> fails;
  private Program smallest;
  private int left;

  private Shrinking(Program failing, Predicate<Program> fails, int trials) {
    this.fails = fails;
    this.smallest = failing;
    this.left = trials;
  }

  /** A smaller program that fails, found in so many trials at most. */
  static Program shrink(Program failing, Predicate<Program> fails, int trials) {
    Shrinking shrinking = new Shrinking(failing, fails, trials);
    Program before;
    do {
      before = shrinking.smallest;
      shrinking.pass();
    } while (!before.equals(shrinking.smallest) && shrinking.left > 0);
    return shrinking.smallest;
  }

  private boolean attempt(Program candidate) {
    if (left <= 0 || candidate.equals(smallest)) {
      return false;
    }
    left--;
    boolean smaller = fails.test(candidate);
    if (smaller) {
      smallest = candidate;
    }
    return smaller;
  }

  private void pass() {
    for (int many = smallest.chunks().size() / 2; many > 0; many /= 2) {
      for (int at = smallest.chunks().size() - many; at >= 0; at -= many) {
        if (at + many <= smallest.chunks().size()) {
          attempt(with(without(smallest.chunks(), at, many)));
        }
      }
    }
    for (int space = 0; space < smallest.tables().size(); space++) {
      plainer(space);
    }
    attempt(with(Map.of(), smallest.registers()));
    for (Integer register : smallest.start().keySet()) {
      Map<Integer, Long> fewer = new HashMap<>(smallest.start());
      fewer.remove(register);
      attempt(with(fewer, smallest.registers()));
    }
    attempt(with(smallest.start(), Collections.nCopies(smallest.registers().size(), 0L)));
    for (int i = 0; i < smallest.registers().size(); i++) {
      attempt(with(smallest.start(), replaced(smallest.registers(), i, 0L)));
    }
    for (int chunk = 0; chunk < smallest.chunks().size(); chunk++) {
      fewerWords(chunk);
    }
  }

  /** Where a chunk changes code or tables its fence belongs to it: such a chunk stays whole. */
  private void fewerWords(int at) {
    boolean fences = smallest.chunks().get(at).words().stream().anyMatch(Shrinking::isFence);
    for (int i = smallest.chunks().get(at).words().size() - 1; i >= 0 && !fences; i--) {
      Chunk chunk = smallest.chunks().get(at);
      Chunk shorter = new Chunk(chunk.name(), without(chunk.words(), i, 1));
      attempt(with(replaced(smallest.chunks(), at, shorter)));
    }
  }

  private static boolean isFence(int word) {
    boolean instructions = (word & 0x707f) == 0x100f;
    boolean translations = (word & 0x707f) == 0x73 && (word >>> 25 == 9 || word >>> 25 == 11);
    return instructions || translations;
  }

  private void plainer(int space) {
    PageTables tables = smallest.tables().get(space);
    if (attempt(with(space, PLAIN))) {
      return;
    }
    attempt(with(space, new PageTables(0xcf, tables.data(), tables.large(), tables.frames())));
    tables = smallest.tables().get(space);
    attempt(with(space, new PageTables(tables.program(), PLAIN.data(), tables.large(), IN_ORDER)));
    tables = smallest.tables().get(space);
    attempt(
        with(
            space,
            new PageTables(tables.program(), tables.data(), PLAIN.large(), tables.frames())));
    tables = smallest.tables().get(space);
    attempt(with(space, new PageTables(tables.program(), tables.data(), tables.large(), IN_ORDER)));
  }

  private Program with(List<Chunk> chunks) {
    return new Program(chunks, smallest.tables(), smallest.start(), smallest.registers());
  }

  private Program with(int space, PageTables tables) {
    return new Program(
        smallest.chunks(),
        replaced(smallest.tables(), space, tables),
        smallest.start(),
        smallest.registers());
  }

  private Program with(Map<Integer, Long> start, List<Long> registers) {
    return new Program(smallest.chunks(), smallest.tables(), start, registers);
  }

  private static <T> List<T> without(List<T> list, int at, int many) {
    List<T> made = new ArrayList<>(list);
    made.subList(at, at + many).clear();
    return made;
  }

  private static <T> List<T> replaced(List<T> list, int at, T by) {
    List<T> made = new ArrayList<>(list);
    made.set(at, by);
    return made;
  }
}
