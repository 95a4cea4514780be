package trapeze.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that say what a guest's own G-stage and its memory's place say together. */
class ComposedSpacesTest {
  private static final long GUEST = 0x8000_0000L;
  private static final long HOST = Ground.BASE;
  private static final long SIZE = 3L << 20;
  private static final long INNER = 0x4000_5000L;
  private static final int USER_ALL = 0xdf;
  private static final ShadowSpaces.Uniformity UNIFORM = (_, _) -> true;

  private final Ground ground = new Ground(64, 1).withGuestRoots(4);
  private final ShadowSpaces.Counters counters = new ShadowSpaces.Counters();
  private final ComposedSpaces spaces =
      new ComposedSpaces(ground.hardware, ground, new HostMap(GUEST, HOST, SIZE), counters);

  private static long hgatp(int mode, long vmid, long root) {
    return (long) mode << 60 | vmid << 44 | root;
  }

  private static final long ONE = hgatp(8, 5, 0x100);
  private static final long SAME_GUEST = hgatp(8, 5, 0x200);
  private static final long OTHER = hgatp(8, 6, 0x100);

  private static GuestPage page(long guestPhysical, int shift) {
    return new GuestPage(guestPhysical, shift, true, true, true);
  }

  private boolean fill(long hgatp, long address) {
    return spaces.fill(hgatp, address, page(GUEST + 0x3000, 12), UNIFORM);
  }

  private boolean has(long hgatp, long address) {
    return spaces.find(hgatp, address).isPresent();
  }

  @Test
  void aPageLeadsFromTheInnerGuestsAddressToTheRealOne() {
    assertThat(spaces.fill(ONE, INNER + 0x10, page(GUEST + 0x3010, 12), UNIFORM)).isTrue();
    assertThat(spaces.find(ONE, INNER))
        .contains(new ShadowSpaces.Leaf((HOST + 0x3000) >>> 2 | USER_ALL, 12));
    assertThat(has(ONE, INNER + 0x1000)).isFalse();
    assertThat(has(OTHER, INNER)).isFalse();
    assertThat(counters.fills).isOne();
    assertThat(ground.fences).isEmpty();
  }

  @Test
  void whatItsTablesAndProtectionDoNotAllowIsNotAllowed() {
    GuestPage readOnly = new GuestPage(GUEST, 12, true, false, false);
    assertThat(spaces.fill(ONE, INNER, readOnly, UNIFORM)).isTrue();
    assertThat(spaces.find(ONE, INNER).orElseThrow().entry() & 0xe).isEqualTo(2);
    GuestPage nothing = new GuestPage(GUEST, 12, false, true, false);
    assertThat(spaces.fill(ONE, INNER, nothing, UNIFORM)).isFalse();
  }

  @Test
  void whatIsNotTheGuestsMemoryIsNeverEntered() {
    assertThat(spaces.fill(ONE, INNER, page(GUEST - 0x1000, 12), UNIFORM)).isFalse();
    assertThat(spaces.fill(ONE, INNER, page(GUEST + SIZE, 12), UNIFORM)).isFalse();
    assertThat(spaces.fill(ONE, 1L << 41, page(GUEST, 12), UNIFORM)).isFalse();
    assertThat(spaces.find(ONE, 1L << 41)).isEmpty();
    assertThat(counters.fills).isZero();
  }

