package trapeze.console.compare;

import trapeze.isa.rv64.DirectSupervisor;
import trapeze.isa.rv64.HardwareAssistance;

/**
 * How many 64-bit words of a guest's state are loaded into the real hart and saved again each time
 * that the guest gets it: general registers and pc, and the control registers that the design's
 * projection says. Floating-point registers are not in it: a monitor can leave them where they are
 * until somebody else wants them.
 */
final class WorldSwitch {
  /** General registers but x0, and pc; both ways. */
  private static final int REGISTERS = 2 * (31 + 1);

  /** In: mstatus, senvcfg. Out: mstatus. */
  private static final int DEPRIVILEGED = 3;

  /** In: mode, mstatus, menvcfg, medeleg, mideleg, mie, mip. Out: mode, mstatus, mie, mip. */
  private static final int SUPERVISOR = 11;

  /**
   * In: medeleg, hedeleg, hideleg, hvip, mie, henvcfg, hstatus, vsstatus, hgatp. Out: vsstatus,
   * mie, hvip. Over shadow tables also in: vsatp.
   */
  private static final int HARDWARE = 12;

  private WorldSwitch() {}

  /**
   * Words for one entry and the exit behind it. Every design that is not named here executes the
   * guest in the real U-mode as trap-and-emulate does; so do the others while the guest is in M,
   * which this does not tell apart.
   */
  static int words(String design) {
    return REGISTERS
        + switch (design) {
          case "supervisor" -> SUPERVISOR + 2 * DirectSupervisor.LENT.size();
          case Setup.HARDWARE -> HARDWARE + 2 * HardwareAssistance.LENT.size();
          case Setup.HARDWARE_SHADOW ->
              HARDWARE + 1 + 2 * HardwareAssistance.LENT_BUT_PAGING.size();
          default -> DEPRIVILEGED;
        };
  }
}
