package trapeze.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import trapeze.machine.memory.RawMemory;

/** IRIW with fences: all harts see two stores in one order. */
@JCStressTest
@State
@Outcome(id = "1, 0, 1, 0", expect = Expect.FORBIDDEN, desc = "two orders of two stores")
@Outcome(expect = Expect.ACCEPTABLE, desc = "one order")
public class IndependentReadsStress {
  private final long x = SharedLines.take();
  private final long y = x + 64;

  /** Stores x. */
  @Actor
  public void storeX() {
    RawMemory.putIntOpaque(x, 1);
  }

  /** Stores y. */
  @Actor
  public void storeY() {
    RawMemory.putIntOpaque(y, 1);
  }

  /** Loads x, then y. */
  @Actor
  public void loadXThenY(IIII_Result result) {
    result.r1 = RawMemory.getIntOpaque(x);
    RawMemory.fullFence();
    result.r2 = RawMemory.getIntOpaque(y);
  }

  /** Loads y, then x. */
  @Actor
  public void loadYThenX(IIII_Result result) {
    result.r3 = RawMemory.getIntOpaque(y);
    RawMemory.fullFence();
    result.r4 = RawMemory.getIntOpaque(x);
  }
}
