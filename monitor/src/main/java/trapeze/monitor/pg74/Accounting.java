package trapeze.monitor.pg74;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import trapeze.isa.pg74.Cause;

/**
 * What one virtual machine has cost. Every step was executed directly, emulated, interpreted, or
 * reflected: the four add up to the machine's steps, except that an interpreted step may also be
 * reflected.
 */
public final class Accounting {
  private final Map<Cause, Long> exits = new EnumMap<>(Cause.class);
  private final Map<Cause, Long> reflected = new EnumMap<>(Cause.class);
  private final Map<String, Long> emulated = new TreeMap<>();
  private long direct;
  private long interpreted;

  void ranDirectly(long steps) {
    direct += steps;
  }

  void exited(Cause cause) {
    exits.merge(cause, 1L, Long::sum);
  }

  void emulated(String mnemonic) {
    emulated.merge(mnemonic, 1L, Long::sum);
  }

  void interpreted(long steps) {
    interpreted += steps;
  }

  void reflected(Cause cause) {
    reflected.merge(cause, 1L, Long::sum);
  }

  /** Steps that the real processor made by itself, without a trap. */
  public long direct() {
    return direct;
  }

  /** Steps that a hybrid monitor interpreted, those that trapped included. */
  public long interpreted() {
    return interpreted;
  }

  /** Operations that trapped and were emulated by their definition, by mnemonic. */
  public Map<String, Long> emulated() {
    return new TreeMap<>(emulated);
  }

  /** Traps of the real machine, by cause. */
  public Map<String, Long> exits() {
    return titled(exits);
  }

  /** Traps that the guest's own system was given, by cause. */
  public Map<String, Long> reflected() {
    return titled(reflected);
  }

  private static Map<String, Long> titled(Map<Cause, Long> counts) {
    Map<String, Long> titled = new LinkedHashMap<>();
    counts.forEach((cause, count) -> titled.put(cause.title(), count));
    return titled;
  }
}
