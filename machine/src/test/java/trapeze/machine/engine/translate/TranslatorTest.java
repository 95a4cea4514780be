package trapeze.machine.engine.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import trapeze.isa.definition.Decoder;
import trapeze.isa.rv64.Rv64;
import trapeze.machine.engine.generate.Region;

/** The translator as a service of many harts. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class TranslatorTest {
  private static final int ADDI = 0x00128293;

  private static Request request() {
    long[] span = new long[Region.PLACES];
    span[0] = new Decoder(Rv64.SET).decode(ADDI);
    return new Request(span, 0, new BitSet(), 10);
  }

  @Test
  void aFailureIsToldOnceAndEveryRequestIsSeenTo() throws InterruptedException {
    List<Throwable> told = Collections.synchronizedList(new ArrayList<>());
    // This class's package is not that of the generated classes: none can be defined.
    Translator translator = new Translator(Rv64.SET, MethodHandles.lookup(), told::add);
    for (int i = 0; i < 3; i++) {
      Request request = request();
      assertThat(translator.submit(request)).isTrue();
      while (!request.isDone()) {
        Thread.sleep(1);
      }
      assertThat(request.code()).isNull();
    }
    assertThat(told).hasSize(1);
  }
}
