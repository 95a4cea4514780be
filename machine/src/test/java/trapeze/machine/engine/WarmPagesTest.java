package trapeze.machine.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

final class WarmPagesTest {
  private static final int PERIOD = 1 << 14;

  private final WarmPages pages = new WarmPages();
  private final CodePage page = new CodePage(MemorySegment.ofArray(new byte[PhysicalPath.PAGE]), 0);

  @Test
  void aPageIsWarmOnceItWasFoundOften() {
    pages.look(true, 0);
    int looks = 0;
    boolean isWarm = false;
    while (!isWarm && looks < 1000) {
      looks++;
      assertThat(pages.isDue(looks * (long) PERIOD)).isTrue();
      isWarm = pages.found(page, looks * (long) PERIOD);
    }
    assertThat(looks).isEqualTo(512);
    page.isWarm = true;
    assertThat(pages.found(page, 0)).isFalse();
  }

  @Test
  void oneLooksEverySoManySteps() {
    pages.look(true, 100);
    assertThat(pages.untilLook(100)).isEqualTo(PERIOD);
    assertThat(pages.isDue(100 + PERIOD - 1)).isFalse();
    assertThat(pages.isDue(100 + PERIOD)).isTrue();
    assertThat(pages.found(null, 100 + PERIOD)).isFalse();
    assertThat(pages.untilLook(100 + PERIOD)).isEqualTo(PERIOD);
  }

  @Test
  void whereNothingIsTranslatedNobodyLooks() {
    pages.look(false, 0);
    assertThat(pages.untilLook(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(pages.isDue(1L << 60)).isFalse();
  }
}
