package trapeze.console.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Exact counts of one run, by name. A name is a group, or a group, a dot and a detail: {@code
 * exits.illegal instruction}. What did not occur is not there, and counts as 0.
 *
 * @param byName the counts, none 0
 */
public record Counts(SortedMap<String, Long> byName) {
  /** Instructions that the guest retired, whoever executed them. */
  public static final String GUEST_INSTRUCTIONS = "guest.instructions";

  /** Traps that the guest's own system was given. */
  public static final String GUEST_TRAPS = "guest.traps";

  /** Instructions that the real hart executed by itself. */
  public static final String DIRECT = "direct";

  /** Instructions that the real hart executed beyond the guest's: stubs of the monitor's. */
  public static final String SURPLUS = "surplus";

  /** Traps of the real hart that its hardware delivered, no monitor being asked; by cause. */
  public static final String TRAPS = "traps";

  /** Traps of the real hart that the monitor handled; by cause. */
  public static final String EXITS = "exits";

  /** Instructions that the monitor emulated after a trap; by mnemonic. */
  public static final String EMULATED = "emulated";

  /** Instructions that the monitor interpreted without a trap of their own. */
  public static final String INTERPRETED = "interpreted";

  /** Traps that the monitor passed on to the guest; by cause. */
  public static final String REFLECTED = "reflected";

  /** Interrupts that the monitor gave the guest, which need no exit of their own. */
  public static final String INJECTED = "injected";

  /** Work on shadow page tables: {@code fills}, {@code fences}, {@code flushes}. */
  public static final String SHADOW = "shadow";

  /** Loads and stores that reached a virtual device. */
  public static final String DEVICE = "device accesses";

  /** World switches: {@code entries} into the guest, and {@code words} loaded and saved. */
  public static final String SWITCHES = "switches";

  /** 64-bit words that world switches have loaded and saved, by kind of register. */
  public static final String SWITCH_WORDS = SWITCHES + ".words";

  /** What the monitor did to the hardware: control registers, memory words, fences. */
  public static final String HARDWARE = "hardware";

  /** Page walks of the real hart: {@code count} and {@code references} by stage. */
  public static final String WALKS = "walks";

  public Counts {
    byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
  }

  /** Collects counts. */
  public static final class Builder {
    private final TreeMap<String, Long> byName = new TreeMap<>();

    /** Adds to a count. */
    public Builder add(String name, long count) {
      if (count != 0) {
        byName.merge(name, count, Long::sum);
      }
      return this;
    }

    /** Adds to the counts of a group. */
    public Builder addAll(String group, Map<String, Long> details) {
      details.forEach((detail, count) -> add(group + "." + detail, count));
      return this;
    }

    /** Adds other counts. */
    public Builder add(Counts others) {
      others.byName().forEach(this::add);
      return this;
    }

    /** What was collected. */
    public Counts build() {
      return new Counts(byName);
    }
  }

  /** What has been counted since earlier counts of the same run. */
  public Counts minus(Counts earlier) {
    Builder since = new Builder();
    byName.forEach((name, count) -> since.add(name, count - earlier.get(name)));
    return since.build();
  }

  /** One count. */
  public long get(String name) {
    return byName.getOrDefault(name, 0L);
  }

  /** The sum of a group. */
  public long total(String group) {
    return details(group).values().stream().mapToLong(Long::longValue).sum();
  }

  /** The counts of a group by detail; a count without one has the detail "". */
  public SortedMap<String, Long> details(String group) {
    SortedMap<String, Long> details = new TreeMap<>();
    byName.forEach(
        (name, count) -> {
          if (name.equals(group)) {
            details.put("", count);
          } else if (name.startsWith(group + ".")) {
            details.put(name.substring(group.length() + 1), count);
          }
        });
    return details;
  }

  /** A group's sum for each 1000 instructions of the guest; 0 if it executed none. */
  public double perThousand(String group) {
    long instructions = get(GUEST_INSTRUCTIONS);
    return instructions == 0 ? 0 : 1000.0 * total(group) / instructions;
  }

  /** In what another run's counts differ from these, a line each; empty if in nothing. */
  public List<String> differences(Counts other) {
    SortedSet<String> names = new TreeSet<>(byName.keySet());
    names.addAll(other.byName.keySet());
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      if (get(name) != other.get(name)) {
        lines.add("%s was %,d and is %,d".formatted(name, get(name), other.get(name)));
      }
    }
    return lines;
  }
}
