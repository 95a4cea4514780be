package trapeze.machine.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class RestingMarksTest {
  private static final int SLOT = 3;
  private static final int BITS = 0x0385;
  private static final long INSTRUCTION = 0x1234;
  private static final long SPAN = 1 << 16;

  private final MemorySegment memory = Arena.ofAuto().allocate(4096, 4096);
  private final CodePage page = new CodePage(memory, 0);
  private final Head head;
  private final RestingMarks marks = new RestingMarks();

  RestingMarksTest() {
    memory.set(ValueLayout.JAVA_SHORT, 2 * SLOT, (short) BITS);
    page.bringTo(1);
    page.keep(SLOT, 2, INSTRUCTION, BITS);
    head = page.mark(SLOT);
    marks.goOn(0);
    marks.goOn(SPAN);
  }

  private boolean isStoppedAt() {
    return page.marked[SLOT] != INSTRUCTION;
  }

  @Test
  void visitsAreCountedInOneSpanOfSixteen() {
    RestingMarks fresh = new RestingMarks();
    assertThat(fresh.isOver(0)).isTrue();
    fresh.goOn(0);
    assertThat(fresh.isCounting()).isTrue();
    assertThat(fresh.isOver(SPAN - 1)).isFalse();
    assertThat(fresh.isOver(SPAN)).isTrue();
    fresh.goOn(SPAN);
    assertThat(fresh.isCounting()).isFalse();
    assertThat(fresh.isOver(RestingMarks.WEIGHT * SPAN - 1)).isFalse();
    assertThat(fresh.isOver(RestingMarks.WEIGHT * SPAN)).isTrue();
  }

  @Test
  void aMarkRestsUntilVisitsAreCounted() {
    assertThat(isStoppedAt()).isTrue();
    marks.rest(page, SLOT);
    assertThat(isStoppedAt()).isFalse();
    marks.goOn(RestingMarks.WEIGHT * SPAN);
    assertThat(isStoppedAt()).isTrue();
  }

  @Test
  void aPlaceThatNothingCameOfMeanwhileStaysWithoutAMark() {
    marks.rest(page, SLOT);
    head.isHopeless = true;
    marks.goOn(RestingMarks.WEIGHT * SPAN);
    assertThat(isStoppedAt()).isFalse();
  }

  @Test
  void aPageThatIsNoMoreIsNotKept() {
    marks.rest(page, SLOT);
    marks.forget();
    marks.goOn(RestingMarks.WEIGHT * SPAN);
    assertThat(isStoppedAt()).isFalse();
  }

  @Test
  void whereOtherCodeIsNowThereIsNoMark() {
    marks.rest(page, SLOT);
    memory.set(ValueLayout.JAVA_SHORT, 2 * SLOT, (short) (BITS + 4));
    page.bringTo(2);
    marks.goOn(RestingMarks.WEIGHT * SPAN);
    page.keep(SLOT, 2, INSTRUCTION, BITS + 4);
    assertThat(isStoppedAt()).isFalse();
  }
}
