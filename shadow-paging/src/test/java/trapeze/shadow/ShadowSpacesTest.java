package trapeze.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Which space a context gets, what is entered into it, and what a fence takes out. */
class ShadowSpacesTest {
  private static final long GUEST = 0x8000_0000L;
  private static final long SIZE = 2L << 20;
  private static final int USER = 0;
  private static final int SUPERVISOR = 1;
  private static final ShadowSpaces.Uniformity UNIFORM = (block, shift) -> true;

  private final Ground ground = new Ground(256, 64);
  private final HostMap hostMap = new HostMap(GUEST, Ground.BASE + (2L << 20), SIZE);

  private ShadowSpaces spaces(Policy policy) {
    return new ShadowSpaces(ground.hardware, ground, policy, hostMap);
  }

  private static Context context(int mode, long root, long asid) {
    return new Context(mode, 8L << 60 | asid << 44 | root >>> 12, 0);
  }

  private static GuestPage page(long physical, int shift) {
    return new GuestPage(physical, shift, true, true, true);
  }

  private void fill(ShadowSpaces spaces, Context context, long address) {
    assertThat(spaces.fill(context, address, page(GUEST + 0x3000, 12), UNIFORM)).isTrue();
  }

  private long leaf(ShadowSpaces spaces, Context context, long address) {
    return ground.leaf(spaces.enter(context), address);
  }

