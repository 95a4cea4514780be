package trapeze.stress;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicLong;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.machine.memory.RawMemory;

/** Memory off the heap for the states of the tests: two lines each, used again and again. */
final class SharedLines {
  private static final long BYTES = 32L << 20;
  private static final long STATE = 128;

  /** All of it; its reservation sets are active. */
  static final PhysicalMemory MEMORY = PhysicalMemory.allocate(Arena.global(), 0, BYTES);

  private static final AtomicLong NEXT = new AtomicLong();

  static {
    MEMORY.reservationSets().activate();
  }

  private SharedLines() {}

  /** The host's address of two lines that hold zero. */
  static long take() {
    long at = MEMORY.hostAddress(NEXT.getAndAdd(STATE) % BYTES);
    RawMemory.putLongOpaque(at, 0);
    RawMemory.putLongOpaque(at + 64, 0);
    return at;
  }
}
