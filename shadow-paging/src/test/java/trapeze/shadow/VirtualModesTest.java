package trapeze.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import trapeze.isa.rv64.Rv64State;

/** Spaces for the real VS and VU beside those for the real S and U. */
class VirtualModesTest {
  private static final long GUEST = 0x8000_0000L;
  private static final long HOST = Ground.BASE + (2L << 20);
  private static final long ADDRESS = 0x5000;
  private static final long SATP = 8L << 60 | 3L << 44 | 1;

  private final Ground ground = new Ground(64, 8);
  private final ShadowSpaces spaces =
      new ShadowSpaces(ground.hardware, ground, Policy.CACHED, new HostMap(GUEST, HOST, 2L << 20));
  private final Context plain = new Context(1, SATP, 0);
  private final Context virtual = plain.inVirtualModes();

  @BeforeEach
  void somebodysTablesAreInForce() {
    ground.hardware.state().set(Rv64State.HGATP, 8L << 60 | 5L << 44 | 9);
  }

  private void fill(Context context) {
    GuestPage page = new GuestPage(GUEST + 0x3000, 12, true, true, true);
    assertThat(spaces.fill(context, ADDRESS, page, (_, _) -> true)).isTrue();
  }

  @Test
  void theSameTablesForOtherModesAreAnotherContextWithAnAsidOfItsOwn() {
    assertThat(virtual).isNotEqualTo(plain).isEqualTo(new Context(1, SATP, 0, 0, true));
    assertThat(virtual.isVirtual()).isFalse();
    assertThat(virtual.asid()).isEqualTo(3);
    fill(virtual);
    assertThat(spaces.find(plain, ADDRESS)).isEmpty();
    assertThat(spaces.enter(plain).asid()).isNotEqualTo(spaces.enter(virtual).asid());
  }

  @Test
  void aPageThatIsDroppedIsFencedInVsStageWithNothingBehindIt() {
    fill(virtual);
    spaces.fence(true, ADDRESS, true, 3);
    assertThat(ground.fences).containsExactly("hgatp 0: 1 5000");
    assertThat(spaces.find(virtual, ADDRESS)).isEmpty();
  }

  @Test
  void aSpaceThatIsEmptiedIsFencedThereAsAWhole() {
    fill(virtual);
    spaces.fence(false, 0, false, 0);
    assertThat(ground.fences).containsExactly("hgatp 0: 1");
  }

  @Test
  void aFrameThatIsTakenAwayIsFencedWhereItWas() {
    fill(virtual);
    spaces.dropFrame(HOST + 0x3000);
    assertThat(ground.fences).containsExactly("hgatp 0: 1");
    ground.fences.clear();
    fill(plain);
    spaces.dropFrame(HOST + 0x3000);
    assertThat(ground.fences).containsExactly("2");
  }

  @Test
  void oneFenceOfTheGuestReachesBoth() {
    fill(plain);
    fill(virtual);
    spaces.fence(true, ADDRESS, false, 0);
    assertThat(ground.fences).containsExactly("1 5000", "hgatp 0: 2 5000");
  }

  @Test
  void addressesAreSignExtendedThereToo() {
    GuestPage page = new GuestPage(GUEST, 12, true, true, true);
    assertThat(spaces.fill(virtual, 0xffff_ffff_8000_0000L, page, (_, _) -> true)).isTrue();
    assertThat(spaces.fill(virtual, 1L << 38, page, (_, _) -> true)).isFalse();
    assertThat(spaces.fill(virtual, (1L << 38) - 0x1000, page, (_, _) -> true)).isTrue();
  }

  @Test
  void itsTablesAreFoundByAnOrdinaryRoot() {
    fill(virtual);
    RealSpace space = spaces.enter(virtual);
    assertThat(space.satp() >>> 60).isEqualTo(8);
    assertThat(ground.leaf(space, ADDRESS)).isEqualTo((HOST + 0x3000) >>> 2 | 0xdf);
    spaces.release();
    assertThat(ground.framesTaken()).isZero();
    assertThat(ground.asidsTaken()).isZero();
  }
}
