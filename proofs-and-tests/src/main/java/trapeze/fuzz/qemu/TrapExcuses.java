package trapeze.fuzz.qemu;

import java.util.List;
import java.util.Set;
import trapeze.fuzz.qemu.Excuse.Effect;

/** Traps that are no matter of memory, and their values. */
final class TrapExcuses {
  private TrapExcuses() {}

  private static final long ALL = -1;
  private static final long NO_TRAP = -1;
  private static final long ILLEGAL = 2;

  private static final Set<Long> MEMORY_FAULTS = Set.of(4L, 5L, 6L, 7L, 13L, 15L, 21L, 23L);
  private static final Set<String> STORES = Set.of("sb", "sh", "cbo.zero");

  static final List<Excuse> TABLE =
      List.of(
          new Excuse(
              "value of a breakpoint",
              "EBREAK writes the address, or 0: both may be",
              "priv:mtval",
              Effect.FOLLOW,
              difference -> difference.step().isException(3) && difference.isTrapValue() ? ALL : 0),
          new Excuse(
              "value of an illegal instruction",
              "QEMU writes 0 where a helper of its own finds the instruction illegal; that may be",
              "priv:mtval",
              Effect.FOLLOW,
              difference ->
                  difference.step().isException(2)
                          && difference.isTrapValue()
                          && difference.theirs() == 0
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
              "an extension that QEMU lacks",
              "the instruction is illegal there",
              "unpriv:intro",
              Effect.FOLLOW,
              difference -> isAbsent(difference) && !hasStored(difference) ? ALL : 0),
          new Excuse(
              "a store of an extension that QEMU lacks",
              "the instruction is illegal there, and here it has stored",
              "unpriv:intro",
              Effect.STOP,
              difference -> isAbsent(difference) && hasStored(difference) ? ALL : 0),
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
                          && difference.step().csr().matches(RegisterExcuses.COUNTERS)
                      ? ALL
                      : 0));

  /** Whether QEMU, and it alone, does not know the instruction. */
  private static boolean isAbsent(Difference difference) {
    return difference.place().equals("trap")
        && difference.theirs() == ILLEGAL
        && (difference.ours() == NO_TRAP || MEMORY_FAULTS.contains(difference.ours()))
        && QemuProcessor.ABSENT.contains(difference.step().extension());
  }

  private static boolean hasStored(Difference difference) {
    return difference.ours() == NO_TRAP && STORES.contains(difference.step().mnemonic());
  }
}
