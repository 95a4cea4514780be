package trapeze.machine.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;

/** What a walk costs in references, with no cache in the way. */
class WalkReferencesTest {
  private static final long VIRTUAL = 0x4000_1000L;

  private final WalkReferences counted = new WalkReferences();

  @Test
  void aGuestsWalkMakesThoseOfTheLiterature() {
    assertThat(guestWalk(3, 3, 0, 0)).isEqualTo(15);
    assertThat(guestWalk(4, 4, 0, 0)).isEqualTo(24);
    assertThat(guestWalk(5, 5, 0, 0)).isEqualTo(35);
  }

  @Test
  void eachStepOfOneStageTakesAWalkOfTheOther() {
    for (int virtualLevels = 3; virtualLevels <= 5; virtualLevels++) {
      for (int guestLevels = 3; guestLevels <= 5; guestLevels++) {
        for (int virtualLeaf = 0; virtualLeaf < virtualLevels; virtualLeaf++) {
          for (int guestLeaf = 0; guestLeaf < guestLevels; guestLeaf++) {
            int n = virtualLevels - virtualLeaf;
            int m = guestLevels - guestLeaf;
            assertThat(guestWalk(virtualLevels, guestLevels, virtualLeaf, guestLeaf))
                .as(
                    "%d over %d, leaves at %d, %d",
                    virtualLevels, guestLevels, virtualLeaf, guestLeaf)
                .isEqualTo((n + 1) * (m + 1) - 1);
            assertThat(counted.virtualStage()).isEqualTo(n);
            assertThat(counted.guestStage()).isEqualTo((n + 1) * m);
            assertThat(counted.singleStage()).isZero();
          }
        }
      }
    }
  }

  @Test
  void aBareStageCostsNothing() {
    for (int levels = 3; levels <= 5; levels++) {
      assertThat(guestWalk(levels, 0, 0, 0)).isEqualTo(levels);
      assertThat(guestWalk(0, levels, 0, 0)).isEqualTo(levels);
    }
    assertThat(guestWalk(0, 0, 0, 0)).isZero();
  }

  @Test
  void aWalkWithoutAGuestMakesOneForEachLevel() {
    for (int levels = 3; levels <= 5; levels++) {
      for (int leaf = 0; leaf < levels; leaf++) {
        var tables = new GuestTables();
        long root = tables.table(1);
        tables.map(root, levels, leaf, false, VIRTUAL, GuestTables.leaf(0, GuestTables.LEAF));
        tables.hart.state.set(Rv64State.SATP, (long) (levels + 5) << 60 | root >>> 12);
        assertThat(walk(tables, 1)).isEqualTo(levels - leaf);
        assertThat(counted.singleStage()).isEqualTo(levels - leaf);
      }
    }
  }

  /** References of a walk; a stage of 0 levels is Bare. */
  private long guestWalk(int virtualLevels, int guestLevels, int virtualLeaf, int guestLeaf) {
    var tables = new GuestTables();
    // Low guest-physical addresses lead to the memory of the tables by one leaf of every size.
    if (guestLevels > 0) {
      long guestRoot = tables.table(4);
      tables.hart.state.set(Rv64State.HGATP, (long) (guestLevels + 5) << 60 | guestRoot >>> 12);
      long size = 1L << 12 + 9 * guestLeaf;
      long flags = GuestTables.LEAF | GuestTables.USER;
      for (long at = GuestTables.BASE & -size;
          at < GuestTables.BASE + GuestTables.SIZE;
          at += size) {
        tables.map(guestRoot, guestLevels, guestLeaf, true, at, GuestTables.leaf(at, flags));
      }
    }
    long address = GuestTables.BASE;
    if (virtualLevels > 0) {
      long size = 1L << 12 + 9 * virtualLeaf;
      long target = GuestTables.BASE & -size;
      address = (VIRTUAL & -size) + (GuestTables.BASE & size - 1);
      long root = tables.table(1);
      tables.hart.state.set(Rv64State.VSATP, (long) (virtualLevels + 5) << 60 | root >>> 12);
      tables.map(
          root,
          virtualLevels,
          virtualLeaf,
          false,
          address,
          GuestTables.leaf(target, GuestTables.LEAF));
    }
    return walk(tables, address, AddressTranslation.VIRTUAL_MODE | 1);
  }

  private long walk(GuestTables tables, int mode) {
    return walk(tables, VIRTUAL, mode);
  }

  private long walk(GuestTables tables, long address, int mode) {
    counted.clear();
    tables.hart.onWalk(counted);
    long outcome =
        tables
            .hart
            .engine()
            .definitions()
            .translate(tables.hart, address, AccessKind.READ.ordinal(), mode);
    tables.hart.onWalk(null);
    assertThat(outcome).isEqualTo(AddressTranslation.TRANSLATED);
    return counted.total();
  }
}
