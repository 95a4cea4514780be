package trapeze.machine.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.debug.PageWalk;
import trapeze.machine.debug.PageWalk.Stage;

/** A hypervisor's accesses to its guest's memory, and what fences make of what is cached. */
class GuestAccessTest {
  private static final long PAGE = 0x1_0000;
  private static final long GUEST_PAGE = 0x5000;
  private static final long ONE = GuestTables.BASE + 0x10_0000;
  private static final long OTHER = GuestTables.BASE + 0x20_0000;
  private static final long VS = GuestTables.LEAF;
  private static final long G = GuestTables.LEAF | GuestTables.USER;

  private final GuestTables tables = new GuestTables();
  private final long guestRoot = tables.table(4);
  private final long root = tables.table(1);

  GuestAccessTest() {
    for (long at = GuestTables.BASE; at < GuestTables.BASE + GuestTables.SIZE; at += 1 << 21) {
      tables.map(guestRoot, 3, 1, true, at, GuestTables.leaf(at, G));
    }
    mapGuest(GUEST_PAGE, ONE, G);
    mapGuest(GUEST_PAGE + 0x1000, OTHER, G);
    mapVirtual(PAGE, GUEST_PAGE, VS);
    mapVirtual(PAGE + 0x1000, GUEST_PAGE + 0x1000, VS);
    tables.hart.state.set(Rv64State.HGATP, 8L << 60 | 7L << 44 | guestRoot >>> 12);
    tables.hart.state.set(Rv64State.VSATP, 8L << 60 | 3L << 44 | root >>> 12);
    tables.memory.putLong(ONE, 0x1111);
    tables.memory.putLong(OTHER, 0x2222);
  }

  private void mapGuest(long guestPhysical, long physical, long flags) {
    tables.map(guestRoot, 3, 0, true, guestPhysical, GuestTables.leaf(physical, flags));
  }

  private void mapVirtual(long address, long guestPhysical, long flags) {
    tables.map(root, 3, 0, false, address, GuestTables.leaf(guestPhysical, flags));
  }

  private long load() {
    return tables.hart.guestLoad(PAGE, 8, false);
  }

  private static Trap trapOf(Runnable access) {
    try {
      access.run();
    } catch (TrapSignal signal) {
      return signal.trap();
    }
    throw new AssertionError("no trap");
  }

  @Test
  void aLoadGoesThroughBothStages() {
    assertThat(load()).isEqualTo(0x1111);
    tables.hart.guestStore(PAGE + 8, 4, 0x1234_5678_9abcL);
    assertThat(tables.memory.getLong(ONE + 8)).isEqualTo(0x5678_9abcL);
  }

  @Test
  void anAccessMayCrossIntoAnotherPage() {
    tables.hart.guestStore(PAGE + 0xffd, 8, 0x0807_0605_0403_0201L);
    assertThat(tables.memory.getLong(ONE + 0xff8) >>> 40).isEqualTo(0x03_0201);
    assertThat(tables.memory.getLong(OTHER) & 0xff_ffff_ffffL).isEqualTo(0x08_0706_0504L);
    assertThat(tables.hart.guestLoad(PAGE + 0xffd, 8, false)).isEqualTo(0x0807_0605_0403_0201L);
    assertThat(tables.hart.guestLoad(PAGE + 0xffd, 8, true)).isEqualTo(0x0807_0605_0403_0201L);
  }

  @Test
  void anObserverSeesEveryLoadAndStoreOfAGuestsMemory() {
    List<String> seen = new ArrayList<>();
    tables.hart.observeData(
        new DataObserver() {
          @Override
          public void loaded(long address, long physical, int bytes, long value) {
            seen.add("%x %x %d %x".formatted(address, physical, bytes, value));
          }

          @Override
          public void stored(long address, long physical, int bytes, long value) {
            loaded(address, physical, bytes, value);
          }
        });
    load();
    tables.hart.guestLoad(PAGE, 4, true);
    tables.hart.guestStore(PAGE + 8, 2, 0x77);
    assertThat(seen)
        .containsExactly(
            "10000 %x 8 1111".formatted(ONE),
            "10000 %x 4 1111".formatted(ONE),
            "10008 %x 2 77".formatted(ONE + 8));
  }

