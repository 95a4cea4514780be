package trapeze.machine.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.TrapSignal;

/** What loads find by remembered translations: many pages, superpages, and what fences forget. */
class DataTranslationsTest {
  private static final long VIRTUAL = 0x40_0000_0000L - (1L << 30);
  private static final long DATA = GuestTables.BASE;
  private static final long MEGABYTES_2 = 2L << 20;
  private static final int PAGES = 4096;
  private static final long ASID = 5;

  private final GuestTables tables = new GuestTables();
  private final TranslationPath hart = tables.hart;
  private final long root = tables.table(1);

  @BeforeEach
  void translate() {
    hart.state.set(Rv64State.SATP, 8L << 60 | ASID << 44 | root >>> 12);
  }

  private void map(int level, long address, long physical) {
    tables.map(root, 3, level, false, address, GuestTables.leaf(physical, GuestTables.LEAF));
  }

  private static long page(int i) {
    return VIRTUAL + 4096L * i;
  }

  private void mapPages() {
    for (int i = 0; i < PAGES; i++) {
      tables.memory.putLong(DATA + 4096L * i, i);
      map(0, page(i), DATA + 4096L * i);
    }
    hart.refresh();
  }

  /** As often as the tables need to be given room, which is looked at between runs. */
  private void loadAll() {
    for (int round = 0; round < 6; round++) {
      for (int i = 0; i < PAGES; i++) {
        assertThat(hart.load8(page(i))).isEqualTo(i);
      }
      hart.refresh();
    }
  }

  @Test
  void tablesGrowUntilPagesKeepTheirPlace() {
    mapPages();
    int before = hart.readTable().length;
    loadAll();
    assertThat(hart.readTable().length).isGreaterThanOrEqualTo(2 * PAGES).isGreaterThan(before);
    assertThat(hart.writeTable())
        .as("a place in one is a place in the other")
        .hasSameSizeAs(hart.readTable());
    for (int i = 0; i < PAGES; i++) {
      assertThat(hart.cachedForRead(page(i), 8)).isNotZero();
    }
  }

  @Test
  void whatHasGrownIsFencedByAddress() {
    mapPages();
    loadAll();
    map(0, page(7), DATA + 4096L * 9);
    hart.fenceTranslations(true, page(7), false, 0);
    assertThat(hart.load8(page(7))).isEqualTo(9);
    assertThat(hart.cachedForRead(page(8), 8)).isNotZero();
  }

  @Test
  void whatHasGrownIsFencedByAddressSpace() {
    mapPages();
    loadAll();
    hart.fenceTranslations(false, 0, true, ASID + 1);
    assertThat(hart.cachedForRead(page(8), 8)).isNotZero();
    hart.fenceTranslations(false, 0, true, ASID);
    for (int i = 0; i < PAGES; i++) {
      assertThat(hart.cachedForRead(page(i), 8)).isZero();
    }
  }

  @Test
  void aSuperpageIsWalkedOnce() {
    map(1, VIRTUAL, DATA);
    hart.refresh();
    for (int i = 0; i < 512; i++) {
      tables.memory.putLong(DATA + 4096L * i + 8, 1000 + i);
      assertThat(hart.load8(page(i) + 8)).isEqualTo(1000 + i);
      if (i == 0) {
        tables.memory.putLong(GuestTables.slot(root, 2, false, VIRTUAL), 0);
      }
    }
  }

  @Test
  void aFenceOfAnyOfItsAddressesForgetsASuperpage() {
    map(1, VIRTUAL, DATA);
    hart.refresh();
    tables.memory.putLong(DATA + MEGABYTES_2, 2);
    tables.memory.putLong(DATA + 4096, 1);
    assertThat(hart.load8(VIRTUAL + 4096)).isEqualTo(1);
    map(1, VIRTUAL, DATA + MEGABYTES_2);
    hart.fenceTranslations(true, VIRTUAL + 0x10_0000, false, 0);
    assertThat(hart.load8(VIRTUAL)).isEqualTo(2);
    assertThat(hart.load8(VIRTUAL + 4096)).isZero();
  }

  @Test
  void loadsFromASuperpageSayNothingOfStores() {
    long clean = GuestTables.LEAF & ~0x80;
    tables.map(root, 3, 1, false, VIRTUAL, GuestTables.leaf(DATA, clean));
    hart.state.set(Rv64State.MENVCFG, Rv64State.MENVCFG_ADUE.mask());
    hart.refresh();
    hart.load8(VIRTUAL);
    hart.store8(VIRTUAL + 4096, 1);
    long middle = tables.memory.getLong(GuestTables.slot(root, 2, false, VIRTUAL)) >>> 10 << 12;
    long leaf = tables.memory.getLong(GuestTables.slot(middle, 1, false, VIRTUAL));
    assertThat(leaf & 0x80).isEqualTo(0x80);
  }

  @Test
  void aSuperpageThatProtectionDividesIsWalkedForEachPage() {
    map(1, VIRTUAL, DATA);
    long divided = DATA + 0x10_0000;
    hart.state.set(Rv64State.PMPCFG0, 0x1f18);
    hart.state.set(Rv64State.pmpaddr(0), divided + 0x7ff >>> 2);
    hart.state.set(Rv64State.pmpaddr(1), -1L >>> 10);
    hart.refresh();
    hart.load8(VIRTUAL);
    assertThat(hart.cachedForRead(VIRTUAL, 8)).isNotZero();
    assertThatThrownBy(() -> hart.load8(VIRTUAL + 0x10_0000)).isInstanceOf(TrapSignal.class);
  }
}
