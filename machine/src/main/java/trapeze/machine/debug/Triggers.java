package trapeze.machine.debug;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All triggers of a hart. A set never changes: another set makes a hart forget what it has cached,
 * which is how an engine that runs at full speed comes to look at them.
 */
public final class Triggers {
  private static final int PAGE = 4096;

  private final long[] instructions;
  private final List<Trigger> accesses;

  /** The halfwords of a page, whichever page, at which an instruction is watched. */
  private final BitSet slots = new BitSet(PAGE / 2);

  private Triggers(Collection<Trigger> all) {
    this.instructions =
        all.stream()
            .filter(each -> each.kind() == Trigger.Kind.EXECUTE)
            .mapToLong(Trigger::address)
            .sorted()
            .toArray();
    this.accesses = all.stream().filter(each -> each.kind() != Trigger.Kind.EXECUTE).toList();
    for (long address : instructions) {
      slots.set(slot(address));
    }
  }

  /** A set of triggers; none if there are none, which costs a hart nothing. */
  public static @Nullable Triggers of(Collection<Trigger> all) {
    return all.isEmpty() ? null : new Triggers(all);
  }

  private static int slot(long address) {
    return (int) address >>> 1 & (PAGE / 2 - 1);
  }

  /** Whether the instruction at an address is not to be executed. */
  public boolean stopsBefore(long pc) {
    return Arrays.binarySearch(instructions, pc) >= 0;
  }

  /** Whether no instruction at such a place of any page is watched, so that it may be cached. */
  public boolean leavesAlone(long pc) {
    return !slots.get(slot(pc));
  }

  /** Whether some byte of the page of an address is watched. */
  public boolean watchesPageOf(long address) {
    return accesses.stream().anyMatch(each -> each.overlaps(address & -PAGE, PAGE));
  }

  /** The trigger that an access matches, if any. */
  public @Nullable Trigger matching(long address, int bytes, boolean loads, boolean stores) {
    for (Trigger each : accesses) {
      if (each.matches(address, bytes, loads, stores)) {
        return each;
      }
    }
    return null;
  }
}
