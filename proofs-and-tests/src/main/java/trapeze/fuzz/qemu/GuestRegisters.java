package trapeze.fuzz.qemu;

import java.util.Map;
import java.util.Set;

/**
 * How QEMU's log shows registers while V is set: it has the guest's in place of the supervisor's,
 * and in the guest's own places what they held when V was set.
 */
final class GuestRegisters {
  private GuestRegisters() {}

  /** The supervisor's registers that are the guest's. */
  static final Map<String, String> SWAPPED =
      Map.of(
          "stvec",
          "vstvec",
          "sepc",
          "vsepc",
          "scause",
          "vscause",
          "stval",
          "vstval",
          "sscratch",
          "vsscratch",
          "satp",
          "vsatp");

  /** Registers whose values in the log are of before. */
  static final Set<String> STALE = Set.of("vsstatus", "vstvec", "vsepc", "vscause");

  /**
   * Fields of {@code mstatus} that are those of {@code vsstatus}: SD, UXL, MXR, SUM, FS, VS, ...
   */
  static final long STATUS = 1L << 63 | 3L << 32 | 0xc_0000 | 0x6000 | 0x600 | 0x100 | 0x22;

  /** Bits of {@code mstatus} that are fields. */
  static final long MACHINE_STATUS = 1L << 63 | 0xffL << 32 | 0x7e_7faa;

  /** Bits of {@code hstatus} that are fields, but VGEIN. */
  static final long HYPERVISOR_STATUS = 3L << 32 | 0x70_03e0;
}
