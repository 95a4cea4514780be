package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.board.Board;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/** A guest whose page tables are write-protected changes them in every way that there is. */
class WriteProtectionTest {
  private static final long BASE = Twins.BASE;
  private static final long CODE = 0x5000;
  private static final long TABLE = 0x7000;
  private static final long PAGE = 0x8000;
  private static final long DATA = BASE + 0x4000;

  /** The lowest table, as {@link Twins#map} puts it. */
  private static final long LAST = Twins.ROOT + 0x2000;

  private static final long MPRV_FROM_S = 1 << 17 | 1 << 11;

  private final Twins twins =
      new Twins(Board.Configuration.USUAL, Policy.WRITE_PROTECTED).supervisor();

  @BeforeEach
  void map() {
    twins
        .map(CODE, BASE, Twins.ALL)
        .map(TABLE, LAST, Twins.ALL)
        .map(PAGE, DATA, Twins.ALL)
        .x(6, PAGE)
        .x(7, TABLE + 8 * (PAGE >>> 12))
        .x(8, Twins.leaf(DATA + 0x1000, Twins.ALL))
        .both(board -> board.memory().putLong(DATA, 1))
        .both(board -> board.memory().putLong(DATA + 0x1000, 2))
        .both(board -> board.harts().getFirst().state.pc = CODE);
  }

  private void reads(long first, long second) {
    assertThat(twins.hart().state.x[9]).isEqualTo(first);
    assertThat(twins.hart().state.x[10]).isEqualTo(second);
    twins.areSame();
  }

  private long stores() {
    return twins.hart().shadowing().tableStores;
  }

  @Test
  void aStoreIsFollowedAndTheFenceThenDropsNothing() {
    twins.code(
        BASE,
        code ->
            code.put("ld", RD, 9, RS1, 6)
                .put("sd", RS1, 7, RS2, 8)
                .put("sfence.vma", RS1, 0, RS2, 0)
                .put("ld", RD, 10, RS1, 6));
    twins.run(2);
    long fills = twins.hart().shadowing().fills;
    assertThat(stores()).isEqualTo(1);
    twins.run(2);
    assertThat(twins.hart().shadowing().fills).isEqualTo(fills + 1);
    reads(1, 2);
  }

  @Test
  void anAtomicOperationIsAStore() {
    twins
        .x(11, 0x1000 >>> 2)
        .code(
            BASE,
            code ->
                code.put("ld", RD, 9, RS1, 6)
                    .put("amoadd.d", RD, 12, RS1, 7, RS2, 11)
                    .put("sfence.vma", RS1, 0, RS2, 0)
                    .put("ld", RD, 10, RS1, 6))
        .run(4);
    assertThat(stores()).isEqualTo(1);
    reads(1, 2);
  }

  @Test
  void aStoreThatEndsInTheNextPageIsSeenAtTheFence() {
    long before = TABLE - 0x1000;
    twins
        .map(before, BASE + 0x9000, Twins.ALL)
        .map(0, DATA, Twins.ALL)
        .x(6, 0)
        .x(7, TABLE - 4)
        .x(8, Twins.leaf(DATA + 0x1000, Twins.ALL) << 32)
        .code(
            BASE,
            code ->
                code.put("ld", RD, 9, RS1, 6)
                    .put("sd", RS1, 7, RS2, 8)
                    .put("sfence.vma", RS1, 0, RS2, 0)
                    .put("ld", RD, 10, RS1, 6))
        .run(4);
    reads(1, 2);
  }

  /** The monitor executes it without the real hart, and looks when the guest fences. */
  @Test
  void whatIsStoredUnderMprvIsSeenAtTheFence() {
    twins
        .code(BASE, code -> code.put("ld", RD, 9, RS1, 6).put("ecall").put("ld", RD, 10, RS1, 6))
        .x(5, MPRV_FROM_S)
        .x(11, CODE + 8)
        .code(
            BASE + 0x8000,
            code ->
                code.csrw("mepc", 11)
                    .csrw("mstatus", 5)
                    .put("sd", RS1, 7, RS2, 8)
                    .put("sfence.vma", RS1, 0, RS2, 0)
                    .put("mret"))
        .run(8);
    assertThat(twins.hart().state.get(Rv64State.MODE)).isEqualTo(1);
    assertThat(stores()).isZero();
    reads(1, 2);
  }

  @Test
  void whatADeviceWritesIsSeenAtTheFence() {
    twins
        .code(
            BASE,
            code ->
                code.put("ld", RD, 9, RS1, 6)
                    .put("sfence.vma", RS1, 0, RS2, 0)
                    .put("ld", RD, 10, RS1, 6))
        .run(1)
        .both(
            board ->
                board
                    .memory()
                    .putLong(LAST + 8 * (PAGE >>> 12), Twins.leaf(DATA + 0x1000, Twins.ALL)))
        .run(2);
    reads(1, 2);
  }

  @Test
  void withOtherDesignsItIsCached() {
    Twins supervisor =
        new Twins(Board.Configuration.USUAL, Policy.WRITE_PROTECTED, Designs.SUPERVISOR);
    supervisor
        .supervisor()
        .map(CODE, BASE, Twins.ALL)
        .map(TABLE, LAST, Twins.ALL)
        .x(7, TABLE)
        .both(board -> board.harts().getFirst().state.pc = CODE)
        .code(BASE, code -> code.put("sd", RS1, 7, RS2, 0))
        .run(1);
    assertThat(supervisor.hart().shadowing().tables).isZero();
    supervisor.areSame();
  }

  @Test
  void withSeveralHartsItIsCached() {
    Twins two = new Twins(Board.Configuration.USUAL.withHarts(2), Policy.WRITE_PROTECTED);
    two.supervisor()
        .map(CODE, BASE, Twins.ALL)
        .both(board -> board.harts().getFirst().state.pc = CODE)
        .code(BASE, Code::stay)
        .run(1);
    assertThat(two.hart().shadowing().tables).isZero();
    two.areSame();
  }
}