  @Test
  void aWalkOfPageTablesGoesThroughBothStages() {
    tables.hart.state.set(Rv64State.VIRTUAL, 1);
    PageWalk walk = PageWalk.of(tables.hart, PAGE + 0x123);
    assertThat(walk.isMapped()).isTrue();
    assertThat(walk.physical()).isEqualTo(ONE + 0x123);
    assertThat(walk.guestPhysical()).hasValue(GUEST_PAGE + 0x123);
    assertThat(walk.shift()).isEqualTo(12);
    // Two G-stage entries lead to each of the three tables, three to the page.
    assertThat(walk.entries())
        .extracting(PageWalk.Entry::stage)
        .containsExactly(
            Stage.G, Stage.G, Stage.VS, Stage.G, Stage.G, Stage.VS, Stage.G, Stage.G, Stage.VS,
            Stage.G, Stage.G, Stage.G);
    assertThat(walk.entries().get(2))
        .isEqualTo(
            new PageWalk.Entry(
                GuestTables.slot(root, 2, false, PAGE),
                tables.memory.getLong(GuestTables.slot(root, 2, false, PAGE)),
                Stage.VS));
    assertThat(walk.entries().getLast().value()).isEqualTo(GuestTables.leaf(ONE, G));
  }

  @Test
  void aWalkThatEndsInTheSecondStageTellsWhatIsMissingThere() {
    tables.hart.state.set(Rv64State.VIRTUAL, 1);
    mapGuest(GUEST_PAGE, ONE, 0);
    PageWalk walk = PageWalk.of(tables.hart, PAGE + 0x123);
    assertThat(walk.outcome()).isEqualTo(21);
    assertThat(walk.guestPhysical()).hasValue(GUEST_PAGE + 0x123);
    mapVirtual(PAGE, GUEST_PAGE, 0);
    walk = PageWalk.of(tables.hart, PAGE + 0x123);
    assertThat(walk.outcome()).isEqualTo(13);
    assertThat(walk.guestPhysical()).isEmpty();
  }

  @Test
  void aWalkOfTheHypervisorsOwnAddressHasOneStage() {
    PageWalk walk = PageWalk.of(tables.hart, ONE);
    assertThat(walk.physical()).isEqualTo(ONE);
    assertThat(walk.guestPhysical()).isEmpty();
    assertThat(walk.entries()).isEmpty();
  }

  @Test
  void aGuestPageFaultTellsBothAddresses() {
    mapGuest(GUEST_PAGE + 0x1000, OTHER, G & ~2 & ~4);
    Trap trap = trapOf(() -> tables.hart.guestLoad(PAGE + 0xffd, 8, false));
    assertThat(trap).isEqualTo(new Trap(false, 21, PAGE + 0x1000, GUEST_PAGE + 0x1000, 0, true));
    assertThat(trapOf(() -> tables.hart.guestStore(PAGE + 0x1010, 8, 0)))
        .isEqualTo(new Trap(false, 23, PAGE + 0x1010, GUEST_PAGE + 0x1010, 0, true));
    assertThat(tables.hart.guestLoad(PAGE + 0x1000, 4, true)).isEqualTo(0x2222);
  }

  @Test
  void aFaultOfTheWalkItselfTellsTheEntry() {
    tables.map(guestRoot, 3, 1, true, root, 0);
    long entry = GuestTables.slot(root, 2, false, PAGE);
    assertThat(trapOf(() -> tables.hart.guestStore(PAGE, 8, 0)))
        .isEqualTo(new Trap(false, 23, PAGE, entry, 0x3000, true));
  }

  @Test
  void onlyWhatMayBeExecutedIsLoadedToBeExecuted() {
    mapVirtual(PAGE, GUEST_PAGE, VS & ~8);
    assertThat(load()).isEqualTo(0x1111);
    assertThat(trapOf(() -> tables.hart.guestLoad(PAGE, 4, true)))
        .isEqualTo(new Trap(false, 13, PAGE, 0, 0, true));
    mapVirtual(PAGE, GUEST_PAGE, VS & ~2 & ~4);
    fence(0, 0, 0, 0);
    assertThat(tables.hart.guestLoad(PAGE, 4, true)).isEqualTo(0x1111);
    assertThatThrownBy(this::load).isInstanceOf(TrapSignal.class);
  }