  @Test
  void aContextFindsItsSpaceAgainWithWhatIsInIt() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context kernel = context(SUPERVISOR, 0x1000, 1);
    Context program = context(USER, 0x1000, 1);
    fill(spaces, kernel, 0x5000);
    assertThat(spaces.enter(program)).isNotSameAs(spaces.enter(kernel));
    assertThat(leaf(spaces, program, 0x5000)).isZero();
    assertThat(leaf(spaces, kernel, 0x5000))
        .isEqualTo(Entry.leaf(hostMap.toHost(GUEST + 0x3000), 0xe));
  }

  @Test
  void aDebuggerFindsWhatTheRealTablesSay() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context kernel = context(SUPERVISOR, 0x1000, 1);
    Context program = context(USER, 0x1000, 1);
    fill(spaces, kernel, 0x5000);
    fill(spaces, program, 0x9000);
    long entry = Entry.leaf(hostMap.toHost(GUEST + 0x3000), 0xe);
    assertThat(spaces.find(kernel, 0x5fff)).hasValue(new ShadowSpaces.Leaf(entry, 12));
    assertThat(spaces.find(program, 0x9000)).hasValue(new ShadowSpaces.Leaf(entry, 12));
    assertThat(spaces.find(kernel, 0x6000)).isEmpty();
    assertThat(spaces.find(kernel, 0x4000_5000L)).isEmpty();
    assertThat(spaces.find(kernel, 1L << 62)).isEmpty();
    assertThat(spaces.find(context(USER, 0x2000, 1), 0x9000)).isEmpty();
  }

  @Test
  void noPageIsLargerThanTheModeHas() {
    HostMap wide = new HostMap(0, 0, 1L << 40);
    ShadowSpaces spaces = new ShadowSpaces(ground.hardware, ground, Policy.CACHED, wide);
    Context kernel = context(SUPERVISOR, 0x1000, 1);
    long second = 1L << 30;
    assertThat(spaces.fill(kernel, second, page(second, 39), UNIFORM)).isTrue();
    assertThat(spaces.find(kernel, second))
        .contains(new ShadowSpaces.Leaf(Entry.leaf(second, 0xe), 30));
  }

  @Test
  void aSuperpageIsWhollyTheGuests() {
    HostMap shortOfOneByte = new HostMap(GUEST, Ground.BASE, SIZE - 1);
    ShadowSpaces spaces = new ShadowSpaces(ground.hardware, ground, Policy.CACHED, shortOfOneByte);
    Context kernel = context(SUPERVISOR, 0x1000, 1);
    assertThat(spaces.fill(kernel, 0x20_0000, page(GUEST, 21), UNIFORM)).isTrue();
    assertThat(spaces.find(kernel, 0x20_0000).orElseThrow().shift()).isEqualTo(12);
  }

  @Test
  void whenProtectionChangesAllIsForgotten() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context kernel = context(SUPERVISOR, 0x1000, 1);
    Context program = context(USER, 0x1000, 1);
    fill(spaces, kernel, 0x5000);
    fill(spaces, program, 0x5000);
    spaces.clear();
    assertThat(spaces.find(kernel, 0x5000)).isEmpty();
    assertThat(spaces.find(program, 0x5000)).isEmpty();
  }

  @Test
  void aSpaceIsNotEnteredAgainOnceItsFramesAreGivenBack() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context kernel = context(SUPERVISOR, 0x1000, 1);
    fill(spaces, kernel, 0x5000);
    RealSpace before = spaces.enter(kernel);
    spaces.release();
    assertThat(ground.framesTaken()).isZero();
    assertThat(ground.asidsTaken()).isZero();
    assertThat(spaces.enter(kernel)).isNotSameAs(before);
    assertThat(ground.framesTaken()).isOne();
  }

  @Test
  void tablesOfAnEmptySpaceAreTakenBeforeAnythingIsForgotten() {
    Ground four = new Ground(4, 4);
    ShadowSpaces spaces = new ShadowSpaces(four.hardware, four, Policy.CACHED, hostMap);
    Context kernel = context(SUPERVISOR, 0x1000, 1);
    Context program = context(USER, 0x2000, 2);
    fill(spaces, kernel, 0x5000);
    spaces.fence(false, 0, true, 1);
    fill(spaces, program, 0x5000);
    assertThat(spaces.find(program, 0x5000)).isPresent();
    assertThat(spaces.counters().flushes).isZero();
  }

  @Test
  void onlyOnePolicyLooksAhead() {
    assertThat(spaces(Policy.AHEAD).looksAhead()).isTrue();
    assertThat(spaces(Policy.CACHED).looksAhead()).isFalse();
    assertThat(spaces(Policy.FLUSH).looksAhead()).isFalse();
  }

  @Test
  void goingBackAndForthCountsAsUse() {
    Ground fourAsids = new Ground(256, 4);
    ShadowSpaces spaces = new ShadowSpaces(fourAsids.hardware, fourAsids, Policy.CACHED, hostMap);
    Context kernel = context(SUPERVISOR, 0x1000, 1);
    Context program = context(USER, 0x1000, 1);
    Context third = context(USER, 0x2000, 2);
    Context fourth = context(USER, 0x3000, 3);
    Context fifth = context(USER, 0x4000, 4);
    for (Context each : new Context[] {kernel, program, third, fourth}) {
      fill(spaces, each, 0x5000);
    }
    spaces.enter(program);
    spaces.enter(kernel);
    spaces.enter(program);
    spaces.enter(kernel);
    spaces.enter(fifth);
    assertThat(spaces.find(third, 0x5000)).isEmpty();
    assertThat(spaces.find(fourth, 0x5000)).isPresent();
    assertThat(spaces.find(kernel, 0x5000)).isPresent();
    assertThat(spaces.find(program, 0x5000)).isPresent();
  }

  @Test
  void theContextLeftLastMakesRoomBeforeTheOneGoneBackTo() {
    Ground twoAsids = new Ground(256, 2);
    ShadowSpaces spaces = new ShadowSpaces(twoAsids.hardware, twoAsids, Policy.CACHED, hostMap);
    Context kernel = context(SUPERVISOR, 0x1000, 1);
    Context program = context(USER, 0x1000, 1);
    fill(spaces, kernel, 0x5000);
    fill(spaces, program, 0x5000);
    spaces.enter(kernel);
    spaces.enter(context(USER, 0x2000, 2));
    assertThat(spaces.find(kernel, 0x5000)).isPresent();
    assertThat(spaces.find(program, 0x5000)).isEmpty();
  }

  @Test
  void aSpaceThatIsEnteredAgainIsTheOneThatHadIt() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context kernel = context(SUPERVISOR, 0x1000, 1);
    Context program = context(USER, 0x1000, 1);
    Context third = context(USER, 0x2000, 2);
    RealSpace kernels = spaces.enter(kernel);
    RealSpace programs = spaces.enter(program);
    assertThat(spaces.enter(kernel)).isSameAs(kernels);
    assertThat(spaces.enter(kernel)).isSameAs(kernels);
    assertThat(spaces.enter(third)).isNotSameAs(kernels).isNotSameAs(programs);
    assertThat(spaces.enter(program)).isSameAs(programs);
    assertThat(spaces.enter(kernel)).isSameAs(kernels);
  }

  @Test
  void whatHasNotBeenAskedForIsEnteredOnlyWhereNothingIsKnown() {
    ShadowSpaces spaces = spaces(Policy.AHEAD);
    Context kernel = context(SUPERVISOR, 0x1000, 1);
    fill(spaces, kernel, 0x5000);
    spaces.fillAhead(kernel, 0x5000, page(GUEST + 0x7000, 12));
    spaces.fillAhead(kernel, 0x6000, page(GUEST + 0x7000, 12));
    spaces.fillAhead(kernel, 0x7000, page(GUEST + SIZE, 12));
    spaces.fillAhead(kernel, 0x8000, new GuestPage(GUEST, 12, false, true, false));
    spaces.fillAhead(kernel, 1L << 62, page(GUEST, 12));
    assertThat(leaf(spaces, kernel, 0x5000))
        .isEqualTo(Entry.leaf(hostMap.toHost(GUEST + 0x3000), 0xe));
    assertThat(leaf(spaces, kernel, 0x6000))
        .isEqualTo(Entry.leaf(hostMap.toHost(GUEST + 0x7000), 0xe));
    assertThat(leaf(spaces, kernel, 0x7000)).isZero();
    assertThat(leaf(spaces, kernel, 0x8000)).isZero();
    assertThat(spaces.counters().ahead).isOne();
    assertThat(spaces.counters().fills).isOne();
    spaces.fence(true, 0x6000, false, 0);
    assertThat(leaf(spaces, kernel, 0x6000)).isZero();
  }

  @Test
  void flushingKeepsOneSpaceOnly() {
    ShadowSpaces spaces = spaces(Policy.FLUSH);
    Context one = context(SUPERVISOR, 0x1000, 1);
    fill(spaces, one, 0x5000);
    spaces.enter(context(USER, 0x1000, 1));
    assertThat(ground.framesTaken()).isEqualTo(1);
    assertThat(ground.asidsTaken()).isEqualTo(1);
    assertThat(leaf(spaces, one, 0x5000)).isZero();
    assertThat(spaces.counters().flushes).isEqualTo(2);
  }

  @Test
  void theContextUnusedForLongestMakesRoom() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    for (int i = 0; i < Policy.CACHED.spaces(); i++) {
      fill(spaces, context(SUPERVISOR, 0x1000L * i, 1), 0x5000);
    }
    spaces.enter(context(SUPERVISOR, 0, 1));
    spaces.enter(context(USER, 0, 9));
    assertThat(leaf(spaces, context(SUPERVISOR, 0, 1), 0x5000)).isNotZero();
    assertThat(ground.asidsTaken()).isEqualTo(Policy.CACHED.spaces());
    assertThat(leaf(spaces, context(SUPERVISOR, 0x1000, 1), 0x5000)).isZero();
  }

  @Test
  void aFenceOfAnAsidLeavesTheOthersAlone() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context one = context(SUPERVISOR, 0x1000, 1);
    Context two = context(SUPERVISOR, 0x1000, 2);
    Context bare = new Context(SUPERVISOR, 0, 0);
    fill(spaces, one, 0x5000);
    fill(spaces, two, 0x5000);
    fill(spaces, bare, GUEST + 0x3000);
    spaces.fence(false, 0, true, 1);
    assertThat(leaf(spaces, one, 0x5000)).isZero();
    assertThat(leaf(spaces, two, 0x5000)).isNotZero();
    spaces.fence(false, 0, false, 0);
    assertThat(leaf(spaces, two, 0x5000)).isZero();
    assertThat(leaf(spaces, bare, GUEST + 0x3000)).isNotZero();
  }

  @Test
  void asidZeroIsAnAsidLikeAnyOther() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context zero = context(SUPERVISOR, 0x1000, 0);
    Context one = context(SUPERVISOR, 0x1000, 1);
    fill(spaces, zero, 0x5000);
    fill(spaces, one, 0x5000);
    spaces.fence(true, 0x5000, true, 0);
    assertThat(leaf(spaces, zero, 0x5000)).isZero();
    assertThat(leaf(spaces, one, 0x5000)).isNotZero();
  }

  @Test
  void aFenceOfAnAddressReachesEveryContextOfItsAsid() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context kernel = context(SUPERVISOR, 0x1000, 1);
    Context program = context(USER, 0x1000, 1);
    fill(spaces, kernel, 0x5000);
    fill(spaces, kernel, 0x6000);
    fill(spaces, program, 0x5000);
    spaces.fence(true, 0x5008, true, 1);
    assertThat(leaf(spaces, kernel, 0x5000)).isZero();
    assertThat(leaf(spaces, program, 0x5000)).isZero();
    assertThat(leaf(spaces, kernel, 0x6000)).isNotZero();
  }

  @Test
  void whatTheGuestDoesNotHaveIsNeverEntered() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context context = context(SUPERVISOR, 0x1000, 1);
    long[] outside = {
      0, GUEST - 1, GUEST + SIZE, GUEST + (1L << 32), -4096L, Long.MIN_VALUE, 0xff_ffff_ffff_f000L
    };
    for (long physical : outside) {
      assertThat(spaces.fill(context, 0x5000, page(physical, 12), UNIFORM)).isFalse();
      long offset = physical & (1L << 30) - 1;
      assertThat(spaces.fill(context, offset, page(physical, 30), UNIFORM)).isFalse();
      assertThat(leaf(spaces, context, offset)).isZero();
    }
    assertThat(leaf(spaces, context, 0x5000)).isZero();
  }

  @Test
  void aLargePageIsEnteredAsLargeAsTheGuestHasIt() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context context = context(SUPERVISOR, 0x1000, 1);
    GuestPage gigapage = page(GUEST + 0x1234, 30);
    assertThat(spaces.fill(context, 0x4000_1234L, gigapage, UNIFORM)).isTrue();
    assertThat(leaf(spaces, context, 0x401f_ffffL))
        .isEqualTo(Entry.leaf(hostMap.toHost(GUEST), 0xe));
    assertThat(leaf(spaces, context, 0x4020_0000L)).isZero();
  }

  @Test
  void aPageWhoseProtectionIsNotUniformIsEnteredInPieces() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context context = context(SUPERVISOR, 0x1000, 1);
    assertThat(
            spaces.fill(context, 0x5000, page(GUEST + 0x5000, 21), (block, shift) -> shift == 12))
        .isTrue();
    assertThat(leaf(spaces, context, 0x5000)).isNotZero();
    assertThat(leaf(spaces, context, 0x6000)).isZero();
  }

  @Test
  void whatNoEntryCanSayIsNotEntered() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context context = context(SUPERVISOR, 0x1000, 1);
    GuestPage nothing = new GuestPage(GUEST, 12, false, true, false);
    assertThat(spaces.fill(context, 0x5000, nothing, UNIFORM)).isFalse();
    GuestPage clean = new GuestPage(GUEST, 12, true, false, false);
    assertThat(spaces.fill(context, 0x5000, clean, UNIFORM)).isTrue();
    assertThat(leaf(spaces, context, 0x5000) & 0xe).isEqualTo(Entry.READ);
  }

  @Test
  void anAddressThatTheRealModeCannotHoldIsNotEntered() {
    HostMap high = new HostMap(1L << 40, Ground.BASE, SIZE);
    ShadowSpaces spaces = new ShadowSpaces(ground.hardware, ground, Policy.CACHED, high);
    Context bare = new Context(SUPERVISOR, 0, 0);
    assertThat(spaces.fill(bare, 1L << 40, page(1L << 40, 63), UNIFORM)).isFalse();
  }

  @Test
  void withoutFramesEverythingIsForgottenAndTheSpaceGoesOn() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context one = context(SUPERVISOR, 0x1000, 1);
    Context two = context(SUPERVISOR, 0x2000, 1);
    fill(spaces, one, 0x5000);
    spaces.enter(two);
    ground.limitFrames(1);
    fill(spaces, two, 0x5000);
    assertThat(leaf(spaces, one, 0x5000)).isZero();
    assertThat(spaces.counters().flushes).isEqualTo(1);
  }

  @Test
  void roomIsMadeOfTheTablesThatEmptySpacesKeep() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    for (long asid = 1; asid <= 8; asid++) {
      fill(spaces, context(SUPERVISOR, 0x1000, asid), 0x5000);
    }
    spaces.clear();
    assertThat(ground.framesTaken()).isGreaterThan(8);
    spaces.makeRoom();
    assertThat(ground.framesTaken()).isEqualTo(8);
  }

  @Test
  void withoutAnyFrameTheAccessIsNotEnteredAndNothingIsLost() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context context = context(SUPERVISOR, 0x1000, 1);
    spaces.enter(context);
    ground.limitFrames(1);
    assertThat(spaces.fill(context, 0x5000, page(GUEST, 12), UNIFORM)).isFalse();
    spaces.release();
    assertThat(ground.framesTaken()).isZero();
  }

  @Test
  void withoutAsidsAnotherContextMakesRoom() {
    Ground narrow = new Ground(64, 1);
    ShadowSpaces spaces = new ShadowSpaces(narrow.hardware, narrow, Policy.CACHED, hostMap);
    Context one = context(SUPERVISOR, 0x1000, 1);
    fill(spaces, one, 0x5000);
    spaces.enter(context(SUPERVISOR, 0x2000, 1));
    assertThat(narrow.asidsTaken()).isEqualTo(1);
    assertThat(narrow.framesTaken()).isEqualTo(1);
  }

  @Test
  void aQuotaWithoutRoomForOneSpaceIsAMistakeOfTheMonitors() {
    Ground nothing = new Ground(64, 0);
    ShadowSpaces spaces = new ShadowSpaces(nothing.hardware, nothing, Policy.CACHED, hostMap);
    Context context = context(SUPERVISOR, 0x1000, 1);
    assertThatThrownBy(() -> spaces.enter(context)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void releasingGivesEverythingBack() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    for (int i = 0; i < 20; i++) {
      fill(spaces, context(SUPERVISOR, 0x1000L * i, i), 0x5000L << i);
    }
    spaces.release();
    assertThat(ground.framesTaken()).isZero();
    assertThat(ground.asidsTaken()).isZero();
  }

  @Test
  void contextsThatDifferInAnythingAreNotTheSame() {
    Context context = new Context(SUPERVISOR, 9L << 60 | 0xffffL << 44 | 5, 1 << 18);
    assertThat(context.asid()).isEqualTo(0xffff);
    assertThat(context.realMode()).isEqualTo(9);
    assertThat(context.isTranslated()).isTrue();
    assertThat(context).isNotEqualTo(new Context(USER, context.satp(), context.options()));
    assertThat(context).isNotEqualTo(new Context(SUPERVISOR, context.satp(), 0));
    assertThat(new Context(SUPERVISOR, 0, 0).isTranslated()).isFalse();
    assertThat(new Context(SUPERVISOR, 0, 0).realMode()).isEqualTo(8);
  }

  @Test
  void aPageMayBeForExecutionOnly() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context context = context(SUPERVISOR, 0x1000, 1);
    GuestPage code = new GuestPage(GUEST, 12, false, true, true);
    assertThat(spaces.fill(context, 0x5000, code, UNIFORM)).isTrue();
    assertThat(leaf(spaces, context, 0x5000) & 0xe).isEqualTo(Entry.EXECUTE);
  }

  @Test
  void theLargestPageIsTheLargestOfTheMode() {
    HostMap large = new HostMap(0, 1L << 40, 1L << 40);
    Context three = new Context(SUPERVISOR, 8L << 60, 0);
    Context four = new Context(SUPERVISOR, 9L << 60, 0);
    ShadowSpaces spaces = new ShadowSpaces(ground.hardware, ground, Policy.CACHED, large);
    spaces.fill(three, 0, page(0, 48), UNIFORM);
    spaces.fill(four, 0, page(0, 48), UNIFORM);
    assertThat(leaf(spaces, three, (1L << 30) - 1)).isNotZero();
    assertThat(leaf(spaces, three, 1L << 30)).isZero();
    assertThat(leaf(spaces, four, (1L << 39) - 1)).isNotZero();
    assertThat(leaf(spaces, four, 1L << 39)).isZero();
  }

  @Test
  void aFenceOfAContiguousPageReachesAllThatIsEnteredOfIt() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    Context context = context(SUPERVISOR, 0x1000, 1);
    spaces.fill(context, 0x1_3000, page(GUEST + 0x3000, 16), UNIFORM);
    spaces.fill(context, 0x2_0000, page(GUEST, 12), UNIFORM);
    spaces.fence(true, 0x1_8000, false, 0);
    assertThat(leaf(spaces, context, 0x1_3000)).isZero();
    assertThat(leaf(spaces, context, 0x2_0000)).isNotZero();
  }

  @Test
  void whatIsDoneIsCounted() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    fill(spaces, context(SUPERVISOR, 0x1000, 1), 0x5000);
    fill(spaces, context(SUPERVISOR, 0x1000, 1), 0x6000);
    spaces.fence(true, 0x5000, false, 0);
    assertThat(spaces.counters().fills).isEqualTo(2);
    assertThat(spaces.counters().fences).isEqualTo(1);
    assertThat(spaces.counters().flushes).isZero();
  }

  @Test
  void releasingGivesEverythingBackOnce() {
    ShadowSpaces spaces = spaces(Policy.CACHED);
    fill(spaces, context(SUPERVISOR, 0x1000, 1), 0x5000);
    fill(spaces, context(USER, 0x1000, 1), 0x5000);
    spaces.release();
    spaces.release();
    assertThat(ground.framesTaken()).isZero();
    assertThat(ground.asidsTaken()).isZero();
  }
}
