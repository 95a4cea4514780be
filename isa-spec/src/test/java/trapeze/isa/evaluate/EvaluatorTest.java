package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;

/** Instructions by example: what the manual says of each, on a hart with flat memory. */
class EvaluatorTest extends ExampleHart {

  @Test
  void anInstructionMovesThePcOnByItsLength() {
    run("addi", 5, 6, NOWHERE, 7);
    assertThat(hart.x[5]).isEqualTo(0x607);
    assertThat(hart.pc).isEqualTo(0x1004);
    run(0x0505); // c.addi a0, 1
    assertThat(hart.x[10]).isEqualTo(0xa01);
    assertThat(hart.pc).isEqualTo(0x1006);
  }

  @Test
  void writesToX0AreLost() {
    run("addi", 0, 6, NOWHERE, 7);
    run("add", 7, 0, 0, 0);
    assertThat(hart.x[0]).isZero();
    assertThat(hart.x[7]).isZero();
  }

  @Test
  void jumpAndLinkRegisterReadsItsSourceBeforeItWritesTheLink() {
    run("jalr", 5, 5, NOWHERE, 3);
    assertThat(hart.pc).isEqualTo(0x502);
    assertThat(hart.x[5]).isEqualTo(0x1004);
  }

  @Test
  void compressedJumpsLinkToTheNextHalfword() {
    run(0x9282); // c.jalr t0
    assertThat(hart.pc).isEqualTo(0x500);
    assertThat(hart.x[1]).isEqualTo(0x1002);
  }

  @Test
  void branchesGoBothWays() {
    run("blt", NOWHERE, 5, 6, -8);
    assertThat(hart.pc).isEqualTo(0xff8);
    run("bge", NOWHERE, 5, 6, -8);
    assertThat(hart.pc).isEqualTo(0xffc);
  }

  @Test
  void wordArithmeticExtendsTheSign() {
    hart.x[6] = 0x7fff_ffffL;
    run("addiw", 5, 6, NOWHERE, 1);
    assertThat(hart.x[5]).isEqualTo(0xffff_ffff_8000_0000L);
    run("lui", 5, NOWHERE, NOWHERE, 0x8000_0000L);
    assertThat(hart.x[5]).isEqualTo(0xffff_ffff_8000_0000L);
  }

  @Test
  void loadsExtendAsTheirNamesSay() {
    environment.store(0x600, 8, 0xf1f2_f3f4_f5f6_f7f8L);
    run("lb", 5, 6, NOWHERE, 0);
    assertThat(hart.x[5]).isEqualTo(0xffff_ffff_ffff_fff8L);
    run("lhu", 5, 6, NOWHERE, 2);
    assertThat(hart.x[5]).isEqualTo(0xf5f6L);
    run("lw", 5, 6, NOWHERE, 4);
    assertThat(hart.x[5]).isEqualTo(0xffff_ffff_f1f2_f3f4L);
    run("lwu", 5, 6, NOWHERE, 4);
    assertThat(hart.x[5]).isEqualTo(0xf1f2_f3f4L);
    run("sh", NOWHERE, 6, 7, 4);
    assertThat(environment.load(0x600, 8)).isEqualTo(0xf1f2_0700_f5f6_f7f8L);
  }

  @Test
  void aRefusedLoadLeavesEverythingAsItWas() {
    HartState before = hart.copy();
    hart.x[6] = before.x[6] = FlatEnvironment.END;
    assertThat(trapOf("ld", 6, 6, NOWHERE, 0))
        .isEqualTo(Trap.exception(ExceptionCause.LOAD_ACCESS_FAULT, FlatEnvironment.END));
    assertThat(hart).isEqualTo(before);
  }

  @Test
  void environmentCallsTellTheMode() {
    assertThat(trapOf("ecall", 0, 0, 0, 0))
        .isEqualTo(Trap.exception(ExceptionCause.ECALL_FROM_M, 0));
    hart.set(Rv64State.MODE, 1);
    assertThat(trapOf("ecall", 0, 0, 0, 0))
        .isEqualTo(Trap.exception(ExceptionCause.ECALL_FROM_S, 0));
    hart.set(Rv64State.MODE, 0);
    assertThat(trapOf("ecall", 0, 0, 0, 0))
        .isEqualTo(Trap.exception(ExceptionCause.ECALL_FROM_U, 0));
    assertThat(hart.pc).isEqualTo(0x1000);
  }

  @Test
  void aBreakpointTellsItsAddress() {
    assertThat(trapOf("ebreak", 0, 0, 0, 0))
        .isEqualTo(Trap.exception(ExceptionCause.BREAKPOINT, 0x1000));
  }

  @Test
  void divisionTrapsOnNothing() {
    hart.x[6] = Long.MIN_VALUE;
    hart.x[7] = -1;
    run("div", 5, 6, 7, 0);
    assertThat(hart.x[5]).isEqualTo(Long.MIN_VALUE);
    run("rem", 5, 6, 7, 0);
    assertThat(hart.x[5]).isZero();
    run("divuw", 5, 6, 0, 0);
    assertThat(hart.x[5]).isEqualTo(-1);
    run("remuw", 5, 7, 0, 0);
    assertThat(hart.x[5]).isEqualTo(-1);
  }

  @Test
  void atomicsGiveTheOldValueWithItsSign() {
    environment.store(0x600, 4, 0x8000_0000L);
    run("amomaxu.w", 5, 6, 7, 0);
    assertThat(hart.x[5]).isEqualTo(0xffff_ffff_8000_0000L);
    assertThat(environment.load(0x600, 4)).isEqualTo(0x8000_0000L);
    run("amomax.w", 5, 6, 7, 0);
    assertThat(environment.load(0x600, 4)).isEqualTo(0x700);
  }

  @Test
  void aStoreConditionalSucceedsOnceAfterALoadReserved() {
    run("lr.d", 5, 6, NOWHERE, 0);
    run("sc.d", 5, 6, 7, 0);
    assertThat(hart.x[5]).isZero();
    assertThat(environment.load(0x600, 8)).isEqualTo(0x700);
    run("sc.d", 5, 6, 7, 0);
    assertThat(hart.x[5]).isEqualTo(1);
  }

  @Test
  void misalignedAtomicsTrap() {
    hart.x[6] = 0x602;
    assertThat(trapOf("lr.w", 5, 6, 0, 0))
        .isEqualTo(Trap.exception(ExceptionCause.LOAD_ADDRESS_MISALIGNED, 0x602));
    assertThat(trapOf("sc.w", 5, 6, 7, 0))
        .isEqualTo(Trap.exception(ExceptionCause.STORE_ADDRESS_MISALIGNED, 0x602));
    hart.x[6] = 0x604;
    assertThat(trapOf("amoadd.d", 5, 6, 7, 0))
        .isEqualTo(Trap.exception(ExceptionCause.STORE_ADDRESS_MISALIGNED, 0x604));
    run("amoadd.w", 5, 6, 7, 0);
    assertThat(environment.load(0x604, 4)).isEqualTo(0x700);
  }

  @Test
  void fencesAreHandedOn() {
    run(0x0ff0_000f); // fence iorw, iorw
    run(0x0000_100f); // fence.i
    run(0x8330_000f); // fence.tso
    assertThat(environment.effects).containsExactly("FENCE[15, 15]", "FENCE_I[]", "FENCE[3, 3]");
  }
}
