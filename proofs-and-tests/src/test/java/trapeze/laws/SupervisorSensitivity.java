package trapeze.laws;

import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.TrapSignal;

/**
 * Which instruction instances are illegal in the real S or U as the real machine is set up for a
 * guest whose own they are, by the reference evaluator's word: these are what the monitor must
 * emulate.
 */
final class SupervisorSensitivity {
  private static final int ILLEGAL_INSTRUCTION = 2;

  /** What S has of {@code mstatus}, and TSR. */
  private static final long STATUS =
      Rv64State.SIE.mask()
          | Rv64State.SPIE.mask()
          | Rv64State.SPP.mask()
          | Rv64State.FS.mask()
          | Rv64State.SUM.mask()
          | Rv64State.MXR.mask()
          | Rv64State.TSR.mask();

  private SupervisorSensitivity() {}

  /** Whether an instruction is illegal there, for a guest in this state. */
  static boolean isIllegal(long packed, HartState guest) {
    if (packed == 0) {
      return true;
    }
    try {
      new Evaluator(Rv64.SET, real(guest), new Sensitivity.Nowhere()).execute(packed);
      return false;
    } catch (TrapSignal raised) {
      return raised.cause() == ILLEGAL_INSTRUCTION;
    }
  }

  private static HartState real(HartState guest) {
    HartState real = new HartState(Rv64State.SPACE);
    real.set(Rv64State.MODE, guest.get(Rv64State.MODE));
    real.set(
        Rv64State.MSTATUS,
        guest.get(Rv64State.MSTATUS) & STATUS | Rv64State.TVM.mask() | Rv64State.TW.mask());
    real.set(Rv64State.FRM, guest.get(Rv64State.FRM));
    real.set(Rv64State.HAS_TIME, 1);
    real.set(Rv64State.HAS_SSTC, 1);
    real.set(Rv64State.PMPCFG0, 0x1f);
    real.set(Rv64State.pmpaddr(0), -1);
    real.set(Rv64State.MENVCFG, guest.get(Rv64State.MENVCFG) & Rv64State.MENVCFG_CBZE.mask());
    real.set(Rv64State.SENVCFG, guest.get(Rv64State.SENVCFG));
    real.set(Rv64State.SCOUNTEREN, guest.get(Rv64State.SCOUNTEREN));
    return real;
  }
}
