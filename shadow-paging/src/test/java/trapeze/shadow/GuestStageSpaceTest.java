package trapeze.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** G-stage tables: where they lead, how large their pages are, what they take and give back. */
class GuestStageSpaceTest {
  private static final long GUEST = 0x8000_0000L;
  private static final long HOST = Ground.BASE + (1L << 20);
  private static final long SIZE = 1L << 20;
  private static final ShadowSpaces.Uniformity UNIFORM = (_, _) -> true;
  private static final int USER_ALL = 0xdf;

  private final Ground ground = new Ground(8, 1);

  private GuestStageSpace space(int mode) {
    return new GuestStageSpace(ground.hardware, ground, mode, new HostMap(GUEST, HOST, SIZE));
  }

  private static GuestPage page(long guestPhysical) {
    return new GuestPage(guestPhysical, 63, true, true, true);
  }

  @Test
  void aPageLeadsToItsPlaceInTheRealMachineAndIsAUsers() {
    GuestStageSpace space = space(8);
    assertThat(space.fill(page(GUEST + 0x3456), UNIFORM)).isTrue();
    assertThat(leaf(space, GUEST + 0x3000)).isEqualTo((HOST + 0x3000) >>> 2 | USER_ALL);
    assertThat(leaf(space, GUEST + 0x4000)).isZero();
    assertThat(space.find(GUEST + 0x3fff)).map(ShadowSpaces.Leaf::shift).contains(12);
  }

  @Test
  void whatIsNotTheGuestsIsNeverEntered() {
    GuestStageSpace space = space(8);
    assertThat(space.fill(page(GUEST - 1), UNIFORM)).isFalse();
    assertThat(space.fill(page(GUEST + SIZE), UNIFORM)).isFalse();
    assertThat(space.fill(page(GUEST | 1L << 41), UNIFORM)).isFalse();
    assertThat(space.fill(new GuestPage(GUEST, 63, false, false, false), UNIFORM)).isFalse();
    assertThat(ground.framesTaken()).isOne();
  }

  @Test
  void addressesAsWideAsTheModeHasTheirOwnEntriesInALongRoot() {
    long far = 1L << 40;
    GuestStageSpace space =
        new GuestStageSpace(ground.hardware, ground, 8, new HostMap(far, HOST, SIZE));
    assertThat(space.fill(page(far), UNIFORM)).isTrue();
    assertThat(leaf(space, far)).isEqualTo(HOST >>> 2 | USER_ALL);
    assertThat(leaf(space, 0)).isZero();
    space.clear();
    assertThat(leaf(space, far)).isZero();
    space.release();
    assertThat(ground.framesTaken()).isZero();
  }

  @Test
  void pagesAreAsLargeAsHostAndProtectionAllow() {
    GuestStageSpace space =
        new GuestStageSpace(ground.hardware, ground, 8, new HostMap(GUEST, Ground.BASE, 4L << 20));
    assertThat(space.fill(page(GUEST + 0x1000), UNIFORM)).isTrue();
    assertThat(space.find(GUEST)).map(ShadowSpaces.Leaf::shift).contains(21);
    assertThat(space.fill(page(GUEST + (2L << 20)), (_, shift) -> shift == 12)).isTrue();
    assertThat(space.find(GUEST + (2L << 20))).map(ShadowSpaces.Leaf::shift).contains(12);
  }

  @Test
  void forWantOfFramesAllIsForgottenAndCounted() {
    Ground small = new Ground(2, 64);
    HostMap twoTables = new HostMap(GUEST, Ground.BASE, 4L << 20);
    GuestStageSpace space = new GuestStageSpace(small.hardware, small, 8, twoTables);
    long second = GUEST + (2L << 20);
    assertThat(space.vmid()).isEqualTo(7);
    assertThat(space.fill(page(GUEST), (_, shift) -> shift == 12)).isTrue();
    assertThat(space.fills()).isOne();
    assertThat(space.flushes()).isZero();
    assertThat(space.fill(page(second), (_, shift) -> shift == 12)).isTrue();
    assertThat(space.fills()).isEqualTo(2);
    assertThat(space.flushes()).isOne();
    assertThat(space.find(GUEST)).isEmpty();
    assertThat(space.find(second)).isPresent();
  }

  @Test
  void allIsGivenBackOnce() {
    GuestStageSpace space = space(9);
    assertThat(space.fill(page(GUEST), UNIFORM)).isTrue();
    assertThatThrownBy(() -> space(9)).isInstanceOf(IllegalStateException.class);
    space.release();
    space.release();
    assertThat(ground.framesTaken()).isZero();
    assertThat(space(9).vmid()).isEqualTo(space.vmid());
  }

  @Test
  void noPageIsLargerThanTheModeHas() {
    HostMap wide = new HostMap(0, 0, 1L << 41);
    long address = 1L << 40 | 1L << 30;
    GuestStageSpace narrow = new GuestStageSpace(ground.hardware, ground, 8, wide);
    assertThat(narrow.fill(page(address), UNIFORM)).isTrue();
    assertThat(narrow.find(address)).contains(new ShadowSpaces.Leaf(address >>> 2 | USER_ALL, 30));
    narrow.release();
    GuestStageSpace larger = new GuestStageSpace(ground.hardware, ground, 9, wide);
    assertThat(larger.fill(page(address), UNIFORM)).isTrue();
    assertThat(larger.find(address)).map(ShadowSpaces.Leaf::shift).contains(39);
  }

  @Test
  void aSuperpageIsWhollyTheGuests() {
    HostMap shortOfOneByte = new HostMap(GUEST, Ground.BASE, (2L << 20) - 1);
    GuestStageSpace space = new GuestStageSpace(ground.hardware, ground, 8, shortOfOneByte);
    assertThat(space.fill(page(GUEST), UNIFORM)).isTrue();
    assertThat(space.find(GUEST)).map(ShadowSpaces.Leaf::shift).contains(12);
  }

  @Test
  void withoutAnyFrameNothingIsEntered() {
    Ground none = new Ground(0, 1);
    GuestStageSpace space =
        new GuestStageSpace(none.hardware, none, 8, new HostMap(GUEST, HOST, SIZE));
    assertThat(space.fill(page(GUEST), UNIFORM)).isFalse();
    assertThat(space.find(GUEST)).isEmpty();
  }

  /** The leaf that a walk comes to, or 0. Written anew, not the code's own. */
  private long leaf(GuestStageSpace space, long address) {
    int levels = (int) (space.hgatp() >>> 60) - 5;
    long table = (space.hgatp() & (1L << 44) - 1) << 12;
    int mask = 2047;
    for (int level = levels - 1; level >= 0; level--) {
      long entry = ground.memory.getLong(table + 8 * (address >>> 12 + 9 * level & mask));
      if ((entry & 1) == 0 || (entry & 0xe) != 0) {
        return (entry & 1) == 0 ? 0 : entry;
      }
      table = entry >>> 10 << 12;
      mask = 511;
    }
    throw new AssertionError("a pointer where only leaves can be");
  }
}
