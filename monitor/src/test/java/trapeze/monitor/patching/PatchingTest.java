package trapeze.monitor.patching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static trapeze.monitor.patching.PatchedTwins.ALIAS;
import static trapeze.monitor.patching.PatchedTwins.DATA;
import static trapeze.monitor.patching.PatchedTwins.KERNEL;
import static trapeze.monitor.patching.PatchedTwins.bits;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import trapeze.isa.ir.Operand;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Implementation;
import trapeze.machine.board.Timing;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.GuestDefinition;
import trapeze.monitor.NotCarried;
import trapeze.shadow.Policy;

/** A guest whose kernel is patched makes the same steps as on the bare machine. */
class PatchingTest {
  private final PatchedTwins twins = new PatchedTwins(new Patching(3));

  @Test
  void movesOfEveryKindInALoop() {
    loopOfMoves(twins);
    twins.run(6000);
    assertThat(twins.substituted()).isGreaterThan(2000);
  }

  /** Fourteen moves, an addition and a jump. */
  static void loopOfMoves(PatchedTwins twins) {
    twins
        .addi(5, 5, 1)
        .csr("csrrci", 0, "sstatus", 2)
        .csr("csrrw", 5, "sscratch", 5)
        .csr("csrrw", 6, "sscratch", 5)
        .csr("csrrs", 7, "sstatus", 0)
        .csr("csrrsi", 0, "sstatus", 2)
        .csr("csrrs", 10, "sepc", 0)
        .csr("csrrw", 0, "sepc", 5)
        .csr("csrrw", 11, "scause", 6)
        .csr("csrrc", 12, "stval", 5)
        .csr("csrrs", 13, "stval", 6)
        .csr("csrrs", 14, "sie", 5)
        .csr("csrrc", 15, "sie", 6)
        .csr("csrrci", 16, "sstatus", 31)
        .jump(0);
  }

  @Test
  void anyMovesInALoopWithAnInterruptPending() {
    Random random = new Random(1974);
    long substituted = 0;
    for (int i = 0; i < 30; i++) {
      PatchedTwins any = new PatchedTwins(new Patching(1 + i % 4));
      anyMoves(any, random).run(1200);
      substituted += any.substituted();
    }
    assertThat(substituted).isGreaterThan(3000);
  }

  /** Random moves; the handler takes what lets the interrupt in away. */
  static PatchedTwins anyMoves(PatchedTwins twins, Random random) {
    List<String> mnemonics = List.of("csrrw", "csrrs", "csrrc", "csrrwi", "csrrsi", "csrrci");
    List<String> registers = List.of("sstatus", "sie", "sscratch", "sepc", "scause", "stval");
    twins.set("mip", 2).addi(5, 5, 1);
    for (int i = 5; i < 17; i++) {
      twins.x(i, random.nextLong());
    }
    for (int i = 0; i < 14; i++) {
      twins
          .csr(
              mnemonics.get(random.nextInt(6)),
              random.nextInt(3) == 0 ? 0 : 5 + random.nextInt(12),
              registers.get(random.nextInt(6)),
              random.nextInt(17))
          .addi(5 + random.nextInt(8), 5, 1);
    }
    return twins
        .jump(0)
        .at(0x800)
        .csr("csrrs", 20, "sepc", 0)
        .csr("csrrs", 21, "scause", 0)
        .csr("csrrw", 0, "sie", 0)
        .put("sret");
  }

  @Test
  void anInterruptIsTakenWhenItIsLetIn() {
    letsAnInterruptIn(twins).run(3000);
    assertThat(twins.substituted()).isGreaterThan(500);
  }

  /**
   * Sums up where interrupts came: one that comes late leaves its trace, though the next comes in
   * time, as it does wherever the real hart's slice ends behind a stub.
   */
  static PatchedTwins letsAnInterruptIn(PatchedTwins twins) {
    return twins
        .set("mip", 2)
        .addi(5, 5, 1)
        .csr("csrrci", 6, "sstatus", 2)
        .csr("csrrwi", 0, "sie", 2)
        .addi(5, 5, 1)
        .csr("csrrsi", 7, "sstatus", 2)
        .addi(8, 8, 1)
        .csr("csrrs", 9, "instret", 0)
        .jump(0)
        .at(0x800)
        .csr("csrrs", 10, "sepc", 0)
        .put("add", Operand.RD, 12, Operand.RS1, 12, Operand.RS2, 10)
        .csr("csrrs", 11, "scause", 0)
        .csr("csrrw", 0, "sie", 0)
        .put("sret")
        .set("mcounteren", 7)
        .set("scounteren", 7);
  }

