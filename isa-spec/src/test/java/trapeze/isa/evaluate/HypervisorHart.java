package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import trapeze.isa.ir.Routine;
import trapeze.isa.rv64.Interrupts;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.rv64.Traps;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;

/** A hart with the hypervisor extension, in which everything that can be enabled is. */
final class HypervisorHart extends ExampleHart {
  /** The five modes that code runs in, with V and the privilege mode. */
  enum Mode {
    M(0, 3),
    HS(0, 1),
    U(0, 0),
    VS(1, 1),
    VU(1, 0);

    final int virtual;
    final int privilege;

    Mode(int virtual, int privilege) {
      this.virtual = virtual;
      this.privilege = privilege;
    }
  }

  private final Evaluator evaluator = new Evaluator(Rv64.SET, hart, environment);

  HypervisorHart(Mode mode) {
    environment.lines = 0;
    hart.set(Rv64State.HAS_HYPERVISOR, 1);
    hart.set(Rv64State.HAS_SSTC, 1);
    hart.set(Rv64State.HAS_SVADU, 1);
    hart.set(Rv64State.HAS_TIME, 1);
    hart.set(Rv64State.WIDEST_PAGING, 10);
    hart.set(Rv64State.ASID_MASK, 0xffff);
    hart.set(Rv64State.VMID_MASK, 0x3fff);
    hart.set(Rv64State.HAS_STATEEN, 1);
    for (int i = 0; i < Rv64State.STATE_ENABLES; i++) {
      write("mstateen" + i, -1);
      write("hstateen" + i, -1);
    }
    hart.set(Rv64State.MCOUNTEREN, -1);
    hart.set(Rv64State.HCOUNTEREN, -1);
    hart.set(Rv64State.SCOUNTEREN, -1);
    write("menvcfg", -1);
    write("henvcfg", -1);
    hart.set(Rv64State.MSTATUS, Rv64State.FS.mask());
    hart.set(Rv64State.VSSTATUS, Rv64State.VS_FS.mask());
    in(mode);
  }

  /** Puts the hart into a mode. */
  HypervisorHart in(Mode mode) {
    hart.set(Rv64State.VIRTUAL, mode.virtual);
    hart.set(Rv64State.MODE, mode.privilege);
    return this;
  }

  /** The mode that the hart is in. */
  Mode mode() {
    for (Mode each : Mode.values()) {
      if (each.virtual == hart.get(Rv64State.VIRTUAL)
          && each.privilege == hart.get(Rv64State.MODE)) {
        return each;
      }
    }
    throw new AssertionError("no mode has V and MODE as they are");
  }

  /** Writes a register, whoever may. */
  void write(String csr, long value) {
    evaluator.call(Rv64.SET.csr(csr).write(), value);
  }

  /** Reads a register, whoever may. */
  long read(String csr) {
    return evaluator.call(Rv64.SET.csr(csr).read());
  }

  /** What a routine gives. */
  long call(Routine routine) {
    return evaluator.call(routine);
  }

  /** Enters a trap. */
  void take(Trap trap) {
    evaluator.call(
        Traps.TAKE_TRAP,
        trap.cause(),
        trap.value(),
        trap.interrupt() ? 1 : 0,
        trap.guestPhysical(),
        trap.instruction(),
        trap.guestVirtual() ? 1 : 0);
  }

  /** The interrupt to take now. */
  int interrupt() {
    return (int) evaluator.call(Interrupts.INTERRUPT_TO_TAKE);
  }

  /** Whether a wait ends. */
  boolean wakes() {
    return evaluator.call(Interrupts.WAKE_UP) != 0;
  }

  /** The exception that an instruction raises, or -1. */
  int causeOf(int bits) {
    try {
      run(bits);
      return -1;
    } catch (TrapSignal signal) {
      if (signal.cause() == 2 || signal.cause() == 22) {
        assertThat(signal.value()).isEqualTo(bits & 0xffff_ffffL);
      }
      return signal.cause();
    }
  }

  /** {@code csrrs x5, csr, x0}. */
  static int reading(int csr) {
    return csr << 20 | 2 << 12 | 5 << 7 | 0x73;
  }

  /** {@code csrrw x5, csr, x6}. */
  static int writing(int csr) {
    return csr << 20 | 6 << 15 | 1 << 12 | 5 << 7 | 0x73;
  }
}
