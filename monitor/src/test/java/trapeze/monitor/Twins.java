package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Consumer;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Implementation;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/** The same guest on a bare board and in a virtual machine, step by step. */
final class Twins {
  /** Where memory begins. */
  static final long BASE = 0x8000_0000L;

  /** The serial port's transmit register. */
  static final long UART = 0x1000_0000L;

  /** Where {@link #map} puts the tables. */
  static final long ROOT = BASE + 0x10_0000;

  /** Flags of a leaf for S that may do everything: V R W X A D. */
  static final int ALL = 0xcf;

  private static final long SIZE = 4L << 20;

  /** The bare one. */
  final Board bare;

  /** The virtual one. */
  final VirtualMachine virtual;

  /** What runs it. */
  final ControlProgram control;

  /** The machine below. */
  final Board real;

  Twins() {
    this(Board.Configuration.USUAL, Policy.CACHED);
  }

  Twins(Design design) {
    this(Board.Configuration.USUAL, Policy.CACHED, design);
  }

  Twins(Board.Configuration configuration, Design design) {
    this(configuration, Policy.CACHED, design);
  }

  Twins(Board.Configuration configuration, Policy policy) {
    this(configuration, policy, Designs.TRAP_AND_EMULATE);
  }

  /** The real machine has state enables where the others have. */
  Twins(Board.Configuration configuration, Policy policy, Design design) {
    bare = board(configuration, SIZE);
    long needed = Allocator.needs(SIZE, configuration.harts());
    boolean stateen = configuration.implementation().stateen();
    Implementation usual = Board.Configuration.USUAL.implementation().withStateen(stateen);
    boolean suffices = design.lacks(usual, usual).isEmpty();
    real = board(Board.Configuration.USUAL.with(usual.withHypervisor(!suffices)), needed);
    control = new ControlProgram(real, policy);
    virtual =
        control.define(
            new GuestDefinition(
                    "twin", configuration, SIZE, 100, _ -> {}, ConsoleSource.SILENT, List.of())
                .with(design));
    both(board -> board.harts().forEach(hart -> hart.state.pc = BASE));
  }

  private static Board board(Board.Configuration configuration, long size) {
    PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), BASE, size);
    return new Board(
        configuration, memory, HartFactory.REAL, _ -> {}, ConsoleSource.SILENT, List.of());
  }

  /** Does the same to both. */
  Twins both(Consumer<Board> action) {
    action.accept(bare);
    action.accept(virtual.board());
    return this;
  }

  /** Writes the same code into both. */
  Twins code(long address, Consumer<Code> program) {
    return both(board -> program.accept(new Code(board.memory(), address)));
  }

  /** Sets the same register of the first hart of both. */
  Twins x(int register, long value) {
    return both(board -> first(board).state.x[register] = value);
  }

  /** Puts both into S with Sv39 tables at ROOT, protection open, all traps but some to M. */
  Twins supervisor() {
    return both(
        board -> {
          Hart hart = first(board);
          hart.writeCsr(Code.csr("pmpaddr0"), -1);
          hart.writeCsr(Code.csr("pmpcfg0"), 0x1f);
          hart.writeCsr(Code.csr("satp"), 8L << 60 | ROOT >>> 12);
          hart.state.set(Rv64State.MODE, 1);
          hart.state.set(Rv64State.MTVEC, BASE + 0x8000);
        });
  }

  /** Enters a leaf into the tables, with a table a level for the whole address space. */
  Twins map(long address, long physical, int flags) {
    return both(
        board -> {
          PhysicalMemory memory = board.memory();
          long middle = ROOT + 0x1000;
          long last = ROOT + 0x2000;
          memory.putLong(ROOT + 8 * (address >>> 30 & 511), middle >>> 2 | 1);
          memory.putLong(middle + 8 * (address >>> 21 & 511), last >>> 2 | 1);
          memory.putLong(last + 8 * (address >>> 12 & 511), leaf(physical, flags));
        });
  }

  static long leaf(long physical, int flags) {
    return physical >>> 12 << 10 | flags;
  }

  /** Lets both run. */
  Twins run(long steps) {
    bare.run(steps);
    virtual.board().run(steps);
    return this;
  }

  /** Nothing that a program could see is different. */
  void areSame() {
    for (int i = 0; i < bare.harts().size(); i++) {
      Hart one = bare.harts().get(i);
      Hart other = virtual.harts().get(i);
      assertThat(other.state.differences(one.state)).isEmpty();
      assertThat(other.steps()).isEqualTo(one.steps());
      assertThat(other.traps()).isEqualTo(one.traps());
    }
    assertThat(virtual.board().steps()).isEqualTo(bare.steps());
    assertThat(
            virtual
                .board()
                .memory()
                .segment(BASE, SIZE)
                .mismatch(bare.memory().segment(BASE, SIZE)))
        .isEqualTo(-1);
  }

  /** The first hart of the virtual machine. */
  VirtualHart hart() {
    return virtual.harts().getFirst();
  }

  private static Hart first(Board board) {
    return board.harts().getFirst();
  }
}
