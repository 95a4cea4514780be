package trapeze.machine.engine.translate;

import java.lang.foreign.Arena;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.device.Bus;
import trapeze.machine.memory.PhysicalMemory;

/**
 * Has HotSpot compile translated code before a guest's hart executes it. Until then the JVM
 * interprets it, which is ten times slower than not to translate at all; and a loop that is gone
 * through meanwhile is compiled twice, once more for its middle.
 *
 * <p>The code is called for an address that it does not have, so that it does nothing, until calls
 * are quick, or too many.
 */
final class WarmUp {
  private static final int CALLS = 256;
  private static final int MOST_CALLS = 40 * CALLS;

  /** A compiled call takes less than 100 ns, an interpreted one more than 1000. */
  private static final long QUICK = 300L * CALLS;

  /** What is left to HotSpot before it is looked again, in milliseconds. */
  private static final long PAUSE = 2;

  private static final int MOST_PAUSES = 25;

  /** Addresses that lie in no span. */
  private static final long NOWHERE = -1;

  private final Hart nobody;

  WarmUp() {
    PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), 0, 1 << 12);
    nobody = new Hart(new HartState(Rv64State.SPACE), Bus.with(memory).build(), () -> 0);
  }

  /** Calls code until it is compiled, or will not be. */
  void call(TranslatedCode code) {
    int pauses = 0;
    for (int calls = 0; calls < MOST_CALLS && pauses < MOST_PAUSES; calls += CALLS) {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        code.run(nobody, NOWHERE, 0, 0);
      }
      if (System.nanoTime() - start < QUICK) {
        return;
      }
      if (calls >= MOST_CALLS / 4) {
        pauses += pause() ? 1 : MOST_PAUSES;
      }
    }
  }

  /** Waits a little; says whether it did to the end. */
  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
