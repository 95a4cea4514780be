package trapeze.machine.trace;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Names of addresses, as a program was linked. Immutable. */
public final class Symbols {
  /** No names. */
  public static final Symbols NONE = new Symbols(Map.of());

  /** Beyond this many bytes behind a symbol, an address is no longer named after it. */
  private static final long FARTHEST = 1L << 20;

  private final TreeMap<Long, String> names = new TreeMap<>(Long::compareUnsigned);

  /** Names and their values; of two with one value the first in the alphabet is kept. */
  public Symbols(Map<String, Long> values) {
    values.forEach(
        (name, value) -> {
          // Mapping symbols ($x, $d) and the assembler's own labels say nothing to people.
          if (!name.startsWith("$") && !name.startsWith(".L")) {
            names.merge(value, name, (one, other) -> one.compareTo(other) <= 0 ? one : other);
          }
        });
  }

  /** The name of exactly this address. */
  public @Nullable String at(long address) {
    return names.get(address);
  }

  /** The last name at or below an address, and the distance: {@code name+12}. */
  public @Nullable String around(long address) {
    Map.Entry<Long, String> below = names.floorEntry(address);
    if (below == null || address - below.getKey() > FARTHEST) {
      return null;
    }
    return below.getValue() + "+" + (address - below.getKey());
  }
}