  private void fence(long hasAddress, long address, long hasAsid, long asid) {
    tables.hart.fenceGuestTranslation(hasAddress, address, hasAsid, asid);
  }

  @Test
  void afterAFenceOfTheVirtualStageItsTableCounts() {
    for (int fence = 0; fence < 4; fence++) {
      mapVirtual(PAGE, GUEST_PAGE, VS);
      fence(0, 0, 0, 0);
      assertThat(load()).isEqualTo(0x1111);
      mapVirtual(PAGE, GUEST_PAGE + 0x1000, VS);
      fence(fence & 1, PAGE + 0x123, fence >> 1, 3);
      assertThat(load()).isEqualTo(0x2222);
    }
  }

  @Test
  void afterAFenceOfTheGuestStageItsTableCounts() {
    for (int fence = 0; fence < 4; fence++) {
      mapGuest(GUEST_PAGE, ONE, G);
      tables.hart.fenceGuestPhysical(0, 0, 0, 0);
      assertThat(load()).isEqualTo(0x1111);
      mapGuest(GUEST_PAGE, OTHER, G);
      tables.hart.fenceGuestPhysical(fence & 1, GUEST_PAGE, fence >> 1, 7);
      assertThat(load()).isEqualTo(0x2222);
    }
  }

  @Test
  void afterAFenceOfATablesAddressTheWalkGoesThroughIt() {
    assertThat(load()).isEqualTo(0x1111);
    // The superpage that holds the tables moves to where there are none.
    tables.map(guestRoot, 3, 1, true, root, GuestTables.leaf(GuestTables.BASE, G));
    tables.hart.fenceGuestPhysical(1, root, 1, 7);
    assertThatThrownBy(this::load).isInstanceOf(TrapSignal.class);
  }

  @Test
  void anotherGuestsTranslationsAreNotUsed() {
    assertThat(load()).isEqualTo(0x1111);
    mapGuest(GUEST_PAGE, OTHER, G);
    tables.hart.state.set(Rv64State.HGATP, 8L << 60 | 8L << 44 | guestRoot >>> 12);
    assertThat(load()).isEqualTo(0x2222);
  }

  @Test
  void theHypervisorsOwnTranslationsOutlastThoseOfManyGuests() {
    tables.hart.hasResident(true);
    tables.hart.run(1);
    for (long guest = 0; guest < 100; guest++) {
      tables.hart.state.set(Rv64State.HGATP, 8L << 60 | guest << 44 | guestRoot >>> 12);
      assertThat(load()).isEqualTo(0x1111);
    }
    assertThat(trapOf(() -> tables.hart.load(PAGE, 8)))
        .isEqualTo(Trap.exception(ExceptionCause.LOAD_ACCESS_FAULT, PAGE));
  }

  @Test
  void aFenceOfAnAddressInsideASuperpageForgetsAllOfIt() {
    long address = 0x60_0000;
    tables.map(root, 3, 1, false, address, GuestTables.leaf(0, VS));
    assertThat(tables.hart.guestLoad(address + GUEST_PAGE, 8, false)).isEqualTo(0x1111);
    tables.map(root, 3, 1, false, address, GuestTables.leaf(0x20_0000, VS));
    mapGuest(0x20_0000 + GUEST_PAGE, OTHER, G);
    fence(1, address + 0x10_0000, 0, 0);
    assertThat(tables.hart.guestLoad(address + GUEST_PAGE, 8, false)).isEqualTo(0x2222);
  }

  @Test
  void permissionBitsActWithoutAFence() {
    mapVirtual(PAGE, GUEST_PAGE, VS | GuestTables.USER);
    assertThatThrownBy(this::load).isInstanceOf(TrapSignal.class);
    tables.hart.state.set(Rv64State.VSSTATUS, Rv64State.VS_SUM.mask());
    assertThat(load()).isEqualTo(0x1111);
    tables.hart.state.set(Rv64State.VSSTATUS, 0);
    assertThatThrownBy(this::load).isInstanceOf(TrapSignal.class);
    tables.hart.state.set(Rv64State.HSTATUS, 0);
    assertThat(load()).isEqualTo(0x1111);
  }
}
