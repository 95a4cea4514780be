package trapeze.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import trapeze.machine.memory.RawMemory;

/** SB with the fence that FENCE rw,rw becomes: a load behind it does not overtake a store. */
@JCStressTest
@State
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "both loads overtook the stores")
@Outcome(expect = Expect.ACCEPTABLE, desc = "one store came first")
public class StoreBufferingStress {
  private final long x = SharedLines.take();
  private final long y = x + 64;

  /** Stores x, loads y. */
  @Actor
  public void first(II_Result result) {
    RawMemory.putIntOpaque(x, 1);
    RawMemory.fullFence();
    result.r1 = RawMemory.getIntOpaque(y);
  }

  /** Stores y, loads x. */
  @Actor
  public void second(II_Result result) {
    RawMemory.putIntOpaque(y, 1);
    RawMemory.fullFence();
    result.r2 = RawMemory.getIntOpaque(x);
  }
}
