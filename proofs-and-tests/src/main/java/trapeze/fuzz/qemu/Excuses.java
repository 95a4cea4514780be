package trapeze.fuzz.qemu;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import trapeze.fuzz.qemu.Excuse.Effect;
import trapeze.fuzz.qemu.Excuse.Extent;
import trapeze.isa.state.Trap;

/** Where QEMU 7.2 does otherwise than the manual says, or chooses otherwise where it may. */
final class Excuses {
  private Excuses() {}

  private static final long ALL = -1;
  private static final long NO_TRAP = -1;
  private static final long ILLEGAL = 2;
  private static final long STATUS_DIRTY = 1L << 63 | 0x6000;
  private static final long DIRTY = 0x80;
  private static final long ACCESSED = 0x40;
  private static final long MPRV = 0x2_0000;
  private static final long TIMER = 1L << 7;
  private static final long EXTERNAL = 1L << 11 | 1L << 9;

  /** Extensions that QEMU 7.2 has not; see {@link QemuProcess#PROCESSOR}. */
  static final Set<String> ABSENT =
      Set.of("Zfa", "Zicond", "Zimop", "Zcmop", "Zcb", "Zawrs", "Zicbom", "Zicboz");

  /** Names of counters, and of what selects their events. */
  private static final String COUNTERS =
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
              "MRET and SRET keep MPRV",
              "QEMU does not clear MPRV when M is left",
              "priv:mstatus",
              Effect.STOP,
              difference ->
                  difference.place().equals("mstatus")
                          && isReturn(difference.step())
                          && (difference.theirs() & MPRV) != 0
                      ? MPRV
                      : 0),
          new Excuse(
              "value of a breakpoint",
              "EBREAK writes the address, or 0: both may be",
              "priv:mtval",
              Effect.FOLLOW,
              difference ->
                  difference.step().isException(3)
                          && Set.of("mtval", "stval").contains(difference.place())
                      ? ALL
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
              "address of an access fault of a device",
              "QEMU tells the part behind the device's end, Trapeze where the access begins",
              "priv:mtval",
              Effect.FOLLOW,
              difference ->
                  isAccessFaultOfDevice(difference.step())
                          && Set.of("mtval", "stval").contains(difference.place())
                          && difference.theirs() - difference.ours() > 0
                          && difference.theirs() - difference.ours() < 8
                      ? ALL
                      : 0),
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
              bits(-1L << 32, "mcounteren", "scounteren")),
          new Excuse(
              "bit 0 of an exception's pc",
              "QEMU keeps it; it is always 0",
              "priv:mepc",
              Effect.FOLLOW,
              bits(1, "mepc", "sepc")),
          new Excuse(
              "ADUE",
              "QEMU 7.2 updates A and D by itself and has no such bit; Trapeze's is held at 1",
              "priv:menvcfg",
              Effect.IGNORE,
              bits(1L << 61, "menvcfg")),
          new Excuse(
              "counters",
              "cycles, instructions and time are the machine's own",
              "unpriv:zicntr",
              Effect.FOLLOW,
              difference ->
                  difference.isResult() && difference.step().csr().matches(COUNTERS) ? ALL : 0),
          new Excuse(
              "a device's register",
              "time, identities and timing of devices, and memory that Trapeze has not",
              "priv:pma",
              Effect.FOLLOW,
              difference ->
                  difference.step().readsDevice() && difference.place().matches("[xf][0-9]+")
                      ? ALL
                      : 0),
          DEVICES,
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
                      : 0),
          new Excuse(
              "identities",
              "each machine has its own vendor, architecture and implementation",
              "priv:marchid",
              Effect.FOLLOW,
              reads("mvendorid", "marchid", "mimpid", "misa", "mconfigptr")),
          new Excuse(
              "an extension that QEMU lacks",
              "the instruction is illegal there",
              "unpriv:intro",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.theirs() == ILLEGAL
                          && difference.ours() == NO_TRAP
                          && ABSENT.contains(difference.step().extension())
                      ? ALL
                      : 0),
          new Excuse(
              "SC of another width",
              "QEMU looks at the address of the LR only; here its width must be the same",
              "unpriv:sec:lrsc",
              Effect.STOP,
              difference ->
                  difference.isResult() && isOtherWidth(difference.step()) && difference.ours() == 1
                      ? ALL
                      : 0),
          new Excuse(
              "AMO faults as a load",
              "where it may neither read nor write QEMU gives the causes of a load; a store/AMO's"
                  + " are due",
              "priv:mcause",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap") && isLoadCauseOfAtomic(difference) ? ALL : 0),
          new Excuse(
              "SC that fails does not fault",
              "QEMU looks at memory only if the reservation holds; Trapeze always looks",
              "unpriv:sec:lrsc",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.theirs() == NO_TRAP
                          && isStoreFault(difference.ours())
                          && difference.step().isStoreConditional()
                      ? ALL
                      : 0),
          new Excuse(
              "code in a device",
              "QEMU fetches zeros from its PCI window, which are illegal; here nothing is there",
              "priv:pma",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.step().isException(1)
                          && difference.theirs() == ILLEGAL
                          && difference.step().pc() >= 0x3000_0000
                          && difference.step().pc() < 0x8000_0000L
                      ? ALL
                      : 0),
          new Excuse(
              "SC that fails sets D",
              "the same: Trapeze translates for a store, QEMU does not translate",
              "priv:translation",
              Effect.IGNORE,
              difference ->
                  difference.place().startsWith("memory at 801")
                          && difference.step().isBehindFailure()
                          && (difference.theirs() & DIRTY) == 0
                      ? DIRTY | ACCESSED
                      : 0),
          new Excuse(
              "SFENCE.W.INVAL and SFENCE.INVAL.IR in U",
              "QEMU executes them; they are illegal",
              "priv:svinval",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.theirs() == NO_TRAP
                          && difference.step().isException(2)
                          && (difference.step().bits() & ~0x10_0000) == 0x1800_0073
                      ? ALL
                      : 0),
          new Excuse(
              "reserved bits of a page-table entry",
              "QEMU with Svnapot and Svpbmt looks neither at bits 60 to 54 nor at PBMTE",
              "priv:sv39",
              Effect.STOP,
              difference ->
                  Set.of("trap", "mtval", "stval").contains(difference.place())
                          && isPageFault(difference.step())
                          && difference.step().reserved() != 0
                      ? ALL
                      : 0),
          new Excuse(
              "order of interrupts",
              "QEMU takes the lowest number first; MSI comes before MTI, SEI, SSI, STI",
              "priv:mip",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.ours() < NO_TRAP
                          && difference.theirs() < NO_TRAP
                          && Long.compareUnsigned(difference.theirs(), difference.ours()) < 0
                      ? ALL
                      : 0),
          new Excuse(
              "value of an illegal instruction",
              "QEMU writes 0 where a helper of its own finds the instruction illegal; that may be",
              "priv:mtval",
              Effect.FOLLOW,
              difference ->
                  difference.step().isException(2)
                          && Set.of("mtval", "stval").contains(difference.place())
                          && difference.theirs() == 0
                      ? ALL
                      : 0),
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
              "SC fails",
              "an SC may fail: QEMU's does where it is not to the very address of the LR",
              "unpriv:sec:lrsc",
              Effect.STOP,
              difference ->
                  difference.isResult()
                          && difference.step().mnemonic().startsWith("sc.")
                          && difference.ours() == 0
                          && difference.theirs() == 1
                      ? ALL
                      : 0),
          new Excuse(
              "address of a fault of a misaligned access",
              "QEMU makes two aligned accesses of it and tells the address of one of them",
              "priv:mtval",
              Effect.FOLLOW,
              Excuses::alignedFault),
          new Excuse(
              "widths that a device's registers take",
              "here other widths are access faults, QEMU's devices make something of them",
              "priv:pma",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.theirs() == NO_TRAP
                          && isAccessFaultOfDevice(difference.step())
                      ? ALL
                      : 0),
          new Excuse(
              "triggers",
              "QEMU's are switched off, so their registers are illegal; here they are read-only"
                  + " zero",
              "priv:tselect",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.ours() == NO_TRAP
                          && difference.theirs() == ILLEGAL
                          && difference.step().csr().matches("tselect|tdata[123]|tinfo|tcontrol")
                      ? ALL
                      : 0),
          new Excuse(
              "counters that QEMU lacks",
              "read-only zero in Trapeze, illegal in QEMU",
              "priv:mhpmcounter",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.ours() == NO_TRAP
                          && difference.theirs() == ILLEGAL
                          && difference.step().csr().matches(COUNTERS)
                      ? ALL
                      : 0));

  private static boolean isOtherWidth(Step step) {
    return step.mnemonic().startsWith("sc.")
        && step.reservation().startsWith("lr.")
        && !step.mnemonic().endsWith(step.reservation().substring(2));
  }

  /** Whether a step asks for a permission to write without one to read, which is reserved. */
  static boolean isReservedProtection(Step step) {
    long asked = step.csr().startsWith("pmpcfg") ? step.source() : 0;
    return (asked & ~asked << 1 & 0x0202_0202_0202_0202L) != 0;
  }

  private static boolean isStoreFault(long cause) {
    return cause == 6 || cause == 7 || cause == 15;
  }

  /** Causes 4, 5 and 13 in place of 6, 7 and 15. */
  private static boolean isLoadCauseOfAtomic(Difference difference) {
    return isStoreFault(difference.ours())
        && difference.theirs() == difference.ours() - 2
        && difference.step().isReadModifyWrite();
  }

  /** A return, or the trap of the fetch behind it. */
  private static boolean isReturn(Step step) {
    Set<String> returns = Set.of("mret", "sret");
    return returns.contains(step.mnemonic())
        || step.trap() != null && returns.contains(step.behind());
  }

  private static boolean isPageFault(Step step) {
    return step.isException(12) || step.isException(13) || step.isException(15);
  }

  private static boolean isAccessFaultOfDevice(Step step) {
    Trap trap = step.trap();
    return trap != null
        && (step.isException(5) || step.isException(7))
        && trap.value() >= 0x10_0000
        && trap.value() < 0x8000_0000L;
  }

  /** The value of a fault of a misaligned access, aligned. */
  private static long alignedFault(Difference difference) {
    boolean isFault = IntStream.of(5, 7, 13, 15).anyMatch(difference.step()::isException);
    boolean isValue = Set.of("mtval", "stval").contains(difference.place());
    long ours = difference.ours();
    boolean isAligned =
        LongStream.of(2, 4, 8).anyMatch(size -> (ours & -size) == difference.theirs());
    return isFault && isValue && isAligned ? ALL : 0;
  }

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

  /** Those that cover a difference, all of its bits together; none if they do not. */
  static Collection<Excuse> of(Difference difference) {
    List<Excuse> concerned = TABLE.stream().filter(each -> each.concerns(difference)).toList();
    long covered =
        concerned.stream()
            .mapToLong(each -> each.extent().of(difference))
            .reduce(0, (a, b) -> a | b);
    return (difference.bits() & ~covered) == 0 ? concerned : List.of();
  }
}
