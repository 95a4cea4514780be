package trapeze.machine.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which memory has been stored to, so that a store-conditional fails if another hart has stored to
 * what was reserved, be it the same value (unpriv:ext:zalrsc).
 *
 * <p>Every 64 bytes of memory belong to a reservation set, which has a version: even while nobody
 * stores to it, odd while somebody does, and another one after each store. A load-reserved notes
 * the version; its store-conditional begins its store only from that version, in one atomic step.
 * So between the two there was no store, whatever its value, and none can come between.
 *
 * <p>This is needed only where harts run at the same time. From {@link #activate} on, everyone who
 * stores to the memory does so between {@link #begin(long)} and {@link #end}: harts, devices and
 * monitors, through whichever view of the memory. Loads ask nobody.
 *
 * <p>There are 65,536 sets; lines of memory that are 4 MiB apart share one, so a store to the one
 * may fail an SC to the other, which may be repeated. All methods may be called from any thread.
 */
public final class ReservationSets {
  /** Bytes that lie in one set together, aligned. */
  public static final int LINE = 64;

  private static final int LINE_SHIFT = 6;
  private static final int SETS = 1 << 16;
  private static final int SPINS_BEFORE_YIELD = 200;
  private static final VarHandle VERSIONS =
      MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

  private long[] versions = new long[0];

  /** Says that harts will run at the same time; called before they do. */
  public synchronized void activate() {
    if (!isActive()) {
      versions = new long[SETS];
    }
  }

  /** Whether stores must begin and end here. */
  public boolean isActive() {
    return versions.length != 0;
  }

  private static int index(long hostAddress) {
    return (int) (hostAddress >>> LINE_SHIFT) & (SETS - 1);
  }

  /** The version of the set of a host address; an odd one is good for no store-conditional. */
  public long version(long hostAddress) {
    return (long) VERSIONS.getAcquire(versions, index(hostAddress));
  }

  /**
   * Begins a store that lies in one line; waits while another is under way.
   *
   * @return the version to {@linkplain #end end} it with
   */
  public long begin(long hostAddress) {
    int index = index(hostAddress);
    for (int spins = 0; ; spins++) {
      long version = (long) VERSIONS.getOpaque(versions, index);
      if ((version & 1) == 0 && VERSIONS.compareAndSet(versions, index, version, version + 1)) {
        return version;
      }
      if (spins < SPINS_BEFORE_YIELD) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  /** Begins the store of a store-conditional, if nobody has stored since this version was noted. */
  public boolean begin(long hostAddress, long version) {
    return (version & 1) == 0
        && VERSIONS.compareAndSet(versions, index(hostAddress), version, version + 1);
  }

  /** Ends a store, which then is visible to whoever sees the next version. */
  public void end(long hostAddress, long version) {
    VERSIONS.setRelease(versions, index(hostAddress), version + 2);
  }

  /** Bytes from an address to the end of its line, at most {@code length}. */
  public static long inLine(long hostAddress, long length) {
    return Math.min(length, LINE - (hostAddress & (LINE - 1)));
  }
}
