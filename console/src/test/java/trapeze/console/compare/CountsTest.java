package trapeze.console.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountsTest {
  private static final Counts COUNTS =
      new Counts.Builder()
          .add(Counts.GUEST_INSTRUCTIONS, 4000)
          .add("exits.load page fault", 6)
          .add("exits.illegal instruction", 2)
          .add("exitsOfAnother", 100)
          .add("interpreted", 5)
          .build();

  @Test
  void aGroupIsItsDetailsAndNothingThatOnlyBeginsLikeIt() {
    assertThat(COUNTS.total(Counts.EXITS)).isEqualTo(8);
    assertThat(COUNTS.details(Counts.EXITS))
        .containsOnlyKeys("load page fault", "illegal instruction");
    assertThat(COUNTS.total(Counts.INTERPRETED)).isEqualTo(5);
  }

  @Test
  void aRateIsForAThousandInstructionsOfTheGuest() {
    assertThat(COUNTS.perThousand(Counts.EXITS)).isEqualTo(2.0);
    assertThat(new Counts.Builder().build().perThousand(Counts.EXITS)).isZero();
  }

  @Test
  void whatOnlyOneRunHasIsADifference() {
    Counts other =
        new Counts.Builder()
            .add(COUNTS.minus(new Counts.Builder().add("interpreted", 5).build()))
            .add("exits.load page fault", 1)
            .add("shadow.fills", 3)
            .build();
    assertThat(COUNTS.differences(COUNTS)).isEmpty();
    assertThat(COUNTS.differences(other))
        .containsExactly(
            "exits.load page fault was 6 and is 7",
            "interpreted was 5 and is 0",
            "shadow.fills was 0 and is 3");
  }
}
