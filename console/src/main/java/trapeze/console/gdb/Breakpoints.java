package trapeze.console.gdb;

import java.util.HashSet;
import java.util.Set;
import trapeze.machine.Hart;
import trapeze.machine.debug.Trigger;
import trapeze.machine.debug.Triggers;

/**
 * The breakpoints and watchpoints that a debugger has set, the same for all harts. None is an
 * instruction in memory, so no guest can find one.
 */
final class Breakpoints {
  private static final int MOST = 4096;
  private static final int LONGEST = 1 << 20;
  private static final int SOFTWARE = 0;
  private static final int HARDWARE = 1;

  private final Set<Long> software = new HashSet<>();
  private final Set<Trigger> others = new HashSet<>();
  private Set<Trigger> armed = Set.of();

  /** {@code Z}: sets one, {@code type,address,kind}. */
  void set(String text) {
    if (software.size() + others.size() >= MOST) {
      throw new Refused(Refused.NO_ROOM);
    }
    Named named = parse(text);
    if (named.type == SOFTWARE) {
      software.add(named.trigger.address());
    } else {
      others.add(named.trigger);
    }
  }

  /** {@code z}: removes one; it is no error if there is none. */
  void remove(String text) {
    Named named = parse(text);
    if (named.type == SOFTWARE) {
      software.remove(named.trigger.address());
    } else {
      others.remove(named.trigger);
    }
  }

  /** Removes all. */
  void clear() {
    software.clear();
    others.clear();
  }

  /** Whether the debugger set what matched as a software breakpoint. */
  boolean isSoftware(Trigger trigger) {
    return trigger.kind() == Trigger.Kind.EXECUTE && software.contains(trigger.address());
  }

  /** Lets harts, which stand still, halt at them, and only at them. */
  void arm(Iterable<Hart> harts) {
    Set<Trigger> all = new HashSet<>(others);
    software.forEach(address -> all.add(new Trigger(Trigger.Kind.EXECUTE, address, 1)));
    if (!all.equals(armed)) {
      armed = all;
      Triggers triggers = Triggers.of(all);
      harts.forEach(hart -> hart.haltAt(triggers));
    }
  }

  private record Named(int type, Trigger trigger) {}

  private static Named parse(String text) {
    String[] parts = text.split(";", 2)[0].split(",", -1);
    if (parts.length != 3) {
      throw new Refused(Refused.INVALID);
    }
    int type = Hex.number(parts[0], 4);
    long address = Hex.number(parts[1]);
    int length = Hex.number(parts[2], LONGEST);
    Trigger.Kind kind =
        switch (type) {
          case SOFTWARE, HARDWARE -> Trigger.Kind.EXECUTE;
          case 2 -> Trigger.Kind.STORE;
          case 3 -> Trigger.Kind.LOAD;
          default -> Trigger.Kind.ACCESS;
        };
    if (length == 0 && kind != Trigger.Kind.EXECUTE) {
      throw new Refused(Refused.INVALID);
    }
    return new Named(type, new Trigger(kind, address, kind == Trigger.Kind.EXECUTE ? 1 : length));
  }
}
