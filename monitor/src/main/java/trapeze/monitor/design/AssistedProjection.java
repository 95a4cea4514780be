package trapeze.monitor.design;

import static trapeze.isa.rv64.Rv64State.FFLAGS;
import static trapeze.isa.rv64.Rv64State.FRM;
import static trapeze.isa.rv64.Rv64State.FS;
import static trapeze.isa.rv64.Rv64State.HAS_STATEEN;
import static trapeze.isa.rv64.Rv64State.HEDELEG;
import static trapeze.isa.rv64.Rv64State.HENVCFG;
import static trapeze.isa.rv64.Rv64State.HGATP;
import static trapeze.isa.rv64.Rv64State.HIDELEG;
import static trapeze.isa.rv64.Rv64State.HSTATUS;
import static trapeze.isa.rv64.Rv64State.HVIP;
import static trapeze.isa.rv64.Rv64State.MEDELEG;
import static trapeze.isa.rv64.Rv64State.MIE;
import static trapeze.isa.rv64.Rv64State.MIP;
import static trapeze.isa.rv64.Rv64State.MSTATUS;
import static trapeze.isa.rv64.Rv64State.VIRTUAL;
import static trapeze.isa.rv64.Rv64State.VSATP;
import static trapeze.isa.rv64.Rv64State.VSSTATUS;
import static trapeze.isa.rv64.Rv64State.hstateen;

import java.util.List;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.AssistedRegisters;
import trapeze.isa.rv64.AssistedRegisters.Lent;
import trapeze.isa.rv64.Deprivileging;
import trapeze.isa.rv64.Deprivileging.Fixed;
import trapeze.isa.rv64.HardwareAssistance;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.engine.Definitions;

/**
 * What of a virtual hart's state the real hart is given while it executes the guest in VS or VU,
 * and what comes back: carries out what {@link HardwareAssistance} defines, in its generated form.
 */
final class AssistedProjection {
  private static final int REGISTERS = 32;

  /**
   * Beside what is lent and what is the same always: medeleg, hedeleg, hideleg, hvip, mie, henvcfg,
   * hstatus, vsstatus, hgatp.
   */
  private static final int LOADED = 9;

  /** Beside what is lent: vsstatus or mstatus, mie, hvip. */
  private static final int SAVED = 3;

  private final Hart hart;
  private final HartState virtual;
  private final HartState real;
  private final Definitions definitions;

  /** What was moved last. */
  private StateWords loaded = StateWords.NONE;

  private StateWords saved = StateWords.NONE;

  /** What goes both ways as it is, while no guest of the guest has the real hart. */
  private final List<Lent> lent;

  /**
   * Nothing is projected yet.
   *
   * @param translation whether {@code vsatp} is the guest's own, or a shadow table's
   */
  AssistedProjection(Hart hart, HartState real, Translation translation) {
    this.hart = hart;
    this.lent =
        translation == Translation.NESTED
            ? AssistedRegisters.LENT
            : AssistedRegisters.LENT_BUT_PAGING;
    this.virtual = hart.state;
    this.real = real;
    this.definitions = hart.engine().definitions();
  }

  /** What was last given to the real hart. */
  StateWords loaded() {
    return loaded;
  }

  /** What was last taken back. */
  StateWords saved() {
    return saved;
  }

  /**
   * Gives the real hart to the guest, over shadow tables.
   *
   * @param vsatp the real one, whose tables lead from the guest's addresses to the real ones
   */
  void installShadow(long vsatp) {
    install(0, true, AssistedRegisters.OF_SHADOW_TABLES);
    real.set(VSATP, vsatp);
    loaded = loaded.withControl(1);
    real.set(HENVCFG, real.get(HENVCFG) & ~AssistedRegisters.CACHE_MANAGEMENT);
  }

