package trapeze.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import trapeze.laws.GuestTables;
import trapeze.laws.PageTables;
import trapeze.laws.Program;
import trapeze.laws.Shrinking;

/** A program in words: only what is not as plain as it could be. */
public final class Story {
  private Story() {}

  /** The words, in lines. */
  public static String of(Program program) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(program.start())
        .forEach((csr, value) -> lines.add("start    csr %03x = %x".formatted(csr, value)));
    if (program.registers().stream().anyMatch(each -> each != 0)) {
      lines.add(
          "start    registers, in turn: "
              + program.registers().stream().map(Long::toHexString).toList());
    }
    for (int space = 0; space < program.tables().size(); space++) {
      PageTables tables = program.tables().get(space);
      if (!tables.equals(Shrinking.PLAIN)) {
        lines.add("space %d  %s".formatted(space, tables));
      }
    }
    for (int guest = 0; guest < program.guests().size(); guest++) {
      GuestTables tables = program.guests().get(guest);
      if (!tables.equals(Shrinking.PLAIN_GUEST)) {
        lines.add("guest %d  %s".formatted(guest, tables));
      }
    }
    for (int slot = 0; slot < program.chunks().size(); slot++) {
      lines.add("slot %d   %s".formatted(slot, program.chunks().get(slot).toString().strip()));
    }
    return String.join("\n", lines);
  }
}
