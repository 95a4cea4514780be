package trapeze.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What has been valid in a real table is fenced when it is changed; what has not is not. */
class RealFencesTest {
  private static final long FRAME = Ground.BASE;
  private static final int PAGE = 12;
  private static final int MEGAPAGE = 21;
  private static final int GIGAPAGE = 30;
  private static final long LEAF = Entry.leaf(FRAME, Entry.READ);
  private static final long SIXTEENTH = Entry.leaf(FRAME, Entry.READ | Entry.CONTIGUOUS);

  private final Ground ground = new Ground(64, 4);
  private final RealSpace space =
      new RealSpace(ground.hardware, ground, 8, ground.takeAsid(), ground.takeFrame());

  @Test
  void whatIsNewNeedsNoFence() {
    space.map(0x1000, PAGE, LEAF, PAGE);
    space.map(0x2000, PAGE, LEAF, PAGE);
    space.drop(0x5000);
    assertThat(ground.fences).isEmpty();
  }

  @Test
  void aPageThatIsMappedAnewIsFencedByItself() {
    space.map(0x1000, PAGE, LEAF, PAGE);
    space.map(0x1234, PAGE, LEAF, PAGE);
    assertThat(ground.fences).containsExactly("1 1234");
  }

  @Test
  void aPageThatIsDroppedIsFencedByItself() {
    space.map(0x1000, PAGE, LEAF, PAGE);
    space.drop(0x1ff8);
    assertThat(ground.fences).containsExactly("1 1ff8");
  }

  @Test
  void aSuperpageInFragmentsIsFencedWithItsSpace() {
    space.map(0x20_0000, PAGE, LEAF, MEGAPAGE);
    space.drop(0x3f_f000);
    assertThat(ground.fences).containsExactly("1");
  }

  @Test
  void everyPartOfAContiguousPageIsFencedAndNoneOfTheNext() {
    space.map(0x1_0000, PAGE, SIXTEENTH, 16);
    space.map(0x1_f000, PAGE, SIXTEENTH, 16);
    space.map(0x2_0000, PAGE, SIXTEENTH, 16);
    space.drop(0x1_7000);
    assertThat(ground.fences).containsExactly("1 10000", "1 1f000");
    assertThat(ground.leaf(space, 0x2_0000)).isEqualTo(SIXTEENTH);
  }

  @Test
  void aSuperpageInThePlaceOfTablesIsFencedWithItsSpaceAndGivesThemAllBack() {
    space.map(0x4000_0000L, PAGE, LEAF, PAGE);
    space.map(0x4020_0000L, PAGE, LEAF, PAGE);
    int frames = ground.framesTaken();
    space.map(0x4000_0000L, GIGAPAGE, LEAF, GIGAPAGE);
    assertThat(ground.framesTaken()).isEqualTo(frames - 3);
    assertThat(ground.fences).containsExactly("1");
  }

  @Test
  void aPageInThePlaceOfASuperpageIsFencedByItself() {
    space.map(0x20_0000, MEGAPAGE, LEAF, MEGAPAGE);
    space.map(0x20_1000, PAGE, LEAF, PAGE);
    assertThat(ground.fences).containsExactly("1 201000");
  }

  @Test
  void withoutAFrameForItsTableTheSuperpageIsGoneAllTheSame() {
    space.map(0x20_0000, MEGAPAGE, LEAF, MEGAPAGE);
    ground.limitFrames(0);
    assertThat(space.map(0x20_1000, PAGE, LEAF, PAGE)).isFalse();
    assertThat(ground.leaf(space, 0x20_0000)).isZero();
    assertThat(ground.fences).containsExactly("1 201000");
  }

  @Test
  void clearingFencesTheSpaceIfThereWasAnything() {
    space.clear();
    assertThat(ground.fences).isEmpty();
    space.map(0x1000, PAGE, LEAF, PAGE);
    space.clear();
    assertThat(ground.fences).containsExactly("1");
    space.clear();
    assertThat(ground.fences).containsExactly("1");
  }
}
