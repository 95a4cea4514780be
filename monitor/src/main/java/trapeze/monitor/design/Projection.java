package trapeze.monitor.design;

import static trapeze.isa.rv64.Rv64State.FFLAGS;
import static trapeze.isa.rv64.Rv64State.FRM;
import static trapeze.isa.rv64.Rv64State.MODE;
import static trapeze.isa.rv64.Rv64State.MSTATUS;
import static trapeze.isa.rv64.Rv64State.SATP;
import static trapeze.isa.rv64.Rv64State.SENVCFG;
import static trapeze.isa.rv64.Rv64State.VIRTUAL;
import static trapeze.isa.rv64.Rv64State.VSSTATUS;

import trapeze.isa.definition.Csr;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.board.Hardware;
import trapeze.machine.engine.Definitions;
import trapeze.shadow.Context;

/**
 * What of a virtual hart's state the real hart is given while it executes the guest, and what comes
 * back: carries out what {@link trapeze.isa.rv64.Deprivileging} defines, in its generated form. All
 * else of the real hart stays as the monitor set it.
 */
final class Projection {
  private static final Csr SATP_CSR = Rv64.SET.csr("satp");
  private static final int REGISTERS = 32;

  /** In: mstatus, senvcfg. */
  private static final StateWords LOADED = StateWords.integer(2);

  private static final StateWords LOADED_ALL = LOADED.withFloating();

  /** Out: mstatus. */
  private static final StateWords SAVED = StateWords.integer(1);

  private static final StateWords SAVED_ALL = SAVED.withFloating();

  private final Hart hart;
  private final HartState virtual;
  private final Hardware hardware;
  private final Definitions definitions;

  private StateWords loaded = StateWords.NONE;
  private StateWords saved = StateWords.NONE;

  Projection(Hart hart, Hardware hardware) {
    this.hart = hart;
    this.virtual = hart.state;
    this.hardware = hardware;
    this.definitions = hart.engine().definitions();
  }

  /** The context that decides what the guest's addresses mean now. */
  Context context() {
    return new Context(
        effectiveMode(virtual),
        definitions.contextSatp(hart),
        definitions.contextOptions(hart),
        definitions.contextGuestTables(hart));
  }

  /** The mode that fetches act in, 3 bits: V, and the privilege mode. */
  static int effectiveMode(HartState state) {
    return (int) (state.get(VIRTUAL) << 2 | state.get(MODE));
  }

  /** Gives the real hart to the guest. */
  void install(long satp) {
    HartState real = hardware.state();
    System.arraycopy(virtual.x, 0, real.x, 0, REGISTERS);
    real.pc = virtual.pc;
    configure();
    loaded = LOADED;
    if (definitions.lendsFloatingPoint(hart) != 0) {
      copyFloatingPoint(virtual, real);
      loaded = LOADED_ALL;
    }
    if (real.get(SATP) != satp) {
      hardware.writeCsr(SATP_CSR, satp);
    }
  }

  /** Sets up what decides which of the guest's instructions the real hart executes. */
  void configure() {
    HartState real = hardware.state();
    real.set(MSTATUS, definitions.projectedStatus(hart, real.get(MSTATUS)));
    real.set(SENVCFG, definitions.projectedEnvironment(hart));
  }

  /** Whether the real hart is in this real address space. */
  boolean isIn(long satp) {
    return hardware.state().get(SATP) == satp;
  }

  /** Takes the real hart back. */
  void save() {
    HartState real = hardware.state();
    System.arraycopy(real.x, 0, virtual.x, 0, REGISTERS);
    virtual.pc = real.pc;
    long status = real.get(MSTATUS);
    virtual.set(MSTATUS, definitions.savedStatus(hart, status));
    virtual.set(VSSTATUS, definitions.savedGuestStatus(hart, status));
    saved = SAVED;
    if (definitions.returnsFloatingPoint(hart, status) != 0) {
      copyFloatingPoint(real, virtual);
      saved = SAVED_ALL;
    }
  }

  /** What was last given to the real hart. */
  StateWords loaded() {
    return loaded;
  }

  /** What was last taken back. */
  StateWords saved() {
    return saved;
  }

  private static void copyFloatingPoint(HartState from, HartState to) {
    System.arraycopy(from.f, 0, to.f, 0, REGISTERS);
    to.set(FFLAGS, from.get(FFLAGS));
    to.set(FRM, from.get(FRM));
  }
}
