package trapeze.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import trapeze.machine.memory.RawMemory;
import trapeze.machine.memory.ReservationSets;

/**
 * LR and SC against a store away and a store back, as the machine does them. The second actor
 * stores only behind a message that the first has sent between the two: if it has received it and
 * the SC has succeeded, the SC came before both stores.
 */
@JCStressTest
@State
@Outcome(id = "1, 1, 1, 2", expect = Expect.FORBIDDEN, desc = "stores came between LR and SC")
@Outcome(expect = Expect.ACCEPTABLE, desc = "the SC failed, or came before the stores, or behind")
public class ReservationStress {
  private static final ReservationSets SETS = SharedLines.MEMORY.reservationSets();

  private final long x = SharedLines.take();
  private final long sent = x + 64;

  /** LR, a message, SC of 2. */
  @Actor
  public void reserve(IIII_Result result) {
    long version = SETS.version(x);
    result.r1 = RawMemory.getIntOpaque(x) == 0 ? 1 : 0;
    RawMemory.acquireFence();
    RawMemory.putIntOpaque(sent, 1);
    RawMemory.fullFence();
    if (SETS.begin(x, version)) {
      RawMemory.putIntOpaque(x, 2);
      SETS.end(x, version);
      result.r2 = 1;
    }
  }

  /** The message, a store of 1, a store of 0. */
  @Actor
  public void store(IIII_Result result) {
    result.r3 = RawMemory.getIntOpaque(sent);
    RawMemory.fullFence();
    store(1);
    store(0);
  }

  private void store(int value) {
    long version = SETS.begin(x);
    RawMemory.putIntOpaque(x, value);
    SETS.end(x, version);
  }

  /** How it ended. */
  @Arbiter
  public void end(IIII_Result result) {
    result.r4 = RawMemory.getIntOpaque(x);
  }
}
