package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.CSR;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.board.Board;
import trapeze.monitor.design.Designs;

/** A guest that is a hypervisor, on a real machine that has the hypervisor extension. */
class GuestsGuestsTest {
  private static final long BASE = Twins.BASE;
  private static final long HANDLER = BASE + 0x100;
  private static final long PROGRAM = 0x5000;
  private static final long DATA = 0x7000;
  private static final int ANYBODYS = Twins.ALL | 0x10;
  private static final long GUESTS_CALL = 1 << 10;
  private static final long GUEST_PAGE_FAULTS = 0xb0_0000;
  private static final long VSSIP = 1 << 2;

  private final Twins twins =
      new Twins(
              Board.Configuration.USUAL.with(
                  Board.Configuration.USUAL.implementation().withHypervisor(true)),
              Designs.HARDWARE)
          .supervisor();

  GuestsGuestsTest() {
    twins
        .map(PROGRAM, BASE + 0x1000, ANYBODYS)
        .map(DATA, BASE + 0x2000, ANYBODYS)
        .both(
            board -> {
              board.memory().putLong(BASE + 0x2000, 111);
              board.memory().putLong(BASE + 0x3000, 222);
            });
    state(
        state -> {
          state.set(Rv64State.SATP, 0);
          state.set(Rv64State.STVEC, HANDLER);
          state.set(Rv64State.MEDELEG, GUESTS_CALL | GUEST_PAGE_FAULTS | 1 << 3);
          state.pc = BASE;
        });
  }

  private Twins state(Consumer<HartState> change) {
    return twins.both(board -> change.accept(board.harts().getFirst().state));
  }

  /** Lets VS have the hart, behind G-stage tables that are where {@link Twins#map} puts them. */
  private Twins inside() {
    return state(
            state -> {
              state.set(Rv64State.VIRTUAL, 1);
              state.set(Rv64State.HGATP, 8L << 60 | 1L << 44 | Twins.ROOT >>> 12);
              state.pc = PROGRAM;
            })
        .x(6, DATA);
  }

  private long x(int register) {
    return twins.hart().state.x[register];
  }

  private Map<String, Long> emulated() {
    return twins.hart().accounting().emulatedByName();
  }

  @Test
  void aGuestsGuestIsInTheRealVsAndItsCallsAreItsHypervisors() {
    inside()
        .code(BASE + 0x1000, code -> code.put("ld", RD, 7, RS1, 6).put("ecall").stay())
        .code(
            HANDLER,
            code ->
                code.csrr(9, "sepc")
                    .put("addi", RD, 9, RS1, 9, IMM, 4)
                    .csrw("sepc", 9)
                    .csrr(10, "hstatus")
                    .put("sret"))
        .run(40);
    assertThat(x(7)).isEqualTo(111);
    assertThat(x(10) & Rv64State.SPV.mask()).isNotZero();
    assertThat(twins.real.harts().getFirst().state.get(Rv64State.VIRTUAL)).isOne();
    assertThat(emulated()).containsOnlyKeys("csrrs", "sret");
    assertThat(twins.hart().accounting().reflectedByCause())
        .containsExactly(Map.entry("environment call from VS-mode", 1L));
    twins.areSame();
  }

  @Test
  void whatItsHypervisorMapsAnewAndFencesItFinds() {
    inside()
        .x(8, Twins.ROOT + 0x2000 + 8 * (DATA >>> 12))
        .x(9, Twins.leaf(BASE + 0x3000, ANYBODYS))
        .code(
            BASE + 0x1000,
            code -> code.put("ld", RD, 7, RS1, 6).put("ecall").put("ld", RD, 10, RS1, 6).stay())
        .code(
            HANDLER,
            code ->
                code.put("sd", RS1, 8, RS2, 9)
                    .put("hfence.gvma")
                    .csrr(11, "sepc")
                    .put("addi", RD, 11, RS1, 11, IMM, 4)
                    .csrw("sepc", 11)
                    .put("hlv.d", RD, 12, RS1, 6)
                    .put("sret"))
        .run(40);
    assertThat(x(7)).isEqualTo(111);
    assertThat(x(10)).isEqualTo(222);
    assertThat(x(12)).isEqualTo(222);
    assertThat(emulated()).containsOnlyKeys("hfence.gvma", "hlv.d", "sret");
    twins.areSame();
  }

  @Test
  void whatItsHypervisorHasNotMappedIsItsHypervisorsFault() {
    inside()
        .x(6, DATA + 0x1238)
        .code(BASE + 0x1000, code -> code.put("ld", RD, 7, RS1, 6).stay())
        .code(HANDLER, code -> code.csrr(9, "htval").csrr(10, "scause").csrr(11, "stval").stay())
        .run(20);
    assertThat(x(9)).isEqualTo((DATA + 0x1238) >>> 2);
    assertThat(x(10)).isEqualTo(21);
    assertThat(x(11)).isEqualTo(DATA + 0x1238);
    twins.areSame();
  }

  @Test
  void whatItsHypervisorLetsItOnlyReadItCannotWrite() {
    twins.map(DATA, BASE + 0x2000, 0x53);
    inside()
        .code(BASE + 0x1000, code -> code.put("ld", RD, 7, RS1, 6).put("sd", RS1, 6, RS2, 7).stay())
        .code(HANDLER, code -> code.csrr(10, "scause").stay())
        .run(20);
    assertThat(x(7)).isEqualTo(111);
    assertThat(x(10)).isEqualTo(23);
    twins.areSame();
  }

