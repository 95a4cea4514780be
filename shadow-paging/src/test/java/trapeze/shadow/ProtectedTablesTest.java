package trapeze.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is kept of a guest whose page tables cannot be written without an exit, and what goes. */
class ProtectedTablesTest {
  private static final long GUEST = 0x8000_0000L;
  private static final long ROOT = GUEST + 0x1000;
  private static final long MIDDLE = GUEST + 0x2000;
  private static final long LAST = GUEST + 0x3000;
  private static final long OTHER = GUEST + 0x4000;
  private static final long DATA = GUEST + 0x1_0000;
  private static final long ONE = 0x5000;
  private static final long TWO = 0x6000;
  private static final long WRITABLE = 4;
  private static final long POINTER = 1;
  private static final long READ_ONLY_LEAF = 0x43;
  private static final long LEAF = 0x4f;
  private static final ShadowSpaces.Uniformity UNIFORM = (block, shift) -> true;

  private final Ground ground = new Ground(256, 64);
  private final HostMap hostMap = new HostMap(GUEST, Ground.BASE + (2L << 20), 2L << 20);
  private final ShadowSpaces spaces = spaces(ground);
  private final Context kernel = context(1, 1);

  private ShadowSpaces spaces(Ground on) {
    return new ShadowSpaces(on.hardware, on, Policy.WRITE_PROTECTED, hostMap);
  }

  private static Context context(int mode, long asid) {
    return new Context(mode, 8L << 60 | asid << 44 | ROOT >>> 12, 0);
  }

  private void put(long table, long index, long entry) {
    ground.memory.putLong(hostMap.toHost(table) + 8 * index, entry);
  }

  private static long index(long address, int shift) {
    return address >>> shift & 511;
  }

  /** Three levels of tables for an address, the lowest one being named. */
  private void map(long address, long last) {
    put(ROOT, index(address, 30), MIDDLE >>> 2 | POINTER);
    put(MIDDLE, index(address, 21), last >>> 2 | POINTER);
    put(last, index(address, 12), DATA >>> 2 | LEAF);
  }

  private void walk(Context context, long address, long last) {
    spaces.walked(context, address, ROOT + 8 * index(address, 30), 30);
    spaces.walked(context, address, MIDDLE + 8 * index(address, 21), 21);
    spaces.walked(context, address, last + 8 * index(address, 12), 12);
  }

  private void enter(Context context, long address, long last) {
    map(address, last);
    walk(context, address, last);
    assertThat(spaces.fill(context, address, page(DATA, 12, true), UNIFORM)).isTrue();
  }

  private static GuestPage page(long physical, int shift, boolean writable) {
    return new GuestPage(physical, shift, true, writable, true);
  }

  private long leaf(Context context, long address) {
    return ground.leaf(spaces.enter(context), address);
  }

  private void isKept(long address) {
    assertThat(leaf(kernel, address)).isNotZero();
  }

  private void isGone(long address) {
    assertThat(leaf(kernel, address)).isZero();
  }

  private void fence() {
    spaces.fence(false, 0, false, 0);
  }

  @Test
  void aFenceDropsNothing() {
    enter(kernel, ONE, LAST);
    fence();
    spaces.fence(true, ONE, true, 1);
    isKept(ONE);
    assertThat(spaces.counters().fences).isEqualTo(2);
    assertThat(ground.fences).isEmpty();
  }

  @Test
  void aStoreDropsWhatItsEntriesWereUsedFor() {
    enter(kernel, ONE, LAST);
    enter(kernel, TWO, LAST);
    put(LAST, index(ONE, 12), 0);
    spaces.stored(LAST + 8 * index(ONE, 12));
    isGone(ONE);
    isKept(TWO);
    assertThat(ground.fences).hasSize(1);
    assertThat(spaces.counters().tableStores).isEqualTo(1);
    assertThat(spaces.counters().tables).isEqualTo(3);
  }

  @Test
  void everyEntryOfATableIsLookedAt() {
    for (long address : new long[] {0, 511L << 12}) {
      enter(kernel, address, LAST);
      put(LAST, index(address, 12), 0);
      spaces.stored(LAST);
      isGone(address);
    }
  }

