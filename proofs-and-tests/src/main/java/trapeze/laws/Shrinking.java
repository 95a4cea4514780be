package trapeze.laws;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes a program that fails smaller, as far as it still fails: fewer chunks, fewer instructions,
 * plainer tables, fewer registers that start with something.
 */
public final class Shrinking {
  private static final List<Integer> IN_ORDER =
      IntStream.range(0, Layout.DATA_PAGES).boxed().toList();

  /** Function codes of SFENCE.VMA, SINVAL.VMA and of the hypervisor's fences. */
  private static final Set<Integer> FENCES = Set.of(9, 11, 17, 19, 49, 51);

  public static final PageTables PLAIN =
      new PageTables(0xcf, List.of(0xcfL), List.of(0xcfL), IN_ORDER);

  /** G-stage tables that keep everything where it is, and allow it. */
  public static final GuestTables PLAIN_GUEST =
      new GuestTables(
          (int) GuestTables.OPEN,
          List.of(GuestTables.OPEN),
          List.of(GuestTables.OPEN),
          IN_ORDER,
          List.of(GuestTables.OPEN));

  private final Predicate<Program> fails;
  private Program smallest;
  private int left;

  private Shrinking(Program failing, Predicate<Program> fails, int trials) {
    this.fails = fails;
    this.smallest = failing;
    this.left = trials;
  }

  /** A smaller program that fails, found in so many trials at most. */
  public static Program shrink(Program failing, Predicate<Program> fails, int trials) {
    Shrinking shrinking = new Shrinking(failing, fails, trials);
    Program before;
    do {
      before = shrinking.smallest;
      edits(before).forEach(shrinking::attempt);
    } while (!before.equals(shrinking.smallest) && shrinking.left > 0);
    return shrinking.smallest;
  }

  /** Programs that are smaller by one thing, those that are much smaller first. */
  static Stream<Program> smaller(Program program) {
    return edits(program).map(edit -> edit.apply(program)).filter(each -> !each.equals(program));
  }

  /** How large a program is, compared with others: the less, the plainer. */
  static long size(Program program) {
    long words = program.chunks().stream().mapToLong(chunk -> 1 + chunk.words().size()).sum();
    long state = program.registers().stream().filter(each -> each != 0).count();
    long plain = program.tables().stream().filter(PLAIN::equals).count();
    long rough = program.guests().stream().filter(each -> !each.equals(PLAIN_GUEST)).count();
    return 4 * words + 2 * program.start().size() + state + Paging.SPACES - plain + rough;
  }

  private void attempt(UnaryOperator<Program> edit) {
    Program candidate = edit.apply(smallest);
    if (left > 0 && !candidate.equals(smallest)) {
      left--;
      if (fails.test(candidate)) {
        smallest = candidate;
      }
    }
  }

  /** What may be left out of this program, or of one that comes of it. */
  private static Stream<UnaryOperator<Program>> edits(Program program) {
    Stream.Builder<UnaryOperator<Program>> all = Stream.builder();
    for (int many = program.chunks().size() / 2; many > 0; many /= 2) {
      for (int at = program.chunks().size() - many; at >= 0; at -= many) {
        int from = at;
        int count = many;
        all.add(each -> from + count <= each.chunks().size() ? without(each, from, count) : each);
      }
    }
    for (int space = 0; space < program.tables().size(); space++) {
      plainer(all, space);
    }
    for (int guest = 0; guest < program.guests().size(); guest++) {
      int at = guest;
      all.add(each -> each.withGuests(replaced(each.guests(), at, PLAIN_GUEST)));
    }
    all.add(each -> with(each, Map.of(), each.registers()));
    for (Integer register : program.start().keySet()) {
      all.add(
          each -> {
            Map<Integer, Long> fewer = new HashMap<>(each.start());
            fewer.remove(register);
            return with(each, fewer, each.registers());
          });
    }
    all.add(each -> with(each, each.start(), Collections.nCopies(each.registers().size(), 0L)));
    for (int i = 0; i < program.registers().size(); i++) {
      int at = i;
      all.add(each -> with(each, each.start(), replaced(each.registers(), at, 0L)));
    }
    for (int chunk = program.chunks().size() - 1; chunk >= 0; chunk--) {
      int at = chunk;
      for (int word = program.chunks().get(at).words().size() - 1; word >= 0; word--) {
        int which = word;
        all.add(each -> withoutWord(each, at, which));
      }
    }
    return all.build();
  }

  /** Where a chunk changes code or tables its fence belongs to it: such a chunk stays whole. */
  private static Program withoutWord(Program program, int at, int word) {
    if (at >= program.chunks().size()) {
      return program;
    }
    Chunk chunk = program.chunks().get(at);
    if (word >= chunk.words().size() || chunk.words().stream().anyMatch(Shrinking::isFence)) {
      return program;
    }
    Chunk shorter = new Chunk(chunk.name(), without(chunk.words(), word, 1));
    return with(program, replaced(program.chunks(), at, shorter));
  }

  private static boolean isFence(int word) {
    boolean instructions = (word & 0x707f) == 0x100f;
    boolean translations = (word & 0x707f) == 0x73 && FENCES.contains(word >>> 25);
    return instructions || translations;
  }

  private static void plainer(Stream.Builder<UnaryOperator<Program>> all, int space) {
    all.add(each -> with(each, space, PLAIN));
    all.add(
        each -> {
          PageTables old = each.tables().get(space);
          return with(each, space, new PageTables(0xcf, old.data(), old.large(), old.frames()));
        });
    all.add(
        each -> {
          PageTables old = each.tables().get(space);
          PageTables made = new PageTables(old.program(), PLAIN.data(), old.large(), IN_ORDER);
          return with(each, space, made);
        });
    all.add(
        each -> {
          PageTables old = each.tables().get(space);
          PageTables made = new PageTables(old.program(), old.data(), PLAIN.large(), old.frames());
          return with(each, space, made);
        });
    all.add(
        each -> {
          PageTables old = each.tables().get(space);
          return with(
              each, space, new PageTables(old.program(), old.data(), old.large(), IN_ORDER));
        });
  }

  private static Program without(Program program, int at, int many) {
    return with(program, without(program.chunks(), at, many));
  }

  private static Program with(Program program, List<Chunk> chunks) {
    return program.with(chunks, program.tables(), program.start(), program.registers());
  }

  private static Program with(Program program, int space, PageTables tables) {
    return program.with(
        program.chunks(),
        replaced(program.tables(), space, tables),
        program.start(),
        program.registers());
  }

  private static Program with(Program program, Map<Integer, Long> start, List<Long> registers) {
    return program.with(program.chunks(), program.tables(), start, registers);
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