  @Test
  void anInterruptIsTakenWhenItIsEnabled() {
    enablesAnInterrupt(twins).run(3000);
    assertThat(twins.substituted()).isGreaterThan(200);
  }

  /** SIE is set already when the interrupt that is pending is enabled; its handler clears sie. */
  static PatchedTwins enablesAnInterrupt(PatchedTwins twins) {
    return twins
        .set("mip", 2)
        .addi(5, 5, 1)
        .csr("csrrsi", 6, "sstatus", 2)
        .addi(5, 5, 1)
        .csr("csrrwi", 0, "sie", 2)
        .addi(8, 8, 1)
        .addi(8, 8, 1)
        .jump(0)
        .at(0x800)
        .csr("csrrs", 10, "sepc", 0)
        .csr("csrrw", 0, "sie", 0)
        .put("sret");
  }

  @Test
  void floatingPointStateIsSeenAsItIs() {
    twins
        .set("mstatus", 1 << 13)
        .csr("csrrs", 6, "sstatus", 0)
        .put("fcvt.d.l", Operand.RD, 1, Operand.RS1, 6)
        .csr("csrrs", 7, "sstatus", 0)
        .csr("csrrci", 0, "sstatus", 2)
        .put("lui", Operand.RD, 8, Operand.IMM, 0x6000)
        .put("lui", Operand.RD, 9, Operand.IMM, 0x2000)
        .csr("csrrc", 10, "sstatus", 8)
        .csr("csrrs", 11, "sstatus", 9)
        .csr("csrrsi", 0, "sstatus", 2)
        .jump(0)
        .run(3000);
    assertThat(twins.substituted()).isGreaterThan(300);
  }

  @Test
  void theGuestReadsItsOwnCode() {
    twins
        .x(5, KERNEL)
        .x(6, ALIAS)
        .addi(11, 11, 1)
        .csr("csrrsi", 0, "sstatus", 2)
        .put("lw", Operand.RD, 7, Operand.RS1, 5, Operand.IMM, 4)
        .put("lhu", Operand.RD, 8, Operand.RS1, 5, Operand.IMM, 6)
        .put("ld", Operand.RD, 9, Operand.RS1, 6, Operand.IMM, 0)
        .csr("csrrs", 10, "sscratch", 0)
        .jump(0)
        .run(600);
    assertThat(twins.substituted()).isGreaterThan(70);
  }

  @Test
  void whatReadsItsCodeOftenIsLeftAlone() {
    twins
        .x(5, KERNEL)
        .addi(11, 11, 1)
        .csr("csrrsi", 0, "sstatus", 2)
        .put("lw", Operand.RD, 7, Operand.RS1, 5, Operand.IMM, 4)
        .jump(0)
        .run(12_000);
    assertThat(twins.substituted()).isBetween(900L, 1100L);
  }

  @Test
  void theGuestWritesItsOwnCodeAndFences() {
    writesItsCode(twins, KERNEL).run(4000);
    assertThat(twins.substituted()).isGreaterThan(0);
  }

  @Test
  void theGuestWritesItsCodeAtAnotherAddress() {
    writesItsCode(twins, ALIAS).run(4000);
    assertThat(twins.substituted()).isGreaterThan(0);
  }

