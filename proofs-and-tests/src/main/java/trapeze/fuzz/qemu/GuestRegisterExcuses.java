package trapeze.fuzz.qemu;

import java.util.List;
import java.util.Set;
import trapeze.fuzz.qemu.Excuse.Effect;
import trapeze.fuzz.qemu.Excuse.Extent;

/** Registers of the hypervisor extension that QEMU 7.2 lets hold something else. */
final class GuestRegisterExcuses {
  private GuestRegisterExcuses() {}

  private static final long ALL = -1;
  private static final long SD = 1L << 63;

  /** Excuses that are of a machine without the extension alone. */
  static final Set<String> OF_OTHERS =
      Set.of(
          "MPV and GVA",
          "bits of the hypervisor extension",
          "exceptions of the hypervisor extension");

  static final List<Excuse> TABLE =
      List.of(
          new Excuse(
              "delegation of guest external interrupts",
              "QEMU has bits 12 and 13 in mideleg, mie and mip, though it has none of these"
                  + " interrupts",
              "priv:norm:mideleg_acc_h",
              Effect.IGNORE,
              bits(3L << 12, "mideleg", "mie", "mip", "hie", "hip", "sie", "sip")),
          new Excuse(
              "ADUE and STCE of a guest",
              "QEMU 7.2 has no ADUE, and lets STCE be written though Sstc is off",
              "priv:norm:henvcfg_adue_op",
              Effect.IGNORE,
              bits(1L << 61 | 1L << 63, "henvcfg")),
          new Excuse(
              "GVA of mstatus",
              "QEMU sets it by what was translated last, whatever has trapped",
              "priv:norm:mstatus_gva_op",
              Effect.FOLLOW,
              bits(1L << 38, "mstatus")),
          new Excuse(
              "GVA of hstatus",
              "QEMU sets it by what was translated last",
              "priv:norm:hstatus_gva_op",
              Effect.FOLLOW,
              bits(1L << 6, "hstatus")),
          new Excuse(
              "SD of vsstatus",
              "QEMU does not reckon it from FS",
              "priv:norm:vsstatus_sd_xs_op",
              Effect.IGNORE,
              bits(SD, "vsstatus")),
          new Excuse(
              "FS of a guest",
              "dirty may be reported late or early",
              "priv:norm:vsstatus_fs_op",
              Effect.FOLLOW,
              bits(SD | 0x6000, "vsstatus")),
          new Excuse(
              "state of the vector extension, a guest's",
              "QEMU lets VS be written though the extension is off",
              "priv:norm:vsstatus_vs_op",
              Effect.FOLLOW,
              bits(SD | 0x600, "vsstatus")),
          new Excuse(
              "reserved bits of hstatus",
              "QEMU keeps what is written, VGEIN too, though GEILEN is 0",
              "priv:norm:hstatus_sz_acc_op",
              Effect.IGNORE,
              bits(~GuestRegisters.HYPERVISOR_STATUS, "hstatus")),
          new Excuse(
              "htval of a trap to VS",
              "QEMU clears it; it is HS's",
              "priv:norm:H_trap_vs_csrwrites",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("htval") && difference.theirs() == 0 ? ALL : 0),
          new Excuse(
              "sie and sip of a guest",
              "read as 0 in QEMU; they show the guest's bits of hie and hip, as far as they are"
                  + " delegated",
              "priv:norm:vsip_vsie_ssi",
              Effect.FOLLOW,
              difference ->
                  (difference.isReadOf("sie") || difference.isReadOf("sip"))
                          && difference.step().circumstances().contains(Circumstance.GUEST)
                      ? 0x222
                      : 0),
          new Excuse(
              "guest's interrupts written in mip",
              "QEMU lets VSTIP and VSEIP be written there",
              "priv:norm:hvip_acc",
              Effect.STOP,
              difference ->
                  difference.step().csr().equals("mip")
                      ? bits(0x3440, "mip", "hvip", "hip").of(difference)
                      : 0),
          new Excuse(
              "guest's interrupts that are not delegated",
              "QEMU lets VS enable them; in vsie they are read-only 0",
              "priv:norm:hideleg_hs",
              Effect.STOP,
              difference ->
                  Set.of("vsie", "sie", "vsip", "sip").contains(difference.step().csr())
                      ? bits(0x444, "mie", "mip").of(difference)
                      : 0),
          new Excuse(
              "cause told to VS",
              "QEMU makes 1 less of exceptions 2 and 6 too, as of interrupts",
              "priv:norm:hideleg_trans",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("vscause")
                          && (difference.ours() == 2 || difference.ours() == 6)
                          && difference.theirs() == difference.ours() - 1
                      ? ALL
                      : 0),
          new Excuse(
              "reserved bits of vsstatus",
              "QEMU keeps what is written, and has it in mstatus while V is set",
              "priv:norm:vsstatus_sz_acc_op",
              Effect.IGNORE,
              difference ->
                  bits(~GuestRegisters.STATUS, "vsstatus").of(difference)
                      | bits(~GuestRegisters.MACHINE_STATUS, "mstatus").of(difference)),
          new Excuse(
              "UXL of vsstatus",
              "QEMU lets it be 1 or 3; here it is always 2",
              "priv:norm:vsstatus_uxl_op",
              Effect.STOP,
              bits(3L << 32, "vsstatus")),
          new Excuse(
              "guest-physical address of an access fault",
              "QEMU tells one, as it takes it for a guest-page fault; 0 is due",
              "priv:norm:htval_trapval",
              Effect.FOLLOW,
              difference ->
                  Set.of("htval", "mtval2").contains(difference.place()) && difference.ours() == 0
                      ? ALL
                      : 0),
          new Excuse(
              "exceptions that QEMU does not know",
              "hedeleg has no bits 18 and 19",
              "priv:norm:hedeleg_acc",
              Effect.IGNORE,
              bits(0xc_0000, "hedeleg")),
          new Excuse(
              "root that is not aligned",
              "QEMU keeps the low two bits of the page number in hgatp; they are 0",
              "priv:norm:hgatp_ppn_op",
              Effect.IGNORE,
              bits(3, "hgatp")),
          new Excuse(
              "instruction told to the hypervisor",
              "QEMU transforms the instruction that trapped; here it is 0, as it may be",
              "priv:norm:H_trap_xtinst",
              Effect.FOLLOW,
              bits(ALL, "htinst", "mtinst")));

  private static Extent bits(long mask, String... registers) {
    Set<String> names = Set.of(registers);
    return difference ->
        names.contains(difference.place())
                || difference.isResult() && names.contains(difference.step().csr())
            ? mask
            : 0;
  }
}