  @Test
  void eachOfTheGuestsTablesHasASpaceAndAVmidOfItsOwn() {
    long one = spaces.enter(ONE);
    long sameGuest = spaces.enter(SAME_GUEST);
    assertThat(one >>> 60).isEqualTo(8);
    assertThat(one).isNotEqualTo(sameGuest).isEqualTo(spaces.enter(ONE));
    assertThat(Context.vmid(one)).isEqualTo(7);
    assertThat(Context.vmid(sameGuest)).isEqualTo(8);
    assertThat(spaces.ofGuest(ONE)).containsExactlyInAnyOrder(one, sameGuest);
    assertThat(spaces.ofGuest(OTHER)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,8", "8,8", "9,9", "10,10"})
  void aSpaceIsAsWideAsTheGuests(int mode, int real) {
    assertThat(spaces.enter(hgatp(mode, 1, 0)) >>> 60).isEqualTo(real);
  }

  @Test
  void pagesAreAsLargeAsGuestAndHostAllow() {
    long two = 2L << 20;
    assertThat(spaces.fill(ONE, 0x20_0000, page(GUEST, 30), UNIFORM)).isTrue();
    assertThat(spaces.find(ONE, 0x20_0000).orElseThrow().shift()).isEqualTo(21);
    assertThat(spaces.fill(ONE, 0x40_0000, page(GUEST + two, 30), UNIFORM)).isTrue();
    assertThat(spaces.find(ONE, 0x40_0000).orElseThrow().shift()).isEqualTo(12);
    assertThat(spaces.fill(ONE, 0x60_0000, page(GUEST, 12), UNIFORM)).isTrue();
    assertThat(spaces.find(ONE, 0x60_0000).orElseThrow().shift()).isEqualTo(12);
    assertThat(spaces.fill(ONE, 0x80_1000, page(GUEST, 21), UNIFORM)).isTrue();
    assertThat(spaces.find(ONE, 0x80_1000).orElseThrow().shift()).isEqualTo(12);
    assertThat(spaces.fill(ONE, 0xa0_0000, page(GUEST, 21), (_, shift) -> shift == 12)).isTrue();
    assertThat(spaces.find(ONE, 0xa0_0000).orElseThrow().shift()).isEqualTo(12);
    assertThat(spaces.fill(ONE, 0xc0_0000, page(GUEST, 21), (_, _) -> false)).isFalse();
  }

  @Test
  void noPageIsLargerThanTheModeHas() {
    HostMap wide = new HostMap(0, 0, 1L << 41);
    ComposedSpaces others = new ComposedSpaces(ground.hardware, ground, wide, counters);
    long second = 1L << 30;
    long address = 1L << 40 | second;
    assertThat(others.fill(ONE, address, page(second, 39), UNIFORM)).isTrue();
    assertThat(others.find(ONE, address))
        .contains(new ShadowSpaces.Leaf(second >>> 2 | USER_ALL, 30));
    long wider = hgatp(9, 5, 0x100);
    assertThat(others.fill(wider, address, page(second, 39), UNIFORM)).isTrue();
    assertThat(others.find(wider, address).orElseThrow().shift()).isEqualTo(39);
  }

  @Test
  void aSuperpageIsWhollyTheGuests() {
    HostMap shortOfOneByte = new HostMap(GUEST, HOST, (2L << 20) - 1);
    ComposedSpaces others = new ComposedSpaces(ground.hardware, ground, shortOfOneByte, counters);
    assertThat(others.fill(ONE, 0x20_0000, page(GUEST, 21), UNIFORM)).isTrue();
    assertThat(others.find(ONE, 0x20_0000).orElseThrow().shift()).isEqualTo(12);
  }

  @Test
  void whenProtectionChangesAllIsForgotten() {
    assertThat(fill(ONE, INNER)).isTrue();
    assertThat(fill(OTHER, INNER)).isTrue();
    spaces.clear();
    assertThat(has(ONE, INNER)).isFalse();
    assertThat(has(OTHER, INNER)).isFalse();
  }

  @Test
  void tablesOfAnEmptySpaceAreTakenBeforeAnythingIsForgotten() {
    Ground two = new Ground(2, 1).withGuestRoots(2);
    ComposedSpaces others =
        new ComposedSpaces(two.hardware, two, new HostMap(GUEST, HOST, SIZE), counters);
    assertThat(others.fill(ONE, INNER, page(GUEST, 12), UNIFORM)).isTrue();
    others.fenceGuestPhysical(false, 0, true, 5);
    assertThat(others.fill(OTHER, INNER, page(GUEST, 12), UNIFORM)).isTrue();
    assertThat(others.find(OTHER, INNER)).isPresent();
    assertThat(counters.flushes).isZero();
  }

  @Test
  void aHostThatIsNotAlignedHasSmallPages() {
    HostMap odd = new HostMap(GUEST, HOST + 0x1000, SIZE);
    ComposedSpaces others = new ComposedSpaces(ground.hardware, ground, odd, counters);
    assertThat(others.fill(ONE, 0x20_0000, page(GUEST, 21), UNIFORM)).isTrue();
    assertThat(others.find(ONE, 0x20_0000))
        .contains(new ShadowSpaces.Leaf((HOST + 0x1000) >>> 2 | USER_ALL, 12));
  }

  @Test
  void aFenceIsForOneAddressOrForAllOfOneGuestOrOfEvery() {
    long vmid = Context.vmid(spaces.enter(ONE));
    for (long each : new long[] {ONE, SAME_GUEST, OTHER}) {
      fill(each, INNER);
      fill(each, INNER + 0x1000);
    }
    spaces.fenceGuestPhysical(true, INNER, true, 5);
    assertThat(has(ONE, INNER)).isFalse();
    assertThat(has(ONE, INNER + 0x1000)).isTrue();
    assertThat(has(SAME_GUEST, INNER)).isFalse();
    assertThat(has(OTHER, INNER)).isTrue();
    assertThat(ground.fences).hasSize(2).contains("guest %d 40005000".formatted(vmid));
    spaces.fenceGuestPhysical(false, 0, true, 5);
    assertThat(has(ONE, INNER + 0x1000)).isFalse();
    assertThat(has(OTHER, INNER)).isTrue();
    assertThat(ground.fences).hasSize(4).contains("guest " + vmid);
    spaces.fenceGuestPhysical(false, 0, false, 5);
    assertThat(has(OTHER, INNER)).isFalse();
    assertThat(counters.fences).isEqualTo(3);
    spaces.fenceGuestPhysical(true, 1L << 50, false, 0);
  }

  @Test
  void anAddressTooHighIsNoOthers() {
    fill(ONE, 0x5000);
    spaces.fenceGuestPhysical(true, 0x5000 | 1L << 41, false, 0);
    assertThat(has(ONE, 0x5000)).isTrue();
  }

  @Test
  void aPartOfTheGuestsPageIsFencedWithAllOfIt() {
    spaces.fill(ONE, 0x20_1000, page(GUEST + 0x1000, 21), (_, shift) -> shift == 12);
    spaces.fenceGuestPhysical(true, 0x3f_f000, false, 0);
    assertThat(has(ONE, 0x20_1000)).isFalse();
    spaces.fill(ONE, 0x41_3000, page(GUEST + 0x3000, 16), UNIFORM);
    spaces.fill(ONE, 0x42_3000, page(GUEST + 0x3000, 16), UNIFORM);
    spaces.fenceGuestPhysical(true, 0x41_f000, false, 0);
    assertThat(has(ONE, 0x41_3000)).isFalse();
    assertThat(has(ONE, 0x42_3000)).isTrue();
  }

  @Test
  void forWantOfFramesAllIsForgottenAndCounted() {
    ground.limitFrames(2);
    assertThat(fill(ONE, INNER)).isTrue();
    assertThat(fill(OTHER, INNER)).isTrue();
    assertThat(has(ONE, INNER)).isFalse();
    assertThat(has(OTHER, INNER)).isTrue();
    assertThat(counters.flushes).isOne();
    ground.limitFrames(0);
    assertThat(fill(OTHER, 1L << 38)).isTrue();
    spaces.clear();
    ground.limitFrames(0);
    assertThat(fill(OTHER, INNER)).as("by tables that were kept").isTrue();
  }

  @Test
  void withoutFramesNothingIsEntered() {
    ground.limitFrames(0);
    assertThat(fill(ONE, INNER)).isFalse();
  }

  @Test
  void theSpaceThatWasUnusedLongestMakesRoom() {
    Ground small = new Ground(8, 1).withGuestRoots(2);
    ComposedSpaces few =
        new ComposedSpaces(small.hardware, small, new HostMap(GUEST, HOST, SIZE), counters);
    long one = few.enter(ONE);
    few.enter(OTHER);
    few.fill(ONE, INNER, page(GUEST, 12), UNIFORM);
    assertThat(few.enter(SAME_GUEST)).isNotZero();
    assertThat(few.enter(ONE)).isEqualTo(one);
    assertThat(few.find(ONE, INNER)).isPresent();
    assertThat(few.ofGuest(OTHER)).isEmpty();
    assertThat(counters.flushes).isOne();
    assertThat(small.vmidsTaken()).isEqualTo(2);
    few.release();
    assertThat(small.vmidsTaken()).isZero();
    assertThat(small.framesTaken()).isZero();
    assertThat(few.ofGuest(ONE)).isEmpty();
  }

  @Test
  void thereAreNeverMoreThanSixteen() {
    Ground large = new Ground(8, 1).withGuestRoots(20);
    ComposedSpaces many =
        new ComposedSpaces(large.hardware, large, new HostMap(GUEST, HOST, SIZE), counters);
    for (int vmid = 1; vmid <= 17; vmid++) {
      assertThat(many.enter(hgatp(8, vmid, 0))).isNotZero();
      assertThat(large.vmidsTaken()).isEqualTo(Math.min(vmid, 16));
    }
    assertThat(counters.flushes).isOne();
  }

  @Test
  void withoutARootOrAVmidThereIsNoSpaceAndNothingIsKept() {
    Ground none = new Ground(8, 1).withGuestRoots(0);
    ComposedSpaces without =
        new ComposedSpaces(none.hardware, none, new HostMap(GUEST, HOST, SIZE), counters);
    assertThat(without.enter(ONE)).isZero();
    assertThat(without.fill(ONE, INNER, page(GUEST, 12), UNIFORM)).isFalse();
    assertThat(none.vmidsTaken()).isZero();
    Ground noRoot = new Ground(8, 1);
    noRoot.takeGuestRoot();
    ComposedSpaces rootless =
        new ComposedSpaces(noRoot.hardware, noRoot, new HostMap(GUEST, HOST, SIZE), counters);
    assertThat(rootless.enter(ONE)).isZero();
    assertThat(noRoot.vmidsTaken()).isZero();
    Ground noVmid = new Ground(8, 1);
    noVmid.takeVmid();
    ComposedSpaces nameless =
        new ComposedSpaces(noVmid.hardware, noVmid, new HostMap(GUEST, HOST, SIZE), counters);
    assertThat(nameless.enter(ONE)).isZero();
    assertThat(noVmid.framesTaken()).isZero();
  }
}