  @Test
  void anEntryThatWasInvalidHasLedNowhere() {
    enter(kernel, ONE, LAST);
    put(LAST, index(TWO, 12), DATA >>> 2 | LEAF);
    spaces.stored(LAST);
    isKept(ONE);
    assertThat(ground.fences).isEmpty();
    assertThat(spaces.isTable(LAST)).isTrue();
  }

  @Test
  void whatHardwareSetsIsNoChangeAndWhatTheGuestClearsIs() {
    enter(kernel, ONE, LAST);
    put(LAST, index(ONE, 12), DATA >>> 2 | LEAF | 0x80);
    spaces.stored(LAST);
    isKept(ONE);
    walk(kernel, ONE, LAST);
    put(LAST, index(ONE, 12), DATA >>> 2 | LEAF);
    spaces.stored(LAST);
    isGone(ONE);
  }

  @Test
  void whatElseIsSetIsAChange() {
    enter(kernel, ONE, LAST);
    put(LAST, index(ONE, 12), DATA >>> 2 | LEAF | 0x100);
    spaces.stored(LAST);
    isGone(ONE);
  }

  @Test
  void aPointerThatChangesTakesAllBelowWithIt() {
    long far = ONE + (1L << 21);
    enter(kernel, ONE, LAST);
    enter(kernel, TWO, LAST);
    enter(kernel, far, OTHER);
    int frames = ground.framesTaken();
    put(MIDDLE, index(ONE, 21), 0);
    spaces.stored(MIDDLE);
    isGone(ONE);
    isGone(TWO);
    isKept(far);
    assertThat(ground.framesTaken()).isEqualTo(frames - 1);
    assertThat(spaces.isTable(LAST)).isFalse();
    assertThat(spaces.isTable(MIDDLE)).isTrue();
    assertThat(spaces.isTable(OTHER)).isTrue();
  }

  @Test
  void anEntryOfTheRootStandsForMost() {
    long high = 0xffff_ffc0_0000_5000L;
    enter(kernel, ONE, LAST);
    enter(kernel, high, LAST);
    put(ROOT, index(high, 30), 0);
    spaces.stored(ROOT);
    isGone(high);
    isKept(ONE);
    put(ROOT, index(ONE, 30), 0);
    spaces.stored(ROOT);
    isGone(ONE);
    assertThat(spaces.isTable(LAST)).isFalse();
    assertThat(spaces.isTable(ROOT)).isTrue();
  }

  @Test
  void aTableOfSeveralSpacesIsOneTable() {
    Context other = context(1, 2);
    enter(kernel, ONE, LAST);
    enter(other, ONE, LAST);
    put(LAST, index(ONE, 12), 0);
    spaces.stored(LAST);
    isGone(ONE);
    assertThat(leaf(other, ONE)).isZero();
    assertThat(spaces.counters().tables).isEqualTo(3);
  }

  @Test
  void whatLedToATableMustNotBeWritten() {
    Context machine = new Context(3, 0, 0);
    long beside = OTHER;
    for (long each : new long[] {LAST, beside}) {
      assertThat(spaces.fill(machine, each, page(each, 12, true), UNIFORM)).isTrue();
    }
    enter(kernel, ONE, LAST);
    assertThat(leaf(machine, LAST)).isZero();
    assertThat(leaf(machine, beside) & WRITABLE).isNotZero();
    assertThat(spaces.fill(machine, LAST, page(LAST, 12, true), UNIFORM)).isTrue();
    assertThat(leaf(machine, LAST)).isNotZero();
    assertThat(leaf(machine, LAST) & WRITABLE).isZero();
  }

  @Test
  void whatCannotBeWrittenMayLeadToATable() {
    Context machine = new Context(3, 0, 0);
    assertThat(spaces.fill(machine, LAST, page(LAST, 12, false), UNIFORM)).isTrue();
    enter(kernel, ONE, LAST);
    assertThat(leaf(machine, LAST)).isNotZero();
  }

  @Test
  void aLargePageWithATableInItIsNotEnteredWhole() {
    Context machine = new Context(3, 0, 0);
    GuestPage whole = page(GUEST, 63, true);
    assertThat(spaces.fill(machine, GUEST, whole, UNIFORM)).isTrue();
    assertThat(spaces.find(machine, DATA)).map(ShadowSpaces.Leaf::shift).hasValue(21);
    enter(kernel, ONE, LAST);
    assertThat(spaces.find(machine, DATA)).isEmpty();
    assertThat(spaces.fill(machine, DATA, page(DATA, 63, true), UNIFORM)).isTrue();
    assertThat(spaces.find(machine, DATA)).map(ShadowSpaces.Leaf::shift).hasValue(12);
    assertThat(leaf(machine, DATA) & WRITABLE).isNotZero();
  }