  /**
   * Gives the real hart to the guest, over its own tables and those of the second stage.
   *
   * @param hgatp the real one, whose tables hold the guest's memory
   * @param trapsPaging whether the guest's {@code satp} and fences trap in any case
   */
  void install(long hgatp, boolean trapsPaging) {
    install(hgatp, trapsPaging, 0);
  }

  private void install(long hgatp, boolean trapsPaging, long withheld) {
    loaded =
        StateWords.integer(LOADED + AssistedRegisters.CONFIGURATION.size() + lent().size())
            .withFloating();
    for (Fixed fixed : AssistedRegisters.CONFIGURATION) {
      real.set(fixed.variable(), fixed.value());
    }
    for (Lent each : lent()) {
      real.set(each.real(), virtual.get(each.virtual()));
    }
    System.arraycopy(virtual.x, 0, real.x, 0, REGISTERS);
    real.pc = virtual.pc;
    copyFloatingPoint(virtual, real);
    long exceptions = definitions.assistedExceptions(hart, withheld);
    real.set(MEDELEG, exceptions);
    real.set(HEDELEG, exceptions);
    real.set(HIDELEG, definitions.assistedInterrupts(hart));
    real.set(HVIP, definitions.assistedPending(hart));
    real.set(MIE, definitions.assistedEnabled(hart));
    real.set(HENVCFG, definitions.assistedEnvironment(hart));
    real.set(HSTATUS, definitions.assistedControl(hart, trapsPaging ? 1 : 0));
    real.set(VSSTATUS, definitions.assistedStatus(hart));
    real.set(MSTATUS, definitions.assistedMachineStatus(hart));
    real.set(HGATP, hgatp);
    if (real.get(HAS_STATEEN) != 0) {
      for (Fixed fixed : AssistedRegisters.STATE_ENABLES) {
        real.set(fixed.variable(), fixed.value());
      }
      real.set(hstateen(0), definitions.lentStateEnable(hart));
      loaded = loaded.withControl(AssistedRegisters.STATE_ENABLES.size() + 1);
    }
  }

  /** Takes the real hart back. */
  void save() {
    for (Lent each : lent()) {
      virtual.set(each.virtual(), real.get(each.real()));
    }
    System.arraycopy(real.x, 0, virtual.x, 0, REGISTERS);
    virtual.pc = real.pc;
    saved = StateWords.integer(SAVED + lent().size());
    if ((real.get(MSTATUS) & FS.mask()) == FS.mask()) {
      copyFloatingPoint(real, virtual);
      saved = saved.withFloating();
    }
    virtual.set(MIE, definitions.savedAssistedEnabled(hart, real.get(MIE)));
    if (virtual.get(VIRTUAL) == 0) {
      virtual.set(MSTATUS, definitions.savedAssistedStatus(hart, real.get(VSSTATUS)));
      virtual.set(MIP, definitions.savedAssistedPending(hart, real.get(HVIP)));
    } else {
      virtual.set(MSTATUS, definitions.savedStatus(hart, real.get(MSTATUS)));
      virtual.set(HVIP, definitions.savedGuestPending(hart, real.get(HVIP)));
    }
  }

  /** What goes both ways as it is: of the guest, or of its own guest. */
  private List<Lent> lent() {
    return virtual.get(VIRTUAL) == 0 ? lent : AssistedRegisters.LENT_TO_GUEST;
  }

  /** Leaves nothing behind that would count where the guest is in the real U-mode. */
  void withdraw() {
    if (real.get(VIRTUAL) != 0) {
      for (StateVariable variable : AssistedRegisters.WITHDRAWN) {
        real.set(variable, 0);
      }
      for (Fixed fixed : Deprivileging.CONFIGURATION) {
        real.set(fixed.variable(), fixed.value());
      }
    }
  }

  private static void copyFloatingPoint(HartState from, HartState to) {
    System.arraycopy(from.f, 0, to.f, 0, REGISTERS);
    to.set(FFLAGS, from.get(FFLAGS));
    to.set(FRM, from.get(FRM));
  }
}
