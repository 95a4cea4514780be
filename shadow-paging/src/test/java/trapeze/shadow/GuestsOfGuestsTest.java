package trapeze.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import trapeze.isa.ir.AccessKind;

/** Spaces of a guest that is a hypervisor, and what the monitor puts into spaces of its own. */
class GuestsOfGuestsTest {
  private static final long GUEST = 0x8000_0000L;
  private static final long SIZE = 2L << 20;
  private static final int SUPERVISOR = 1;
  private static final int VIRTUAL = 4;
  private static final long ADDRESS = 0x5000;
  private static final ShadowSpaces.Uniformity UNIFORM = (block, shift) -> true;

  private final Ground ground = new Ground(256, 64);
  private final HostMap hostMap = new HostMap(GUEST, Ground.BASE + (2L << 20), SIZE);
  private final ShadowSpaces spaces =
      new ShadowSpaces(ground.hardware, ground, Policy.CACHED, hostMap);

  private final Context own = new Context(SUPERVISOR, satp(3), 0);
  private final Context inner = virtual(5, 3);
  private final Context sameGuest = virtual(5, 4);
  private final Context otherGuest = virtual(6, 3);

  GuestsOfGuestsTest() {
    for (Context each : new Context[] {own, inner, sameGuest, otherGuest}) {
      fill(each, ADDRESS);
    }
  }

  private static long satp(long asid) {
    return 8L << 60 | asid << 44 | 1;
  }

  private static long hgatp(long vmid) {
    return 8L << 60 | vmid << 44 | 2;
  }

  private static Context virtual(long vmid, long asid) {
    return new Context(VIRTUAL | SUPERVISOR, satp(asid), 0, hgatp(vmid));
  }

  private void fill(Context context, long address) {
    GuestPage page = new GuestPage(GUEST + 0x3000, 12, true, true, true);
    assertThat(spaces.fill(context, address, page, UNIFORM)).isTrue();
  }

  private boolean has(Context context) {
    return spaces.find(context, ADDRESS).isPresent();
  }

  private void left(boolean inOwn, boolean inInner, boolean inSameGuest, boolean inOtherGuest) {
    assertThat(has(own)).as("the hypervisor's own").isEqualTo(inOwn);
    assertThat(has(inner)).as("its guest's").isEqualTo(inInner);
    assertThat(has(sameGuest)).as("another space of that guest").isEqualTo(inSameGuest);
    assertThat(has(otherGuest)).as("another guest's").isEqualTo(inOtherGuest);
  }

  @Test
  void aFenceOfTheHypervisorIsForItsOwnSpaces() {
    spaces.fence(false, 0, false, 0);
    left(false, true, true, true);
  }

  @Test
  void aFenceForAGuestNamesItByItsVmid() {
    spaces.fenceGuest(hgatp(5), false, 0, false, 0);
    left(true, false, false, true);
  }

  @Test
  void anAsidIsTheGuestsOwn() {
    spaces.fenceGuest(hgatp(5), true, ADDRESS, true, 3);
    left(true, false, true, true);
  }

  @Test
  void anotherAddressStays() {
    spaces.fenceGuest(hgatp(5), true, ADDRESS + 0x1000, false, 0);
    left(true, true, true, true);
  }

  @Test
  void aFenceOfGuestPhysicalMemoryIsForAGuestOrForAll() {
    spaces.fenceGuestPhysical(true, 6);
    left(true, true, true, false);
    spaces.fenceGuestPhysical(false, 6);
    left(true, false, false, false);
  }

  @Test
  void contextsTellWhoseTheyAre() {
    assertThat(inner.vmid()).isEqualTo(5);
    assertThat(inner.isVirtual()).isTrue();
    assertThat(own.isVirtual()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0,0,8", "9,0,9", "9,10,9", "0,8,9", "0,9,10", "0,10,10"})
  void aRealSpaceIsWideEnough(long mode, long guestMode, int real) {
    Context context = new Context(VIRTUAL | SUPERVISOR, mode << 60, 0, guestMode << 60);
    assertThat(context.realMode()).isEqualTo(real);
  }

  @Test
  void whateverLeadsToAFrameIsDropped() {
    fill(own, 0x4000_7000L);
    GuestPage beside = new GuestPage(GUEST + 0x4000, 12, true, true, true);
    assertThat(spaces.fill(own, 0x9000, beside, UNIFORM)).isTrue();
    ground.fences.clear();
    spaces.dropFrame(hostMap.toHost(GUEST + 0x3000));
    left(false, false, false, false);
    assertThat(spaces.find(own, 0x4000_7000L)).isEmpty();
    assertThat(spaces.find(own, 0x9000)).isPresent();
    assertThat(ground.fences).hasSize(4);
    ground.fences.clear();
    spaces.dropFrame(hostMap.toHost(GUEST + 0x3000));
    assertThat(ground.fences).isEmpty();
  }

  @Test
  void aLargePageLeadsToEachOfItsFrames() {
    HostMap large = new HostMap(GUEST, Ground.BASE, 4L << 20);
    ShadowSpaces others = new ShadowSpaces(ground.hardware, ground, Policy.CACHED, large);
    GuestPage page = new GuestPage(GUEST, 21, true, true, true);
    assertThat(others.fill(own, 0x20_0000, page, UNIFORM)).isTrue();
    others.dropFrame(Ground.BASE + (2L << 20));
    assertThat(others.find(own, 0x20_3000)).isPresent();
    others.dropFrame(Ground.BASE + 0x5000);
    assertThat(others.find(own, 0x20_3000)).isEmpty();
  }

  @Test
  void thePagesOfTheMonitorAreNotTheGuestsToRead() {
    long frame = Ground.BASE + 0x6000;
    assertThat(spaces.enterOwn(own, 0x7000, frame, OwnAccess.EXECUTE)).isTrue();
    assertThat(spaces.enterOwn(own, 0x8000, frame, OwnAccess.READ_WRITE)).isTrue();
    assertThat(spaces.enterOwn(own, 1L << 62, frame, OwnAccess.READ_WRITE)).isFalse();
    assertThat(spaces.find(own, 0x7000))
        .contains(new ShadowSpaces.Leaf(Entry.leaf(frame, Entry.EXECUTE), 12));
    assertThat(spaces.find(own, 0x8000))
        .contains(new ShadowSpaces.Leaf(Entry.leaf(frame, Entry.READ | Entry.WRITE), 12));
    assertThat(spaces.find(own, 1L << 62)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(AccessKind.class)
  void aPageAllowsWhatItSays(AccessKind kind) {
    boolean reads = kind == AccessKind.READ || kind == AccessKind.READ_EXECUTABLE;
    boolean writes = kind == AccessKind.WRITE;
    boolean executes = kind == AccessKind.EXECUTE;
    assertThat(new GuestPage(GUEST, 12, true, false, false).allows(kind)).isEqualTo(reads);
    assertThat(new GuestPage(GUEST, 12, false, true, false).allows(kind)).isEqualTo(writes);
    assertThat(new GuestPage(GUEST, 12, false, false, true).allows(kind)).isEqualTo(executes);
  }

  @Test
  void aPartOfAGuestsPageIsFencedWithAllOfIt() {
    GuestPage page = new GuestPage(GUEST + 0x4000, 12, true, true, true).fencedBy(21);
    assertThat(page.shift()).isEqualTo(12);
    Context other = new Context(SUPERVISOR, satp(9), 0);
    assertThat(spaces.fill(other, 0x4000, page, UNIFORM)).isTrue();
    spaces.fence(true, 0x1f_0000, true, 9);
    assertThat(spaces.find(other, 0x4000)).isEmpty();
  }
}
