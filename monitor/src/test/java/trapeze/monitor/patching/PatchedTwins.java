package trapeze.monitor.patching;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.Allocator;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.GuestDefinition;
import trapeze.monitor.VirtualHart;
import trapeze.monitor.design.Design;
import trapeze.shadow.Policy;

/** A guest's kernel on a bare board, and in a virtual machine of a design that patches. */
final class PatchedTwins {
  static final long BASE = 0x8000_0000L;

  /** Guest-virtual address of the kernel's first page; there is nothing around it. */
  static final long KERNEL = 0x4030_0000L;

  /** The same page's guest-physical address. */
  static final long CODE = BASE + 0x10_0000;

  /** Another page at which the kernel can load from and store to its first page. */
  static final long ALIAS = 0x4038_0000L;

  /** A page of data. */
  static final long DATA = 0x4038_1000L;

  private static final long ROOT = BASE + 0x20_0000;
  private static final int EVERYTHING = 0xcf;
  private static final long SIZE = 4L << 20;

  private final Board bare;
  private final Board virtual;
  private final VirtualHart hart;
  private long next = CODE;

  PatchedTwins(Design design) {
    bare = board(SIZE);
    Board real = board(Allocator.needs(SIZE, 1));
    var machine =
        new ControlProgram(real, Policy.CACHED)
            .define(
                new GuestDefinition(
                        "twin",
                        Board.Configuration.USUAL,
                        SIZE,
                        100,
                        _ -> {},
                        ConsoleSource.SILENT,
                        List.of())
                    .with(design));
    virtual = machine.board();
    hart = machine.harts().getFirst();
    both(PatchedTwins::prepare);
    map(KERNEL, CODE);
    map(KERNEL + 0x1000, CODE + 0x1000);
    map(ALIAS, CODE);
    map(DATA, CODE + 0x3000);
  }

  private static Board board(long size) {
    return new Board(
        Board.Configuration.USUAL,
        PhysicalMemory.allocate(Arena.ofAuto(), BASE, size),
        HartFactory.REAL,
        _ -> {},
        ConsoleSource.SILENT,
        List.of());
  }

  private static void prepare(Board board) {
    Hart hart = board.harts().getFirst();
    hart.writeCsr(csr("pmpaddr0"), -1);
    hart.writeCsr(csr("pmpcfg0"), 0x1f);
    hart.writeCsr(csr("satp"), 8L << 60 | ROOT >>> 12);
    hart.writeCsr(csr("mideleg"), 0x222);
    hart.writeCsr(csr("medeleg"), 0xb1ff);
    hart.writeCsr(csr("stvec"), KERNEL + 0x800);
    hart.state.set(Rv64State.MODE, 1);
    hart.state.pc = KERNEL;
  }

  private void map(long address, long physical) {
    both(
        board -> {
          PhysicalMemory memory = board.memory();
          long middle = ROOT + 0x1000;
          long last = middle + 0x1000 * (1 + (address >>> 21 & 1));
          memory.putLong(ROOT + 8 * (address >>> 30 & 511), middle >>> 2 | 1);
          memory.putLong(middle + 8 * (address >>> 21 & 511), last >>> 2 | 1);
          memory.putLong(last + 8 * (address >>> 12 & 511), physical >>> 2 | EVERYTHING);
        });
  }

  /** Does the same to both. */
  PatchedTwins both(Consumer<Board> action) {
    action.accept(bare);
    action.accept(virtual);
    return this;
  }

  /** Goes on putting code elsewhere. */
  PatchedTwins at(long offset) {
    next = CODE + offset;
    return this;
  }

  /** Puts an instruction into both, by mnemonic and operands. */
  PatchedTwins put(String mnemonic, Object... operands) {
    return word(bits(mnemonic, operands));
  }

  /** Puts 32 bits into both. */
  PatchedTwins word(int bits) {
    long address = next;
    next += 4;
    return both(board -> board.memory().putInt(address, bits));
  }

  /** Puts 16 bits into both. */
  PatchedTwins half(int bits) {
    long address = next;
    next += 2;
    return both(board -> board.memory().putShort(address, (short) bits));
  }

  /** Offset of the next instruction in the kernel's page. */
  long here() {
    return next - CODE;
  }

  /** A move between a register and a control register, with all operands. */
  PatchedTwins csr(String mnemonic, int rd, String csr, int source) {
    return put(
        mnemonic, Operand.RD, rd, Operand.CSR, csr(csr), Operand.RS1, source, Operand.ZIMM, source);
  }

  /** ADDI. */
  PatchedTwins addi(int rd, int rs1, int immediate) {
    return put("addi", Operand.RD, rd, Operand.RS1, rs1, Operand.IMM, immediate);
  }

  /** A jump to an offset in the kernel's page. */
  PatchedTwins jump(long offset) {
    return put("jal", Operand.IMM, offset - here());
  }

  /** Sets the same register of both. */
  PatchedTwins x(int register, long value) {
    return both(board -> board.harts().getFirst().state.x[register] = value);
  }

  /** Sets the same control register of both. */
  PatchedTwins set(String csr, long value) {
    return both(board -> board.harts().getFirst().writeCsr(csr(csr), value));
  }

  /** Lets both make steps, in pieces short and long, and compares them after each piece. */
  PatchedTwins run(long steps) {
    long turn = 0;
    long piece;
    for (long left = steps; left > 0; left -= piece) {
      turn++;
      piece = Math.min(left, turn % 8 == 0 ? 301 : turn % 23 + 1);
      bare.run(piece);
      virtual.run(piece);
      Hart one = bare.harts().getFirst();
      assertThat(hart.state.differences(one.state)).isEmpty();
      assertThat(hart.steps()).isEqualTo(one.steps());
      assertThat(hart.traps()).isEqualTo(one.traps());
      assertThat(hart.retired()).isEqualTo(one.retired());
    }
    assertThat(virtual.memory().segment(BASE, SIZE).mismatch(bare.memory().segment(BASE, SIZE)))
        .isEqualTo(-1);
    return this;
  }

  /** Instructions that stubs stood for. */
  long substituted() {
    return hart.accounting().substituted();
  }

  private static int csr(String name) {
    return Rv64.SET.csr(name).address();
  }

  static int bits(String mnemonic, Object... operands) {
    Map<Operand, Long> values = new EnumMap<>(Operand.class);
    for (int i = 0; i < operands.length; i += 2) {
      values.put((Operand) operands[i], ((Number) operands[i + 1]).longValue());
    }
    return Rv64.SET.instruction(mnemonic).encoding().assemble(values);
  }
}
