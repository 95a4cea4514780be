package trapeze.monitor;

import org.jspecify.annotations.Nullable;
import trapeze.isa.state.Trap;
import trapeze.machine.engine.DataObserver;
import trapeze.machine.engine.Tracer;

/**
 * Stands between whoever executes a virtual hart's instructions, the real hart or the virtual one
 * by itself, and those who watch the virtual hart: they see one hart that does it all, in
 * guest-physical addresses.
 */
final class StepRelay implements Tracer, DataObserver {
  private final long toGuest;
  private @Nullable Tracer tracer;
  private @Nullable DataObserver observer;
  private long packed;
  private @Nullable Trap taken;

  /**
   * A relay.
   *
   * @param toGuest what to add to a real address to get the guest-physical one
   */
  StepRelay(long toGuest) {
    this.toGuest = toGuest;
  }

  /** Who watches from now on. */
  void to(Tracer newTracer, @Nullable DataObserver newObserver) {
    tracer = newTracer;
    observer = newObserver;
  }

  /** The instruction that was fetched last, decoded. */
  long packed() {
    return packed;
  }

  @Override
  public void begins(long pc, long bits, long itsPacked) {
    packed = itsPacked;
    if (tracer != null) {
      tracer.begins(pc, bits, itsPacked);
    }
  }

  /** That it retired is said by the virtual hart, when its state is that behind it. */
  @Override
  public void retired(long pc, long itsPacked) {}

  /** That the real hart took a trap by itself is said by the virtual hart, for the same reason. */
  @Override
  public void trapped(long pc, Trap trap) {
    taken = trap;
  }

  /** The trap that the real hart has taken by itself since this was asked, if it has. */
  @Nullable Trap taken() {
    Trap trap = taken;
    taken = null;
    return trap;
  }

  @Override
  public void loaded(long address, long physical, int bytes, long value) {
    if (observer != null) {
      observer.loaded(address, physical + toGuest, bytes, value);
    }
  }

  @Override
  public void stored(long address, long physical, int bytes, long value) {
    if (observer != null) {
      observer.stored(address, physical + toGuest, bytes, value);
    }
  }
}
