package trapeze.laws;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import trapeze.shadow.Policy;

/**
 * A small program that shows a fault.
 *
 * @param fault its name
 * @param tries programs tried until one showed it
 * @param policy of shadow paging
 * @param program the last, made small
 * @param difference what the law has against it, in words
 */
record Counterexample(String fault, int tries, Policy policy, Program program, String difference) {

  /** How long it is, without the handlers. */
  int instructions() {
    return program.chunks().stream().mapToInt(chunk -> chunk.words().size()).sum();
  }

  /** The program in words: only what is not as plain as it could be. */
  String story() {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(program.start())
        .forEach((csr, value) -> lines.add("start    csr %03x = %x".formatted(csr, value)));
    for (int space = 0; space < program.tables().size(); space++) {
      PageTables tables = program.tables().get(space);
      if (!tables.equals(Shrinking.PLAIN)) {
        lines.add("space %d  %s".formatted(space, tables));
      }
    }
    for (int slot = 0; slot < program.chunks().size(); slot++) {
      lines.add("slot %d   %s".formatted(slot, program.chunks().get(slot).toString().strip()));
    }
    return String.join("\n", lines);
  }
}
