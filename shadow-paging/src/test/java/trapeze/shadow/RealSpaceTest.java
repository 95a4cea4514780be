package trapeze.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Real tables: what they say, and that every frame comes back. */
class RealSpaceTest {
  private static final long FRAME = Ground.BASE;
  private static final long READ = Entry.READ;
  private static final int PAGE = 12;
  private static final int MEGAPAGE = 21;
  private static final int GIGAPAGE = 30;

  private final Ground ground = new Ground(64, 4);

  private RealSpace space(int mode) {
    return new RealSpace(ground.hardware, ground, mode, ground.takeAsid(), ground.takeFrame());
  }

  private static long page(long frame) {
    return Entry.leaf(frame, READ);
  }

  @Test
  void satpNamesModeAsidAndRoot() {
    RealSpace space = space(9);
    assertThat(space.satp()).isEqualTo(9L << 60 | 1L << 44 | space.root() >>> 12);
  }

  @Test
  void everyLeafIsAUsersAndNeverGlobal() {
    long leaf = Entry.leaf(FRAME, READ | Entry.WRITE);
    assertThat(leaf & 0xff).isEqualTo(0xd7);
    assertThat(Entry.frame(leaf)).isEqualTo(FRAME);
  }

  @Test
  void aSpaceHoldsWhatItsModeCanTranslate() {
    RealSpace narrow = space(8);
    RealSpace wide = space(10);
    assertThat(narrow.holds(0x3f_ffff_ffffL)).isTrue();
    assertThat(narrow.holds(0x40_0000_0000L)).isFalse();
    assertThat(narrow.holds(0xffff_ffc0_0000_0000L)).isTrue();
    assertThat(narrow.holds(0xffff_ffbf_ffff_ffffL)).isFalse();
    assertThat(wide.holds(0x00ff_ffff_ffff_ffffL)).isTrue();
    assertThat(wide.holds(0x0100_0000_0000_0000L)).isFalse();
  }

  @Test
  void pagesOfAllSizesAreMappedInAllModes() {
    for (int mode = 8; mode <= 10; mode++) {
      RealSpace space = space(mode);
      assertThat(space.map(0x4000_1000L, PAGE, page(FRAME), PAGE)).isTrue();
      assertThat(space.map(0x8020_0000L, MEGAPAGE, page(FRAME), MEGAPAGE)).isTrue();
      assertThat(space.map(0xc000_0000L, GIGAPAGE, page(FRAME), GIGAPAGE)).isTrue();
      assertThat(ground.leaf(space, 0x4000_1fffL)).isEqualTo(page(FRAME));
      assertThat(ground.leaf(space, 0x4000_2000L)).isZero();
      assertThat(ground.leaf(space, 0x803f_ffffL)).isEqualTo(page(FRAME));
      assertThat(ground.leaf(space, 0xffff_ffffL)).isEqualTo(page(FRAME));
    }
  }

  @Test
  void clearingGivesBackAllButTheRoot() {
    RealSpace space = space(10);
    for (long address = 0; address < 1L << 40; address += 1L << 37) {
      space.map(address, PAGE, page(FRAME), PAGE);
    }
    assertThat(ground.framesTaken()).isGreaterThan(17);
    space.clear();
    assertThat(ground.framesTaken()).isEqualTo(1);
    assertThat(ground.leaf(space, 0)).isZero();
  }

  @Test
  void clearingKeepsFewTablesAndNothingInThem() {
    RealSpace space = space(8);
    space.map(0x1000, PAGE, page(FRAME), PAGE);
    space.map(0x40_0000, PAGE, page(FRAME), PAGE);
    int frames = ground.framesTaken();
    ground.fences.clear();
    space.clear();
    assertThat(space.isEmpty()).isTrue();
    assertThat(ground.framesTaken()).isEqualTo(frames);
    assertThat(ground.leaf(space, 0x1000)).isZero();
    assertThat(ground.leaf(space, 0x40_0000)).isZero();
    assertThat(ground.fences).containsExactly("1");
    space.giveBackTables();
    assertThat(ground.framesTaken()).isEqualTo(1);
  }

