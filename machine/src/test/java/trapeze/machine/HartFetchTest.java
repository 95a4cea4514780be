package trapeze.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import org.junit.jupiter.api.Test;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;

/** Where instructions come from, and when they are looked at again. */
class HartFetchTest {
  private static final long BASE = SmallMachine.BASE;
  private static final long ROOT = BASE + 0x1_0000;

  private final SmallMachine machine = new SmallMachine();
  private final Hart hart = machine.hart;

  @Test
  void codeRunsOnIntoTheNextPage() {
    machine.state.pc = BASE + 0xff8;
    Assembler code = machine.at(BASE + 0xff8);
    for (int i = 0; i < 4; i++) {
      code.put("addi", RD, 5, RS1, 5, IMM, 1);
    }
    hart.run(4);
    assertThat(machine.state.x[5]).isEqualTo(4);
    assertThat(machine.state.pc).isEqualTo(BASE + 0x1008);
  }

  @Test
  void anInstructionMayCrossIntoTheNextPage() {
    machine.state.pc = BASE + 0xffc;
    machine
        .at(BASE + 0xffc)
        .half(0x0285) // c.addi t0, 1
        .put("addi", RD, 5, RS1, 5, IMM, 2)
        .half(0x0285);
    hart.run(3);
    assertThat(machine.state.x[5]).isEqualTo(4);
    assertThat(machine.state.pc).isEqualTo(BASE + 0x1004);
  }

  @Test
  void aFaultInTheSecondHalfTellsItsAddress() {
    inSupervisorMode();
    machine.mapPage(ROOT, 0x1000, SmallMachine.leaf(BASE + 0x4000, 0xcb));
    machine.memory.putShort(BASE + 0x4ffe, (short) 0x0293);
    machine.state.pc = 0x1ffe;
    assertThat(hart.run(10))
        .isEqualTo(new Stop.Trapped(Trap.exception(ExceptionCause.INSTRUCTION_PAGE_FAULT, 0x2000)));
    assertThat(machine.state.pc).isEqualTo(0x1ffe);
  }

  @Test
  void newCodeIsSeenBehindFenceI() {
    machine.state.x[6] = BASE + 0x40;
    machine.state.x[7] = Assembler.bits("addi", RD, 5, RS1, 5, IMM, 16);
    machine.at(BASE + 0x40).put("addi", RD, 5, RS1, 5, IMM, 1);
    machine
        .at(BASE)
        .put("jal", RD, 1, IMM, 0x40)
        .put("sw", RS1, 6, RS2, 7, IMM, 0)
        .put("fence.i")
        .put("jal", RD, 1, IMM, 0x34);
    machine.at(BASE + 0x44).put("jalr", RS1, 1, IMM, 0);
    hart.run(7);
    assertThat(machine.state.x[5]).isEqualTo(17);
  }

  @Test
  void codeOfAnotherWriterIsSeenOnceTheHartIsTold() {
    machine.at(BASE).put("addi", RD, 5, RS1, 5, IMM, 1).put("jal", IMM, -4);
    hart.run(4);
    machine.at(BASE).put("addi", RD, 5, RS1, 5, IMM, 16);
    hart.fenceInstructions();
    hart.run(1);
    assertThat(machine.state.x[5]).isEqualTo(18);
  }

  @Test
  void newCodeIsSeenBehindFenceIWhateverWasExecutedOfItBefore() {
    // lui t0, 0x2850, whose upper half is c.addi t0, 1.
    machine.state.x[6] = BASE + 0x42;
    machine.state.x[7] = 0x0289; // c.addi t0, 2
    machine.at(BASE + 0x40).half(0x02b7).half(0x0285).put("jalr", RS1, 1, IMM, 0);
    machine
        .at(BASE)
        .put("jal", RD, 1, IMM, 0x40)
        .put("sh", RS1, 6, RS2, 7, IMM, 0)
        .put("jal", RD, 1, IMM, 0x3a)
        .put("fence.i")
        .put("jal", RD, 1, IMM, 0x30);
    hart.run(10);
    assertThat(machine.state.x[5]).isEqualTo(0x0289_0000);
  }

  @Test
  void aDeviceHoldsNoCode() {
    hart.hasResident(true);
    machine.state.pc = SmallMachine.DEVICE;
    assertThat(hart.run(10))
        .isEqualTo(
            new Stop.Trapped(
                Trap.exception(ExceptionCause.INSTRUCTION_ACCESS_FAULT, SmallMachine.DEVICE)));
  }

  @Test
  void theSamePhysicalCodeRunsAtTwoAddresses() {
    inSupervisorMode();
    machine.mapPage(ROOT, 0x1000, SmallMachine.leaf(BASE + 0x4000, 0xcb));
    machine.mapPage(ROOT, 0x2000, SmallMachine.leaf(BASE + 0x4000, 0xcb));
    machine.at(BASE + 0x4000).put("auipc", RD, 5, IMM, 0).put("jal", IMM, 0xffc);
    machine.state.pc = 0x1000;
    hart.run(1);
    assertThat(machine.state.x[5]).isEqualTo(0x1000);
    hart.run(2);
    assertThat(machine.state.x[5]).isEqualTo(0x2000);
  }

  @Test
  void protectionFinerThanAPageIsKept() {
    hart.hasResident(true);
    machine.state.set(Rv64State.MODE, 0);
    // Entry 0: the 4 bytes at BASE + 8 are nobody's; entry 1: all else is everybody's.
    machine.state.set(Rv64State.pmpaddr(0), BASE + 8 >>> 2);
    machine.state.set(Rv64State.pmpaddr(1), -1);
    machine.state.set(Rv64State.PMPCFG0, 0x1f10);
    machine.at(BASE).put("addi", RD, 5, RS1, 5, IMM, 1).put("addi", RD, 5, RS1, 5, IMM, 1);
    assertThat(hart.run(10))
        .isEqualTo(
            new Stop.Trapped(Trap.exception(ExceptionCause.INSTRUCTION_ACCESS_FAULT, BASE + 8)));
    assertThat(machine.state.x[5]).isEqualTo(2);
  }

  private void inSupervisorMode() {
    hart.hasResident(true);
    machine.openProtection();
    machine.state.set(Rv64State.MODE, 1);
    machine.state.set(Rv64State.SATP, 8L << 60 | ROOT >>> 12);
  }
}
