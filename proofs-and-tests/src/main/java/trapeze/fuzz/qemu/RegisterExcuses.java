package trapeze.fuzz.qemu;

import java.util.List;
import java.util.Set;
import trapeze.fuzz.qemu.Excuse.Effect;
import trapeze.fuzz.qemu.Excuse.Extent;

/** Control registers that QEMU 7.2 lets hold something else, and results that differ. */
final class RegisterExcuses {
  private RegisterExcuses() {}

  private static final long ALL = -1;
  private static final long STATUS_DIRTY = 1L << 63 | 0x6000;
  private static final long MPRV = 0x2_0000;
  private static final long CBIE = 0x30;
  private static final long CBIE_RESERVED = 0x20;
  private static final long TIMER = 1L << 7;
  private static final long EXTERNAL = 1L << 11 | 1L << 9;

  /** Names of counters, and of what selects their events. */
  static final String COUNTERS =
      "m?(cycle|instret|time|hpmcounter[0-9]+)|mhpmevent[0-9]+|mcountinhibit";

  /** Counted too where Trapeze is told to take such an interrupt. */
  static final Excuse DEVICES =
      new Excuse(
          "interrupts of devices",
          "timers and external interrupts come by QEMU's clock; Trapeze takes them when QEMU does",
          "priv:mip",
          Effect.IGNORE,
          bits(TIMER | EXTERNAL, "mip", "sip"));

  static final List<Excuse> TABLE =
      List.of(
          new Excuse(
              "MPP holds 2",
              "QEMU lets MPP hold 2, which is no mode; Trapeze keeps the value before",
              "priv:mstatus",
              Effect.STOP,
              bits(0x1800, "mstatus")),
          new Excuse(
              "MPV and GVA",
              "QEMU lets them be written though there is no hypervisor extension",
              "priv:norm:mstatus_mpv_op",
              Effect.IGNORE,
              bits(0xc0L << 32, "mstatus")),
          new Excuse(
              "UXL",
              "QEMU lets UXL be 1 or 3, and U then runs with that width; here it is always 2",
              "priv:norm:mstatus_uxl_rdonly_mxlen64",
              Effect.STOP,
              bits(3L << 32, "mstatus", "sstatus")),
          new Excuse(
              "MRET and SRET keep MPRV",
              "QEMU does not clear MPRV when M is left",
              "priv:mstatus",
              Effect.STOP,
              difference ->
                  difference.place().equals("mstatus")
                          && difference.step().isReturn()
                          && (difference.theirs() & MPRV) != 0
                      ? MPRV
                      : 0),
          new Excuse(
              "FS and SD",
              "dirty may be reported late or early: QEMU leaves FS where only flags were raised",
              "priv:mstatus",
              Effect.FOLLOW,
              bits(STATUS_DIRTY, "mstatus", "sstatus")),
          new Excuse(
              "state of the vector extension",
              "QEMU lets VS be written though the extension is off",
              "priv:mstatus",
              Effect.FOLLOW,
              bits(1L << 63 | 0x600, "mstatus", "sstatus")),
          new Excuse(
              "ECALL from M delegated",
              "QEMU lets medeleg[11] be set, which is never taken",
              "priv:medeleg",
              Effect.IGNORE,
              bits(0x800, "medeleg")),
          new Excuse(
              "bits of the hypervisor extension",
              "they can be set though the extension is off",
              "priv:medeleg",
              Effect.IGNORE,
              bits(0x3444, "mideleg", "mie", "mip", "sie", "sip")),
          new Excuse(
              "exceptions of the hypervisor extension",
              "medeleg's bits 20 to 23 can be set, or bit 10, for what never happens",
              "priv:medeleg",
              Effect.IGNORE,
              bits(0xf0_0400, "medeleg")),
          new Excuse(
              "width of counteren",
              "64 bits in QEMU, 32 in the manual",
              "priv:mcounteren",
              Effect.IGNORE,
              bits(-1L << 32, "mcounteren", "scounteren", "hcounteren")),
          new Excuse(
              "bit 0 of an exception's pc",
              "QEMU keeps it; it is always 0",
              "priv:norm:mepc_align",
              Effect.IGNORE,
              bits(1, "mepc", "sepc", "vsepc")),
          new Excuse(
              "return to an odd address",
              "QEMU goes there, as it keeps bit 0 of mepc and sepc",
              "priv:norm:mepc_align",
              Effect.STOP,
              difference ->
                  difference.place().equals("pc") && difference.step().isReturn() ? 1 : 0),
          new Excuse(
              "ADUE",
              "QEMU 7.2 updates A and D by itself and has no such bit; Trapeze's is held at 1",
              "priv:menvcfg",
              Effect.IGNORE,
              bits(1L << 61, "menvcfg")),
          new Excuse(
              "STCE",
              "QEMU lets it be written though Sstc is off",
              "priv:norm:menvcfg_stce_rdonly0",
              Effect.IGNORE,
              bits(1L << 63, "menvcfg")),
          new Excuse(
              "CBIE holds 2",
              "QEMU keeps the encoding that is reserved; Trapeze keeps the value before",
              "priv:norm:menvcfg_cbie_warl_op",
              Effect.IGNORE,
              difference ->
                  (difference.theirs() & CBIE) == CBIE_RESERVED
                      ? bits(CBIE, "menvcfg", "senvcfg").of(difference)
                      : 0),
          new Excuse(
              "counters",
              "cycles, instructions and time are the machine's own",
              "unpriv:zicntr",
              Effect.FOLLOW,
              difference ->
                  difference.isResult() && difference.step().csr().matches(COUNTERS) ? ALL : 0),
          DEVICES,
          new Excuse(
              "identities",
              "each machine has its own vendor, architecture and implementation",
              "priv:marchid",
              Effect.FOLLOW,
              reads("mvendorid", "marchid", "mimpid", "misa", "mconfigptr")),
          new Excuse(
              "width of pmpaddr",
              "64 bits in QEMU, 54 in the manual",
              "priv:pmp",
              Effect.IGNORE,
              difference ->
                  difference.place().startsWith("pmpaddr")
                          || difference.isResult() && difference.step().csr().startsWith("pmpaddr")
                      ? -1L << 54
                      : 0),
          new Excuse(
              "CTZW of zero",
              "QEMU 7.2 gives 63 or less than 32; it is 32",
              "unpriv:ctzw",
              Effect.FOLLOW,
              difference ->
                  difference.isResult()
                          && difference.step().mnemonic().equals("ctzw")
                          && (int) difference.step().source() == 0
                      ? ALL
                      : 0));

  /** Bits of registers, and of what is read from them. */
  private static Extent bits(long mask, String... registers) {
    Set<String> names = Set.of(registers);
    return difference ->
        names.contains(difference.place())
                || difference.isResult() && names.contains(difference.step().csr())
            ? mask
            : 0;
  }

  private static Extent reads(String... registers) {
    Set<String> names = Set.of(registers);
    return difference -> difference.isResult() && names.contains(difference.step().csr()) ? ALL : 0;
  }
}
