package trapeze.laws;

import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.TrapSignal;

/**
 * What an instruction instance does in VS or VU on the real machine as it is set up for a guest, by
 * the reference evaluator's word: whether it is illegal there, or a virtual instruction, which is
 * what the monitor must emulate.
 */
final class AssistedSensitivity {
  /** Neither. */
  static final int NONE = -1;

  private static final int ILLEGAL_INSTRUCTION = 2;
  private static final int VIRTUAL_INSTRUCTION = 22;

  private static final long STATUS =
      Rv64State.SIE.mask()
          | Rv64State.SPIE.mask()
          | Rv64State.SPP.mask()
          | Rv64State.FS.mask()
          | Rv64State.SUM.mask()
          | Rv64State.MXR.mask();

  private static final long CACHE_BLOCKS =
      Rv64State.MENVCFG_CBIE.mask()
          | Rv64State.MENVCFG_CBCFE.mask()
          | Rv64State.MENVCFG_CBZE.mask();

  private AssistedSensitivity() {}

  /** The cause of the exception that it raises for a guest in this state; or {@link #NONE}. */
  static int cause(long packed, HartState guest) {
    if (packed == 0) {
      return ILLEGAL_INSTRUCTION;
    }
    try {
      new Evaluator(Rv64.SET, real(guest), new Sensitivity.Nowhere()).execute(packed);
      return NONE;
    } catch (TrapSignal raised) {
      int cause = raised.cause();
      return cause == ILLEGAL_INSTRUCTION || cause == VIRTUAL_INSTRUCTION ? cause : NONE;
    }
  }

  private static HartState real(HartState guest) {
    HartState real = new HartState(Rv64State.SPACE);
    long status = guest.get(Rv64State.MSTATUS);
    long control =
        Rv64State.VTW.mask()
            | ((status & Rv64State.TVM.mask()) == 0 ? 0 : Rv64State.VTVM.mask())
            | ((status & Rv64State.TSR.mask()) == 0 ? 0 : Rv64State.VTSR.mask());
    real.set(Rv64State.HAS_HYPERVISOR, 1);
    real.set(Rv64State.VIRTUAL, 1);
    real.set(Rv64State.MODE, guest.get(Rv64State.MODE));
    real.set(Rv64State.MSTATUS, 2L << Rv64State.FS.low());
    real.set(Rv64State.VSSTATUS, status & STATUS);
    real.set(Rv64State.HSTATUS, control);
    real.set(Rv64State.FRM, guest.get(Rv64State.FRM));
    real.set(Rv64State.HAS_TIME, 1);
    real.set(Rv64State.HAS_SSTC, 1);
    real.set(Rv64State.HAS_SVADU, 1);
    real.set(Rv64State.WIDEST_PAGING, 10);
    real.set(Rv64State.PMPCFG0, 0x1f);
    real.set(Rv64State.pmpaddr(0), -1);
    real.set(Rv64State.MENVCFG, CACHE_BLOCKS | 7L << 61);
    real.set(Rv64State.HENVCFG, guest.get(Rv64State.MENVCFG) & CACHE_BLOCKS);
    real.set(Rv64State.SENVCFG, guest.get(Rv64State.SENVCFG));
    real.set(Rv64State.MCOUNTEREN, -1);
    real.set(Rv64State.SCOUNTEREN, guest.get(Rv64State.SCOUNTEREN));
    return real;
  }
}