  /** Turns between two instructions in one place, every 16 times. */
  static PatchedTwins writesItsCode(PatchedTwins twins, long through) {
    return twins
        .x(5, through + 4)
        .x(6, bits("csrrsi", Operand.CSR, 0x100, Operand.ZIMM, 2))
        .x(7, bits("csrrs", Operand.RD, 10, Operand.CSR, 0x140))
        .addi(15, 15, 1)
        .csr("csrrsi", 0, "sstatus", 2)
        .csr("csrrw", 11, "sscratch", 12)
        .addi(12, 12, 1)
        .put("andi", Operand.RD, 13, Operand.RS1, 12, Operand.IMM, 15)
        .put("bne", Operand.RS1, 13, Operand.RS2, 0, Operand.IMM, -16)
        .put("sw", Operand.RS1, 5, Operand.RS2, 7, Operand.IMM, 0)
        .addi(14, 6, 0)
        .addi(6, 7, 0)
        .addi(7, 14, 0)
        .put("fence.i")
        .jump(0);
  }

  @Test
  void aJumpIntoTheMiddle() {
    jumpsIntoTheMiddle(twins).run(4000);
    assertThat(twins.substituted()).isGreaterThan(300);
  }

  static PatchedTwins jumpsIntoTheMiddle(PatchedTwins twins) {
    // The second halfword of csrrsi sstatus, 2 is 0x1001; of csrrs x10, sscratch 0x1400.
    return twins
        .x(5, KERNEL + 6)
        .addi(6, 6, 1)
        .csr("csrrsi", 0, "sstatus", 2)
        .csr("csrrs", 10, "sscratch", 0)
        .put("andi", Operand.RD, 7, Operand.RS1, 6, Operand.IMM, 7)
        .put("bne", Operand.RS1, 7, Operand.RS2, 0, Operand.IMM, -16)
        .addi(6, 6, 1)
        .put("jalr", Operand.RS1, 5, Operand.IMM, 0)
        .at(0x800)
        .csr("csrrs", 11, "sepc", 0)
        .addi(11, 11, 2)
        .csr("csrrw", 0, "sepc", 11)
        .csr("csrrs", 12, "scause", 0)
        .put("sret");
  }

  @Test
  void amongShortInstructionsAndAtTheEndOfAPage() {
    twins
        .half(0x0001)
        .csr("csrrsi", 0, "sstatus", 2)
        .half(0x0285)
        .csr("csrrs", 7, "sscratch", 0)
        .jump(0xff6)
        .at(0xff6)
        .csr("csrrw", 6, "sscratch", 5)
        .csr("csrrci", 0, "sstatus", 2)
        .csr("csrrw", 8, "stval", 5)
        .csr("csrrs", 9, "stval", 0)
        .jump(0)
        .run(3000);
    assertThat(twins.substituted()).isGreaterThan(500);
  }

  @Test
  void aPageThatTheGuestMapsWhereStubsAreIsTheGuests() {
    loopOfMoves(twins);
    twins.run(600);
    // Everything around the kernel now leads to a page of data.
    twins.both(
        board -> {
          for (long table = 2; table <= 3; table++) {
            for (long i = 0; i < 512; i++) {
              long at = PatchedTwins.BASE + 0x20_0000 + 0x1000 * table + 8 * i;
              if (board.memory().getLong(at) == 0) {
                board.memory().putLong(at, PatchedTwins.CODE + 0x3000 >>> 2 | 0xcf);
              }
            }
          }
          board.harts().getFirst().fenceAddressTranslation(0, 0, 0, 0);
        });
    long before = twins.substituted();
    twins.x(20, DATA).run(600);
    assertThat(twins.substituted()).isLessThan(before + 40);
  }

  @Test
  void aGuestOfSeveralHartsIsRefused() {
    Board real =
        new Board(
            Board.Configuration.USUAL,
            PhysicalMemory.allocate(Arena.ofAuto(), 0x8000_0000L, 32L << 20),
            HartFactory.REAL,
            _ -> {},
            ConsoleSource.SILENT,
            List.of());
    GuestDefinition guest =
        new GuestDefinition(
                "pair",
                new Board.Configuration(2, Implementation.FULL, new Timing.Steps(10), 0),
                4L << 20,
                100,
                _ -> {},
                ConsoleSource.SILENT,
                List.of())
            .with(new Patching());
    ControlProgram control = new ControlProgram(real, Policy.CACHED);
    assertThatThrownBy(() -> control.define(guest))
        .isInstanceOf(NotCarried.class)
        .hasMessage("pair: a guest of the design patching has 1 hart at most");
  }
}
