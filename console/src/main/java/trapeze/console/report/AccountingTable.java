package trapeze.console.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import trapeze.console.ExitCode;

/** The accounts of all guests: a table with a column a guest, then a line a guest on its exits. */
public final class AccountingTable {
  private static final int TOP = 5;

  /** Rows that not every monitor has something to say in. */
  private static final String SELDOM = "    with .*|shadow .*|stores .*|device accesses|time .*";

  private AccountingTable() {}

  /** A row of the table. */
  private record Row(String title, Function<GuestReport, String> value) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("end", AccountingTable::end),
          new Row("design", GuestReport::design),
          new Row("virtual harts", guest -> number(guest.harts())),
          new Row("steps", guest -> number(guest.steps())),
          new Row("instructions retired", guest -> number(guest.retired())),
          new Row("  executed directly", guest -> number(guest.direct())),
          new Row("", guest -> String.format(Locale.ROOT, "%.3f %%", guest.directShare())),
          new Row("  emulated", guest -> number(guest.emulatedCount())),
          new Row("    with an exit before", guest -> number(guest.neighbours())),
          new Row("  interpreted", guest -> number(guest.interpreted())),
          new Row("device accesses", guest -> number(guest.deviceAccesses())),
          new Row("exits", guest -> number(guest.exitCount())),
          new Row("shadow entries filled", guest -> number(guest.shadowFills())),
          new Row("shadow fences", guest -> number(guest.shadowFences())),
          new Row("shadow flushes", guest -> number(guest.shadowFlushes())),
          new Row("stores to page tables", guest -> number(guest.tableStores())),
          new Row("time in guest (about)", guest -> seconds(guest.guestNanoseconds())),
          new Row("time in monitor (about)", guest -> seconds(guest.monitorNanoseconds())));

  /** The lines of the table. */
  public static List<String> lines(List<GuestReport> guests) {
    List<String> lines = new ArrayList<>();
    List<Integer> widths =
        guests.stream()
            .map(
                guest ->
                    ROWS.stream()
                        .mapToInt(row -> row.value().apply(guest).length())
                        .reduce(guest.name().length(), Math::max))
            .toList();
    int titles = ROWS.stream().mapToInt(row -> row.title().length()).max().orElse(0);
    lines.add(line("", titles, widths, guests, GuestReport::name));
    for (Row row : ROWS) {
      if (!row.title().matches(SELDOM) || isAnywhere(row, guests)) {
        lines.add(line(row.title(), titles, widths, guests, row.value()));
      }
    }
    for (GuestReport guest : guests) {
      lines.add("");
      lines.add("%s %s".formatted(guest.name(), ending(guest)));
      lines.addAll(details(guest));
    }
    return lines;
  }

  /** One guest's exits, by cause, and its emulated instructions, the most frequent first. */
  public static List<String> details(GuestReport guest) {
    List<String> details = new ArrayList<>();
    details.add("  exits:     " + most(guest.exits(), Integer.MAX_VALUE));
    details.add("  emulated:  " + most(guest.emulated(), TOP));
    details.add("  reflected: " + most(guest.reflected(), Integer.MAX_VALUE));
    if (!guest.delegated().isEmpty()) {
      details.add("  delegated: " + most(guest.delegated(), Integer.MAX_VALUE));
    }
    return details;
  }

  private static boolean isAnywhere(Row row, List<GuestReport> guests) {
    return guests.stream().anyMatch(guest -> row.value().apply(guest).matches(".*[1-9].*"));
  }

  private static String line(
      String title,
      int titles,
      List<Integer> widths,
      List<GuestReport> guests,
      Function<GuestReport, String> value) {
    StringBuilder line = new StringBuilder(title).append(" ".repeat(titles - title.length()));
    for (int i = 0; i < guests.size(); i++) {
      String cell = value.apply(guests.get(i));
      line.append("  ").append(" ".repeat(widths.get(i) - cell.length())).append(cell);
    }
    return line.toString().stripTrailing();
  }

  private static String end(GuestReport guest) {
    return guest.outcome() == null
        ? guest.state().toString()
        : "exit " + ExitCode.of(guest.outcome());
  }

  private static String ending(GuestReport guest) {
    return guest.outcome() == null ? "is " + guest.state() : ExitCode.words(guest.outcome());
  }

  private static String most(Map<String, Long> counts, int limit) {
    if (counts.isEmpty()) {
      return "none";
    }
    String shown =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(limit)
            .map(entry -> "%s %s".formatted(entry.getKey(), number(entry.getValue())))
            .collect(Collectors.joining(", "));
    int others = counts.size() - limit;
    return others > 0 ? shown + ", and %d other kinds".formatted(others) : shown;
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String seconds(long nanoseconds) {
    return String.format(Locale.ROOT, "%.2f s", nanoseconds / 1e9);
  }
}
