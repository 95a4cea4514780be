package trapeze.monitor;

import static trapeze.isa.rv64.Rv64State.FFLAGS;
import static trapeze.isa.rv64.Rv64State.FRM;
import static trapeze.isa.rv64.Rv64State.FS;
import static trapeze.isa.rv64.Rv64State.MENVCFG;
import static trapeze.isa.rv64.Rv64State.MENVCFG_ADUE;
import static trapeze.isa.rv64.Rv64State.MENVCFG_CBZE;
import static trapeze.isa.rv64.Rv64State.MENVCFG_PBMTE;
import static trapeze.isa.rv64.Rv64State.MODE;
import static trapeze.isa.rv64.Rv64State.MSTATUS;
import static trapeze.isa.rv64.Rv64State.MXR;
import static trapeze.isa.rv64.Rv64State.SATP;
import static trapeze.isa.rv64.Rv64State.SENVCFG;
import static trapeze.isa.rv64.Rv64State.SUM;

import trapeze.isa.definition.Csr;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.state.HartState;
import trapeze.machine.board.Hardware;
import trapeze.shadow.Context;

/**
 * What of a virtual hart's state the real hart is given while it executes the guest, and what comes
 * back: the general registers, the pc, the floating-point unit as far as the guest has switched it
 * on, and whether it may zero cache blocks. Everything else of the real hart stays as the monitor
 * set it: U-mode, no counters, no delegation, the monitor's own page tables.
 */
final class Projection {
  private Projection() {}

  private static final Csr SATP_CSR = Rv64.SET.csr("satp");
  private static final long ENVIRONMENT = MENVCFG_ADUE.mask() | MENVCFG_PBMTE.mask();
  private static final int DIRTY = 3;

  /** The context that decides what the guest's addresses mean now. */
  static Context context(HartState virtual) {
    int mode = (int) virtual.get(MODE);
    long satp = virtual.get(SATP);
    if (mode == PrivilegeMode.M.code() || satp >>> 60 == 0) {
      return new Context(mode, 0, 0);
    }
    long status = mode == PrivilegeMode.S.code() ? SUM.mask() | MXR.mask() : MXR.mask();
    long options = virtual.get(MSTATUS) & status | virtual.get(MENVCFG) & ENVIRONMENT;
    return new Context(mode, satp, options);
  }

  /** Gives the real hart to the guest. */
  static void install(HartState virtual, Hardware hardware, long satp) {
    HartState real = hardware.state();
    System.arraycopy(virtual.x, 0, real.x, 0, 32);
    real.pc = virtual.pc;
    long floating = virtual.get(MSTATUS) & FS.mask();
    real.set(MSTATUS, real.get(MSTATUS) & ~FS.mask() | floating);
    if (floating != 0) {
      System.arraycopy(virtual.f, 0, real.f, 0, 32);
      real.set(FFLAGS, virtual.get(FFLAGS));
      real.set(FRM, virtual.get(FRM));
    }
    real.set(SENVCFG, mayZeroBlocks(virtual) ? MENVCFG_CBZE.mask() : 0);
    if (real.get(SATP) != satp) {
      hardware.writeCsr(SATP_CSR, satp);
    }
  }

  /** Whether the guest's cbo.zero is enabled where it is; then the real U-mode may execute it. */
  private static boolean mayZeroBlocks(HartState virtual) {
    int mode = (int) virtual.get(MODE);
    boolean byMachine = (virtual.get(MENVCFG) & MENVCFG_CBZE.mask()) != 0;
    boolean bySupervisor = (virtual.get(SENVCFG) & MENVCFG_CBZE.mask()) != 0;
    return mode == PrivilegeMode.M.code()
        || byMachine && (mode == PrivilegeMode.S.code() || bySupervisor);
  }

  /** Takes the real hart back. */
  static void save(HartState virtual, Hardware hardware) {
    HartState real = hardware.state();
    System.arraycopy(real.x, 0, virtual.x, 0, 32);
    virtual.pc = real.pc;
    long floating = real.get(MSTATUS) & FS.mask();
    if (floating >>> FS.low() == DIRTY) {
      System.arraycopy(real.f, 0, virtual.f, 0, 32);
      virtual.set(FFLAGS, real.get(FFLAGS));
      virtual.set(FRM, real.get(FRM));
      virtual.set(MSTATUS, virtual.get(MSTATUS) | FS.mask());
    }
  }
}