  @Test
  void aLargePageThatCannotBeWrittenIsEnteredWhole() {
    Context machine = new Context(3, 0, 0);
    enter(kernel, ONE, LAST);
    assertThat(spaces.fill(machine, DATA, page(DATA, 63, false), UNIFORM)).isTrue();
    assertThat(spaces.find(machine, DATA)).map(ShadowSpaces.Leaf::shift).hasValue(21);
  }

  @Test
  void whatHasBeenEnteredAnewIsNotTakenForWhatWasThere() {
    Context machine = new Context(3, 0, 0);
    assertThat(spaces.fill(machine, LAST, page(LAST, 12, true), UNIFORM)).isTrue();
    assertThat(spaces.fill(machine, LAST, page(LAST, 12, false), UNIFORM)).isTrue();
    assertThat(spaces.fill(machine, OTHER, page(OTHER, 12, true), UNIFORM)).isTrue();
    assertThat(spaces.fill(machine, OTHER, page(DATA, 12, true), UNIFORM)).isTrue();
    enter(kernel, ONE, LAST);
    enter(kernel, ONE + (1L << 21), OTHER);
    assertThat(leaf(machine, LAST)).isNotZero();
    assertThat(leaf(machine, OTHER)).isNotZero();
  }

  @Test
  void theThirdStoreWithoutAWalkSaysThatItIsNoTableAnyMore() {
    enter(kernel, ONE, LAST);
    spaces.stored(LAST);
    spaces.stored(LAST);
    isKept(ONE);
    assertThat(spaces.isTable(LAST)).isTrue();
    spaces.stored(LAST);
    isGone(ONE);
    assertThat(spaces.isTable(LAST)).isFalse();
    assertThat(spaces.isTable(MIDDLE)).isTrue();
    assertThat(spaces.fill(kernel, TWO, page(LAST, 12, true), UNIFORM)).isTrue();
    assertThat(leaf(kernel, TWO) & WRITABLE).isNotZero();
  }

  @Test
  void aWalkSaysThatItStillIsOne() {
    enter(kernel, ONE, LAST);
    for (int i = 0; i < 4; i++) {
      spaces.stored(LAST);
      walk(kernel, ONE, LAST);
    }
    isKept(ONE);
  }

  @Test
  void withoutItsRootNothingIsKept() {
    long high = 0xffff_ffc0_0000_5000L;
    enter(kernel, ONE, LAST);
    enter(kernel, high, LAST);
    for (int i = 0; i < ProtectedTables.MOST_STORES; i++) {
      spaces.stored(ROOT);
    }
    isGone(ONE);
    isGone(high);
    assertThat(spaces.isTable(ROOT)).isFalse();
    assertThat(spaces.isTable(LAST)).isFalse();
  }

  @Test
  void whatNobodySawIsSeenAtTheNextFence() {
    enter(kernel, ONE, LAST);
    enter(kernel, TWO, LAST);
    put(LAST, index(ONE, 12), DATA >>> 2 | READ_ONLY_LEAF);
    fence();
    isKept(ONE);
    spaces.writtenUnseen();
    isKept(ONE);
    fence();
    isGone(ONE);
    isKept(TWO);
    put(LAST, index(TWO, 12), 0);
    fence();
    isKept(TWO);
  }

  @Test
  void whatNobodySawIsSeenByTheNextWalk() {
    Context other = context(1, 2);
    enter(kernel, ONE, LAST);
    put(MIDDLE, index(ONE, 21), OTHER >>> 2 | POINTER);
    put(OTHER, index(ONE, 12), DATA >>> 2 | LEAF);
    walk(other, ONE, OTHER);
    isGone(ONE);
    assertThat(spaces.isTable(LAST)).isFalse();
    assertThat(spaces.isTable(MIDDLE)).isTrue();
  }

  @Test
  void aTableThatIsUsedNoMoreIsNoTable() {
    enter(kernel, ONE, LAST);
    put(MIDDLE, index(ONE, 21), OTHER >>> 2 | POINTER);
    spaces.writtenUnseen();
    fence();
    assertThat(spaces.isTable(LAST)).isFalse();
    enter(kernel, ONE, OTHER);
    spaces.stored(LAST);
    isKept(ONE);
    assertThat(spaces.counters().tableStores).isZero();
  }