  @Test
  void whatIsKeptIsNoFragmentAnyMore() {
    RealSpace space = space(8);
    space.map(0x20_0000, PAGE, page(FRAME), MEGAPAGE);
    space.clear();
    space.map(0x20_5000, PAGE, page(FRAME), PAGE);
    space.map(0x20_6000, PAGE, page(FRAME), PAGE);
    space.drop(0x20_6000);
    assertThat(ground.leaf(space, 0x20_5000)).isEqualTo(page(FRAME));
  }

  @Test
  void aTableThatBecameAFragmentLaterIsNoneAnyMoreEither() {
    RealSpace space = space(8);
    space.map(0x20_5000, PAGE, page(FRAME), PAGE);
    space.map(0x20_6000, PAGE, page(FRAME), MEGAPAGE);
    space.clear();
    space.map(0x20_5000, PAGE, page(FRAME), PAGE);
    space.map(0x20_6000, PAGE, page(FRAME), PAGE);
    space.drop(0x20_5000);
    assertThat(ground.leaf(space, 0x20_6000)).isEqualTo(page(FRAME));
  }

  @Test
  void tablesThatWereBegunAndNotFinishedAreGivenBackToo() {
    RealSpace space = space(10);
    ground.limitFrames(2);
    assertThat(space.map(0x1000, PAGE, page(FRAME), PAGE)).isFalse();
    assertThat(ground.framesTaken()).isEqualTo(3);
    space.giveBackTables();
    assertThat(ground.framesTaken()).isEqualTo(1);
  }

  @Test
  void droppingAPageLeavesItsNeighbours() {
    RealSpace space = space(8);
    space.map(0x1000, PAGE, page(FRAME), PAGE);
    space.map(0x2000, PAGE, page(FRAME), PAGE);
    space.drop(0x1ff8);
    assertThat(ground.leaf(space, 0x1000)).isZero();
    assertThat(ground.leaf(space, 0x2000)).isEqualTo(page(FRAME));
  }

  @Test
  void anEntryIsFoundWithItsSize() {
    RealSpace space = space(8);
    space.map(0x1000, PAGE, page(FRAME), PAGE);
    space.map(0x20_0000, MEGAPAGE, page(FRAME), MEGAPAGE);
    space.map(0x4000_0000L, GIGAPAGE, page(0), GIGAPAGE);
    assertThat(space.find(0x1abc)).hasValue(new ShadowSpaces.Leaf(page(FRAME), PAGE));
    assertThat(space.find(0x3f_ffff)).hasValue(new ShadowSpaces.Leaf(page(FRAME), MEGAPAGE));
    assertThat(space.find(0x7fff_ffffL)).hasValue(new ShadowSpaces.Leaf(page(0), GIGAPAGE));
    assertThat(space.find(0x2000)).isEmpty();
  }

  @Test
  void droppingAnAddressOfASuperpageInFragmentsDropsAllOfIt() {
    RealSpace space = space(8);
    space.map(0x20_0000, PAGE, page(FRAME), MEGAPAGE);
    space.map(0x20_5000, PAGE, page(FRAME), MEGAPAGE);
    space.map(0x40_0000, PAGE, page(FRAME), PAGE);
    space.drop(0x3f_f000);
    assertThat(ground.leaf(space, 0x20_0000)).isZero();
    assertThat(ground.leaf(space, 0x20_5000)).isZero();
    assertThat(ground.leaf(space, 0x40_0000)).isEqualTo(page(FRAME));
  }

  @Test
  void fragmentsInATableThatWasThereBeforeAreKnownAsSuch() {
    RealSpace space = space(8);
    space.map(0x20_0000, PAGE, page(FRAME), PAGE);
    space.map(0x20_5000, PAGE, page(FRAME), MEGAPAGE);
    space.drop(0x3f_f000);
    assertThat(ground.leaf(space, 0x20_5000)).isZero();
  }

  @Test
  void aGigapageInFragmentsOfTwoSizesIsDroppedWhole() {
    RealSpace space = space(8);
    space.map(0x4000_0000L, PAGE, page(FRAME), GIGAPAGE);
    space.map(0x4020_0000L, MEGAPAGE, page(FRAME), GIGAPAGE);
    int frames = ground.framesTaken();
    space.drop(0x7fff_f000L);
    assertThat(ground.leaf(space, 0x4000_0000L)).isZero();
    assertThat(ground.leaf(space, 0x4020_0000L)).isZero();
    assertThat(ground.framesTaken()).isEqualTo(frames - 2);
  }

