package trapeze.console.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.machine.debug.Trigger;
import trapeze.machine.debug.Triggers;

/**
 * The part of a guest's run that is measured. A guest with marks is measured each time from where
 * it comes to the first mark, 0x100 bytes behind its entry, until it comes to the second, 0x110
 * behind it; another guest for the whole of its run.
 *
 * <p>The harts halt there by triggers, which is no exit and changes nothing that the guest can see.
 * Their caches of translations are empty at the start of a section.
 */
final class Sections {
  private static final long BEGIN = 0x100;
  private static final long END = 0x110;

  private final Stack stack;
  private final @Nullable Triggers begin;
  private final @Nullable Triggers end;
  private final Counts.Builder sum = new Counts.Builder();
  private Counts before = new Counts.Builder().build();
  private boolean inside;
  private long nanoseconds;
  private long began;
  private long sections;

  /**
   * Sections of the guest that stands at its first instruction.
   *
   * @param marked whether it has marks
   */
  Sections(Stack stack, boolean marked) {
    this.stack = stack;
    long entry = stack.top().harts().getFirst().state.pc;
    this.begin = marked ? at(entry + BEGIN) : null;
    this.end = marked ? at(entry + END) : null;
    if (marked) {
      arm(begin);
    }
  }

  private static @Nullable Triggers at(long address) {
    return Triggers.of(List.of(new Trigger(Trigger.Kind.EXECUTE, address, 1)));
  }

  private void arm(@Nullable Triggers triggers) {
    stack.top().harts().forEach(hart -> hart.haltAt(triggers));
  }

  /** The guest begins to run. */
  void started() {
    began = System.nanoTime();
  }

  /** A hart has come to the place that is waited for. */
  void halted() {
    long now = System.nanoTime();
    if (inside) {
      sum.add(stack.counts().minus(before));
      nanoseconds += now - began;
      sections++;
    } else {
      before = stack.counts();
    }
    inside = !inside;
    arm(inside ? end : begin);
    began = System.nanoTime();
  }

  /** The guest has ended: what was counted in all sections, or in the whole run without any. */
  Counts counts() {
    if (begin != null) {
      return sum.add("guest.sections", sections).build();
    }
    nanoseconds = System.nanoTime() - began;
    return stack.counts();
  }

  /** Nanoseconds of the host's clock in what {@link #counts} is about. */
  long nanoseconds() {
    return nanoseconds;
  }
}
