package trapeze.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import trapeze.machine.memory.RawMemory;

/** CoRR: opaque loads of one location do not go back, and see a store of 8 bytes whole. */
@JCStressTest
@State
@Outcome(id = "-1, 0", expect = Expect.FORBIDDEN, desc = "the second load went back")
@Outcome(id = "(0|-1), (0|-1)", expect = Expect.ACCEPTABLE, desc = "coherent and whole")
@Outcome(expect = Expect.FORBIDDEN, desc = "a part of a store")
public class CoherenceStress {
  private final long x = SharedLines.take();

  /** Stores all ones. */
  @Actor
  public void store() {
    RawMemory.putLongOpaque(x, -1);
  }

  /** Loads twice. */
  @Actor
  public void load(JJ_Result result) {
    result.r1 = RawMemory.getLongOpaque(x);
    result.r2 = RawMemory.getLongOpaque(x);
  }
}