  @Test
  void cachesMayBeManagedWhereItMayOnlyRead() {
    twins.map(DATA, BASE + 0x2000, 0x53);
    inside();
    state(
            state -> {
              state.set(Rv64State.MENVCFG, 0x70);
              state.set(Rv64State.HENVCFG, 0x70);
            })
        .code(BASE + 0x1000, code -> code.put("cbo.flush", RS1, 6).put("ld", RD, 7, RS1, 6).stay())
        .run(5);
    assertThat(x(7)).isEqualTo(111);
    assertThat(emulated()).containsExactly(Map.entry("cbo.flush", 1L));
    twins.areSame();
  }

  @Test
  void tablesOutsideItsMemoryAreAnAccessFault() {
    inside();
    state(
            state -> {
              state.set(Rv64State.HGATP, 8L << 60 | 4);
              state.set(Rv64State.MEDELEG, 1 << 1);
            })
        .code(HANDLER, code -> code.csrr(10, "scause").stay())
        .run(20);
    assertThat(x(10)).isEqualTo(1);
    twins.areSame();
  }

  @Test
  void withoutGStageItHasItsHypervisorsMemoryAndDevices() {
    inside();
    state(
            state -> {
              state.set(Rv64State.HGATP, 0);
              state.pc = BASE + 0x1000;
            })
        .x(6, BASE + 0x2000)
        .x(8, Twins.UART)
        .code(BASE + 0x1000, code -> code.put("ld", RD, 7, RS1, 6).put("sb", RS1, 8, RS2, 7).stay())
        .run(20);
    assertThat(x(7)).isEqualTo(111);
    assertThat(twins.hart().accounting().deviceAccesses()).isOne();
    twins.areSame();
  }

  @Test
  void aTrapThatGoesToHsByItselfTellsItCameFromThere() {
    state(
            state -> {
              state.set(Rv64State.HSTATUS, Rv64State.SPV.mask() | Rv64State.HSTATUS_GVA.mask());
              state.set(Rv64State.HTVAL, 5);
            })
        .code(BASE, code -> code.put("ebreak"))
        .code(HANDLER, code -> code.csrr(9, "hstatus").stay())
        .run(10);
    assertThat(x(9) & Rv64State.SPV.mask()).isZero();
    assertThat(twins.hart().accounting().delegatedByCause())
        .containsExactly(Map.entry("breakpoint", 1L));
    twins.areSame();
  }

  @Test
  void aFaultOfHsThatGoesToMIsNoGuests() {
    state(state -> state.set(Rv64State.MEDELEG, 0))
        .x(6, 1)
        .code(BASE, code -> code.put("lr.d", RD, 7, RS1, 6))
        .code(BASE + 0x8000, code -> code.csrr(9, "mstatus").csrr(10, "mcause").stay())
        .run(10);
    assertThat(x(9) & Rv64State.GVA.mask()).isZero();
    twins.areSame();
  }

  @Test
  void anInterruptThatOnlyHsCanHaveIsTakenWhereHsEnablesIt() {
    state(
            state -> {
              state.set(Rv64State.HVIP, VSSIP);
              state.set(Rv64State.MIE, VSSIP);
            })
        .x(5, 2)
        .code(BASE, code -> code.put("csrrs", RD, 0, CSR, Code.csr("sstatus"), RS1, 5).stay())
        .code(HANDLER, code -> code.csrr(9, "scause").csrw("hvip", 0).stay())
        .run(20);
    assertThat(x(9)).isEqualTo(1L << 63 | 2);
    twins.areSame();
  }

  @Test
  void anInterruptThatItsHypervisorLeavesItIsItsOwn() {
    inside();
    state(
            state -> {
              state.set(Rv64State.HIDELEG, VSSIP);
              state.set(Rv64State.HVIP, VSSIP);
              state.set(Rv64State.MIE, VSSIP);
              state.set(Rv64State.VSTVEC, PROGRAM + 0x100);
            })
        .x(5, 2)
        .code(
            BASE + 0x1000,
            code -> code.put("csrrs", RD, 0, CSR, Code.csr("sstatus"), RS1, 5).stay())
        .code(
            BASE + 0x1100,
            code ->
                code.csrr(9, "scause").put("csrrc", RD, 10, CSR, Code.csr("sip"), RS1, 5).stay())
        .run(20);
    assertThat(x(9)).isEqualTo(1L << 63 | 1);
    assertThat(twins.hart().state.get(Rv64State.HVIP)).isZero();
    assertThat(twins.hart().accounting().delegatedByCause())
        .containsExactly(Map.entry("virtual supervisor software interrupt", 1L));
    twins.areSame();
  }

  @Test
  void floatingPointIsAskedOfBoth() {
    inside();
    long initial = 1L << Rv64State.FS.low();
    state(
            state -> {
              state.set(Rv64State.MSTATUS, initial);
              state.set(Rv64State.VSSTATUS, initial);
            })
        .x(7, 0x4000_0000)
        .code(BASE + 0x1000, code -> code.put("fmv.w.x", RD, 1, RS1, 7).stay())
        .run(5);
    assertThat(twins.hart().state.f[1]).isEqualTo(0xffff_ffff_4000_0000L);
    assertThat(twins.hart().state.get(Rv64State.MSTATUS) & Rv64State.FS.mask())
        .isEqualTo(Rv64State.FS.mask());
    twins.areSame();
  }
}