  @Test
  void aContiguousPageIsDroppedByAnyOfItsAddresses() {
    RealSpace space = space(8);
    long sixteenth = Entry.leaf(FRAME, READ | Entry.CONTIGUOUS);
    space.map(0x1_0000, PAGE, sixteenth, 16);
    space.map(0x1_f000, PAGE, sixteenth, 16);
    space.map(0x2_0000, PAGE, page(FRAME), PAGE);
    space.drop(0x1_7000);
    assertThat(ground.leaf(space, 0x1_0000)).isZero();
    assertThat(ground.leaf(space, 0x1_f000)).isZero();
    assertThat(ground.leaf(space, 0x2_0000)).isEqualTo(page(FRAME));
  }

  @Test
  void aSuperpageTakesTheRoomOfATableAndGivesItsFramesBack() {
    RealSpace space = space(8);
    space.map(0x20_1000, PAGE, page(FRAME), PAGE);
    int frames = ground.framesTaken();
    space.map(0x20_0000, MEGAPAGE, page(FRAME), MEGAPAGE);
    assertThat(ground.framesTaken()).isEqualTo(frames - 1);
    assertThat(ground.leaf(space, 0x20_1000)).isEqualTo(page(FRAME));
    space.map(0x20_1000, PAGE, page(FRAME + 4096), PAGE);
    assertThat(ground.leaf(space, 0x20_1000)).isEqualTo(page(FRAME + 4096));
    assertThat(ground.leaf(space, 0x20_2000)).isZero();
  }

  @Test
  void whatIsGivenBackIsForgottenByTheHartToo() {
    RealSpace space = space(8);
    space.map(0x1000, PAGE, page(FRAME), PAGE);
    ground.fences.clear();
    space.giveBackTables();
    assertThat(ground.fences).containsExactly("1");
    space.map(0x1000, PAGE, page(FRAME), PAGE);
    space.clear();
    ground.fences.clear();
    space.giveBackTables();
    assertThat(ground.fences).as("of a space with nothing in it").isEmpty();
  }

  @Test
  void onlyTheRootIsZeroedBesideWhatIsGivenBack() {
    RealSpace space = space(8);
    space.map(0x1000, PAGE, page(FRAME), PAGE);
    space.giveBackTables();
    assertThat(ground.memory.getLong(space.root())).isZero();
    assertThat(ground.memory.getLong(space.root() + 4096)).as("given back").isEqualTo(-1);
  }

  @Test
  void aRootOfFourFramesIsForgottenWhole() {
    long root = ground.takeGuestRoot();
    RealSpace space = new RealSpace(ground.hardware, ground, Stage.GUEST, 8, 7, root);
    for (long quarter = 0; quarter < 4; quarter++) {
      space.map(quarter << 39, GIGAPAGE, page(FRAME), GIGAPAGE);
      assertThat(space.find(quarter << 39)).isPresent();
    }
    space.giveBackTables();
    for (long quarter = 0; quarter < 4; quarter++) {
      assertThat(space.find(quarter << 39)).isEmpty();
    }
  }

  @Test
  void sixteenTablesAreKeptAndNoMore() {
    RealSpace space = space(8);
    for (long table = 0; table < 15; table++) {
      space.map(table << MEGAPAGE, PAGE, page(FRAME), PAGE);
    }
    int frames = ground.framesTaken();
    assertThat(frames).as("the root, one table below it, and those of pages").isEqualTo(17);
    space.clear();
    assertThat(ground.framesTaken()).isEqualTo(frames);
    space.map(15L << MEGAPAGE, PAGE, page(FRAME), PAGE);
    space.clear();
    assertThat(ground.framesTaken()).isEqualTo(1);
  }

  @Test
  void tablesThatWentDoNotCountAmongThoseThatAreKept() {
    RealSpace space = space(8);
    for (int i = 0; i < 10; i++) {
      space.map(0x20_1000, PAGE, page(FRAME), PAGE);
      space.map(0x20_0000, MEGAPAGE, page(FRAME), MEGAPAGE);
      space.clear();
    }
    space.map(0x1000, PAGE, page(FRAME), PAGE);
    int frames = ground.framesTaken();
    space.clear();
    assertThat(ground.framesTaken()).isEqualTo(frames);
  }

