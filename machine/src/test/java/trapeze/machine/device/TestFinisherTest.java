package trapeze.machine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import trapeze.machine.device.TestFinisher.Finish;

class TestFinisherTest {
  private final List<Finish> finishes = new ArrayList<>();
  private final TestFinisher finisher = new TestFinisher(finishes::add);

  @Test
  void reportsPassFailAndReset() {
    finisher.write(0, 4, 0x5555);
    finisher.write(0, 4, 0x1234_0007_3333L);
    finisher.write(0, 2, 0xffff_7777L);
    assertThat(finishes)
        .containsExactly(new Finish.Passed(), new Finish.Failed(7), new Finish.Reset());
  }

  @Test
  void ignoresTheRest() {
    finisher.write(0, 4, 0x5556);
    finisher.write(4, 4, 0x5555);
    assertThat(finishes).isEmpty();
    assertThat(finisher.read(0, 4)).isZero();
    assertThat(finisher.accepts(0, 1)).isFalse();
    assertThat(finisher.accepts(0, 8)).isFalse();
  }
}