  @Test
  void aSpaceThatMakesRoomTakesItsTablesWithIt() {
    Ground few = new Ground(256, 2);
    ShadowSpaces two = spaces(few);
    two.walked(context(1, 1), ONE, LAST, 12);
    two.walked(context(1, 2), ONE, LAST, 12);
    two.walked(context(1, 2), ONE, OTHER, 12);
    two.enter(context(1, 3));
    assertThat(two.isTable(LAST)).isTrue();
    two.enter(context(1, 4));
    assertThat(two.isTable(LAST)).isFalse();
    assertThat(two.isTable(OTHER)).isFalse();
  }

  @Test
  void whatASpaceThatIsGoneCouldWriteIsNotLookedFor() {
    Ground one = new Ground(256, 1);
    ShadowSpaces single = spaces(one);
    assertThat(single.fill(context(0, 1), LAST, page(LAST, 12, true), UNIFORM)).isTrue();
    single.enter(context(0, 2));
    one.fences.clear();
    single.walked(context(0, 2), ONE, LAST, 12);
    assertThat(one.fences).isEmpty();
  }

  /** One table at a new address each time: two uses and a writable page. */
  @Test
  void whoHasTooMuchNotedBeginsAnew() {
    Context user = context(0, 1);
    long far = ONE + (1L << 21);
    enter(user, far, OTHER);
    int begun = 3 * 16 + 3 + 1;
    enter(kernel, 0, LAST);
    begun += 16 + 3 + 1;
    long address = 0;
    while (begun < ProtectedTables.MOST_NOTES) {
      assertThat(spaces.counters().flushes).isZero();
      address += 1L << 21;
      spaces.walked(kernel, address, ROOT, 30);
      spaces.walked(kernel, address, MIDDLE, 21);
      spaces.walked(kernel, address, LAST, 12);
      boolean isFirstOfGibibyte = address % (1L << 30) == 0;
      begun += isFirstOfGibibyte ? 2 : 1;
    }
    assertThat(leaf(user, far)).isNotZero();
    walk(kernel, TWO, LAST);
    assertThat(spaces.counters().flushes).isEqualTo(1);
    assertThat(leaf(user, far)).isZero();
    assertThat(spaces.isTable(OTHER)).isFalse();
    assertThat(spaces.isTable(LAST)).isTrue();
    walk(kernel, ONE, LAST);
    assertThat(spaces.counters().flushes).isEqualTo(1);
  }

  @Test
  void nothingIsATableAfterTheEnd() {
    enter(kernel, ONE, LAST);
    spaces.release();
    assertThat(spaces.isTable(LAST)).isFalse();
  }

  @Test
  void aGuestsGuestAndVirtualModesAreFencedAsEver() {
    Context guests = new Context(5, 8L << 60 | ROOT >>> 12, 0, 8L << 60 | ROOT >>> 12);
    Context assisted = kernel.inVirtualModes();
    assertThat(spaces.protectsTables(kernel)).isTrue();
    assertThat(spaces.protectsTables(guests)).isFalse();
    assertThat(spaces.protectsTables(assisted)).isFalse();
    assertThat(spaces.protectsTables(new Context(3, 0, 0))).isFalse();
    assertThat(spaces.fill(assisted, ONE, page(DATA, 12, true), UNIFORM)).isTrue();
    fence();
    assertThat(leaf(assisted, ONE)).isZero();
  }

  @Test
  void otherPoliciesProtectNothing() {
    ShadowSpaces cached = new ShadowSpaces(ground.hardware, ground, Policy.CACHED, hostMap);
    cached.walked(kernel, ONE, LAST, 12);
    cached.stored(LAST);
    cached.writtenUnseen();
    assertThat(cached.protectsTables()).isFalse();
    assertThat(cached.protectsTables(kernel)).isFalse();
    assertThat(cached.isTable(LAST)).isFalse();
    assertThat(cached.fill(kernel, ONE, page(DATA, 12, true), UNIFORM)).isTrue();
    cached.fence(false, 0, false, 0);
    assertThat(ground.leaf(cached.enter(kernel), ONE)).isZero();
    assertThat(spaces.protectsTables()).isTrue();
  }
}
