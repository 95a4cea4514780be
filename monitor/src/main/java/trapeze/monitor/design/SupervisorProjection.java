package trapeze.monitor.design;

import static trapeze.isa.rv64.Rv64State.FFLAGS;
import static trapeze.isa.rv64.Rv64State.FRM;
import static trapeze.isa.rv64.Rv64State.HAS_STATEEN;
import static trapeze.isa.rv64.Rv64State.MEDELEG;
import static trapeze.isa.rv64.Rv64State.MENVCFG;
import static trapeze.isa.rv64.Rv64State.MIDELEG;
import static trapeze.isa.rv64.Rv64State.MIE;
import static trapeze.isa.rv64.Rv64State.MIP;
import static trapeze.isa.rv64.Rv64State.MODE;
import static trapeze.isa.rv64.Rv64State.MSTATUS;
import static trapeze.isa.rv64.Rv64State.SATP;
import static trapeze.isa.rv64.Rv64State.mstateen;

import java.util.List;
import trapeze.isa.definition.Csr;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Deprivileging.Fixed;
import trapeze.isa.rv64.DirectSupervisor;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.board.Hardware;
import trapeze.machine.engine.Definitions;

/**
 * What of a virtual hart's state the real hart is given while it executes the guest's S and U in
 * its own, and what comes back: carries out what {@link DirectSupervisor} defines.
 *
 * <p>Floating-point state goes both ways always: the guest can switch its unit on, use it and
 * switch it off again without an exit.
 */
final class SupervisorProjection {
  private static final Csr SATP_CSR = Rv64.SET.csr("satp");
  private static final int REGISTERS = 32;

  /** What {@link #install} sets and the execution of the guest's M does not. */
  private static final List<StateVariable> PROJECTED =
      List.of(MODE, MSTATUS, MENVCFG, MEDELEG, MIDELEG, MIE, MIP);

  private static final List<Fixed> AT_REST =
      PROJECTED.stream()
          .map(
              variable ->
                  DirectSupervisor.CONFIGURATION.stream()
                      .filter(fixed -> fixed.variable() == variable)
                      .findFirst()
                      .orElse(new Fixed(variable, 0)))
          .toList();

  private static final int[] LENT =
      DirectSupervisor.LENT.stream().mapToInt(StateVariable::index).toArray();

  /** What {@link #install} loads. */
  private static final StateWords LOADED =
      StateWords.integer(PROJECTED.size() + LENT.length).withFloating();

  /** What {@link #save} takes back; beside what is lent mode, mstatus, mie and mip. */
  static final StateWords SAVED = StateWords.integer(4 + LENT.length).withFloating();

  /** Words that {@link #withdraw} sets. */
  static final int WITHDRAWN = AT_REST.size();

  private final Hart hart;
  private final HartState virtual;
  private final Hardware hardware;
  private final Definitions definitions;

  /** Whether the real hart has state enables: what they hold counts in S only, and so can stay. */
  private final boolean hasStateEnables;

  SupervisorProjection(Hart hart, Hardware hardware) {
    this.hart = hart;
    this.virtual = hart.state;
    this.hardware = hardware;
    this.definitions = hart.engine().definitions();
    this.hasStateEnables = hardware.state().get(HAS_STATEEN) != 0;
  }

  /** What {@link #install} moves. */
  StateWords loaded() {
    return hasStateEnables ? LOADED.withControl(1) : LOADED;
  }

  /** Gives the real hart to the guest, in the guest's own mode. */
  void install(long satp) {
    HartState real = hardware.state();
    copy(virtual, real);
    real.set(MODE, virtual.get(MODE));
    real.set(MSTATUS, definitions.supervisorStatus(hart, real.get(MSTATUS)));
    real.set(MENVCFG, definitions.supervisorEnvironment(hart));
    if (hasStateEnables) {
      real.set(mstateen(0), definitions.lentStateEnable(hart));
    }
    real.set(MEDELEG, definitions.supervisorExceptions(hart));
    real.set(MIDELEG, virtual.get(MIDELEG));
    real.set(MIE, definitions.supervisorEnabled(hart));
    real.set(MIP, definitions.supervisorPending(hart));
    if (real.get(SATP) != satp) {
      hardware.writeCsr(SATP_CSR, satp);
    }
  }

  /** Takes the real hart back. */
  void save() {
    HartState real = hardware.state();
    copy(real, virtual);
    virtual.set(MODE, real.get(MODE));
    virtual.set(MSTATUS, definitions.savedSupervisorStatus(hart, real.get(MSTATUS)));
    virtual.set(MIE, definitions.savedSupervisorEnabled(hart, real.get(MIE)));
    virtual.set(MIP, definitions.savedSupervisorPending(hart, real.get(MIP)));
  }

  /** Leaves nothing of what was projected, by whichever guest had the real hart. */
  void withdraw() {
    HartState real = hardware.state();
    for (Fixed fixed : AT_REST) {
      real.set(fixed.variable(), fixed.value());
    }
  }

  private static void copy(HartState from, HartState to) {
    System.arraycopy(from.x, 0, to.x, 0, REGISTERS);
    System.arraycopy(from.f, 0, to.f, 0, REGISTERS);
    to.pc = from.pc;
    to.set(FFLAGS, from.get(FFLAGS));
    to.set(FRM, from.get(FRM));
    for (int lent : LENT) {
      to.registers[lent] = from.registers[lent];
    }
  }
}