  @Test
  void aTableThatWentIsNotWrittenToAnyMore() {
    RealSpace space = space(8);
    space.map(0x20_1000, PAGE, page(FRAME), PAGE);
    long pages = space.root() + 2 * 4096;
    assertThat(ground.memory.getLong(pages + 8)).isEqualTo(page(FRAME));
    space.map(0x20_0000, MEGAPAGE, page(FRAME), MEGAPAGE);
    space.clear();
    assertThat(ground.memory.getLong(pages + 8)).as("somebody else's by now").isEqualTo(-1);
  }

  @Test
  void entriesAreTakenOutOneByOneUpToAHundredAndTwentyEight() {
    RealSpace space = space(8);
    for (long page = 0; page < 128; page++) {
      space.map(page << PAGE, PAGE, page(FRAME), PAGE);
    }
    int frames = ground.framesTaken();
    space.clear();
    assertThat(ground.framesTaken()).isEqualTo(frames);
    for (long page = 0; page < 129; page++) {
      assertThat(ground.leaf(space, page << PAGE)).isZero();
      space.map(page << PAGE, PAGE, page(FRAME), PAGE);
    }
    space.clear();
    assertThat(ground.framesTaken()).isEqualTo(1);
    assertThat(ground.leaf(space, 128L << PAGE)).isZero();
  }

  @Test
  void theHartForgetsTheSuperpageThatATableReplaces() {
    RealSpace space = space(8);
    space.map(0x20_0000, MEGAPAGE, page(FRAME), MEGAPAGE);
    ground.fences.clear();
    space.map(0x20_1000, PAGE, page(FRAME), PAGE);
    assertThat(ground.fences).containsExactly("1 201000");
  }

  private record Mapping(long address, int shift, int guestShift) {}

  @Provide
  Arbitrary<Mapping> mappings() {
    Arbitrary<Integer> shifts = Arbitraries.of(PAGE, MEGAPAGE, GIGAPAGE);
    return Combinators.combine(Arbitraries.longs().between(0, (1L << 33) - 1), shifts, shifts)
        .as(
            (address, one, other) ->
                new Mapping(address, Math.min(one, other), Math.max(one, other)));
  }

  @Property(tries = 200)
  void whateverIsMappedAndDroppedEveryFrameComesBack(
      @ForAll List<@From("mappings") Mapping> mappings,
      @ForAll @IntRange(min = 1, max = 12) int frames) {
    Ground small = new Ground(frames, 1);
    RealSpace space = new RealSpace(small.hardware, small, 8, small.takeAsid(), small.takeFrame());
    for (Mapping each : mappings) {
      long entry = page(FRAME);
      boolean mapped = space.map(each.address, each.shift, entry, each.guestShift);
      if (mapped) {
        assertThat(small.leaf(space, each.address)).isEqualTo(entry);
      }
      space.drop(each.address ^ 0x1000);
      if (mapped && each.guestShift > PAGE) {
        assertThat(small.leaf(space, each.address)).isZero();
      }
    }
    space.clear();
    for (Mapping each : mappings) {
      assertThat(small.leaf(space, each.address)).isZero();
    }
    space.giveBackTables();
    assertThat(small.framesTaken()).isEqualTo(1);
  }

  @Property(tries = 200)
  void whatIsClearedIsForgottenAndCanBeMappedAgain(
      @ForAll @Size(max = 12) List<@Size(max = 8) List<@From("mappings") Mapping>> rounds) {
    Ground much = new Ground(400, 1);
    RealSpace space = new RealSpace(much.hardware, much, 8, much.takeAsid(), much.takeFrame());
    for (List<Mapping> round : rounds) {
      for (int i = 0; i < round.size(); i++) {
        Mapping each = round.get(i);
        assertThat(space.map(each.address, each.shift, page(FRAME + 4096L * i), each.guestShift))
            .isTrue();
        assertThat(much.leaf(space, each.address)).isEqualTo(page(FRAME + 4096L * i));
        if (i % 3 == 2) {
          space.drop(round.getFirst().address);
        }
      }
      space.clear();
      for (Mapping each : round) {
        assertThat(much.leaf(space, each.address)).isZero();
      }
    }
    space.giveBackTables();
    assertThat(much.framesTaken()).isEqualTo(1);
  }
}
