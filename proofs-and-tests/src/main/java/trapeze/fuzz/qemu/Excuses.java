package trapeze.fuzz.qemu;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Where QEMU 7.2 does otherwise than the manual says, or chooses otherwise where it may. */
final class Excuses {
  private Excuses() {}

  /** All of them, by topic. */
  static final List<Excuse> TABLE =
      Stream.of(RegisterExcuses.TABLE, TrapExcuses.TABLE, MemoryExcuses.TABLE, AtomicExcuses.TABLE)
          .flatMap(List::stream)
          .toList();

  /** Those of a machine with the hypervisor extension. */
  static final List<Excuse> WITH_HYPERVISOR =
      Stream.of(
              TABLE.stream()
                  .filter(each -> !GuestRegisterExcuses.OF_OTHERS.contains(each.name()))
                  .toList(),
              GuestRegisterExcuses.TABLE,
              GuestExcuses.TABLE)
          .flatMap(List::stream)
          .toList();

  /** Whether a step asks for a permission to write without one to read, which is reserved. */
  static boolean isReservedProtection(Step step) {
    long asked = step.csr().startsWith("pmpcfg") ? step.source() : 0;
    return (asked & ~asked << 1 & 0x0202_0202_0202_0202L) != 0;
  }

  /**
   * Whether a step writes a root of a G-stage that is not aligned to 16 KiB, which QEMU takes as it
   * is, and which is aligned here (priv:norm:hgatp_ppn_op).
   */
  static boolean isUnalignedRoot(Step step) {
    return step.csr().equals("hgatp") && (step.source() & 3) != 0;
  }

  /** Those that cover a difference, all of its bits together; none if they do not. */
  static Collection<Excuse> of(Difference difference) {
    return of(difference, TABLE);
  }

  /** The same of those in a table. */
  static Collection<Excuse> of(Difference difference, List<Excuse> table) {
    Collection<Excuse> found = covering(difference, table);
    return found.isEmpty() && table == WITH_HYPERVISOR
        ? covering(difference, List.of(GuestExcuses.LAST_RESORT))
        : found;
  }

  private static Collection<Excuse> covering(Difference difference, List<Excuse> table) {
    List<Excuse> concerned = table.stream().filter(each -> each.concerns(difference)).toList();
    long covered =
        concerned.stream()
            .mapToLong(each -> each.extent().of(difference))
            .reduce(0, (a, b) -> a | b);
    return (difference.bits() & ~covered) == 0 ? concerned : List.of();
  }
}
