package trapeze.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import trapeze.machine.memory.RawMemory;

/** MP with the fence that FENCE w,w and FENCE r,r become, in two widths. */
@JCStressTest
@State
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the message came before its contents")
@Outcome(expect = Expect.ACCEPTABLE, desc = "in order")
public class MessagePassingStress {
  private final long contents = SharedLines.take();
  private final long message = contents + 64;

  /** Sends. */
  @Actor
  public void send() {
    RawMemory.putLongOpaque(contents, 1);
    RawMemory.fullFence();
    RawMemory.putByteOpaque(message, (byte) 1);
  }

  /** Receives. */
  @Actor
  public void receive(II_Result result) {
    result.r1 = RawMemory.getByteOpaque(message);
    RawMemory.fullFence();
    result.r2 = (int) RawMemory.getLongOpaque(contents);
  }
}
