package trapeze.laws;

import java.util.List;

/**
 * Where QEMU 7.2 does otherwise than the manual says, or chooses otherwise where it leaves a
 * choice.
 *
 * @param register whose bits differ
 * @param bits which of them
 * @param cause only in a trap of this cause, or {@link #ANY} time
 * @param what it does
 * @param section where the manual says what should be, or may be
 */
record Departure(String register, long bits, int cause, String what, String section) {
  private static final int ANY = -1;
  private static final String FLAGS = "FS stays where only exception flags were raised";
  private static final String HYPERVISOR = "bits of the hypervisor extension, which is off";

  static final List<Departure> ALL =
      List.of(
          new Departure("mstatus", 0x1800, ANY, "MPP takes 2, which is no mode", "priv:mstatus"),
          new Departure("mstatus", 0x2_0000, ANY, "MRET keeps MPRV", "priv:mstatus"),
          new Departure("mtval", -1, 3, "EBREAK writes 0, or its address", "priv:mtval"),
          new Departure("stval", -1, 3, "EBREAK writes 0, or its address", "priv:stval"),
          new Departure("mstatus", 1L << 63 | 0x6000, ANY, FLAGS, "priv:mstatus"),
          new Departure("sstatus", 1L << 63 | 0x6000, ANY, FLAGS, "priv:mstatus"),
          new Departure("medeleg", 0x800, ANY, "ECALL from M can be delegated", "priv:medeleg"),
          new Departure("mideleg", 0x3444, ANY, HYPERVISOR, "priv:medeleg"),
          new Departure("mie", 0x3444, ANY, HYPERVISOR, "priv:mie"),
          new Departure("mcounteren", -1L << 32, ANY, "64 bits wide", "priv:mcounteren"),
          new Departure("scounteren", -1L << 32, ANY, "64 bits wide", "priv:scounteren"),
          new Departure("mepc", 1, ANY, "bit 0 is kept", "priv:mepc"),
          new Departure("sepc", 1, ANY, "bit 0 is kept", "priv:sepc"));

  /**
   * The bits of a register that may differ behind a step that was a trap of some cause, or none.
   */
  static long bits(String register, int cause) {
    return ALL.stream()
        .filter(each -> each.register.equals(register))
        .filter(each -> each.cause == ANY || each.cause == cause)
        .mapToLong(Departure::bits)
        .reduce(0, (a, b) -> a | b);
  }
}
