package trapeze.fuzz.qemu;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import trapeze.fuzz.qemu.Excuse.Effect;
import trapeze.isa.state.Trap;
import trapeze.laws.Layout;

/** Protection, translation, misaligned accesses, and what is not memory. */
final class MemoryExcuses {
  private MemoryExcuses() {}

  private static final long ALL = -1;
  private static final long NO_TRAP = -1;
  private static final long ILLEGAL = 2;
  private static final long READ_ONLY_END = 0x1_0000;
  private static final long DEVICES = 0x10_0000;
  private static final long MEMORY = 0x8000_0000L;
  private static final long PAGE = 0x1000;
  private static final long LAST_WORD = Layout.BASE + Layout.SIZE - 8;

  static final List<Excuse> TABLE =
      List.of(
          new Excuse(
              "TOR from 0 to 0",
              "such an entry matches all addresses in QEMU; it matches none",
              "priv:norm:pmp_a_field_tor",
              Effect.STOP,
              difference ->
                  difference.place().equals("trap")
                          && difference.step().circumstances().contains(Circumstance.EMPTY_RANGE)
                          && (isAccessFault(difference.ours())
                              || isAccessFault(difference.theirs()))
                      ? ALL
                      : 0),
          new Excuse(
              "protection of an access across pages",
              "here it is two accesses, each of which is asked about; QEMU asks about all of its"
                  + " bytes",
              "priv:norm:pmp_misaligned_access_behavior",
              Effect.STOP,
              difference ->
                  difference.place().equals("trap")
                          && difference.ours() == NO_TRAP
                          && isAccessFault(difference.theirs())
                          && difference.step().circumstances().contains(Circumstance.DIVIDED)
                      ? ALL
                      : 0),
          new Excuse(
              "MPRV where code is",
              "QEMU has one TLB for M's fetches and for its loads and stores, which MPRV alone"
                  + " concerns: those into the page of the code act as M's",
              "priv:norm:mstatus_mprv_inst_xlat_op",
              Effect.STOP,
              difference ->
                  difference.place().equals("trap")
                          && difference.theirs() == NO_TRAP
                          && isFaultInOwnPage(difference.step())
                          && difference.step().circumstances().contains(Circumstance.MODIFIED)
                      ? ALL
                      : 0),
          new Excuse(
              "page tables outside of memory",
              "an entry that cannot be read is a page fault in QEMU; an access fault is due",
              "priv:sv32algorithm",
              Effect.FOLLOW,
              MemoryExcuses::isTableElsewhere),
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
              "address of a fault of a misaligned access",
              "QEMU makes two aligned accesses of it and tells the address of one of them",
              "priv:mtval",
              Effect.FOLLOW,
              MemoryExcuses::alignedFault),
          new Excuse(
              "address of an access fault of a device",
              "QEMU tells the part behind the device's end, Trapeze where the access begins",
              "priv:mtval",
              Effect.FOLLOW,
              difference ->
                  isAccessFaultOfDevice(difference.step())
                          && difference.isTrapValue()
                          && difference.theirs() - difference.ours() > 0
                          && difference.theirs() - difference.ours() < 8
                      ? ALL
                      : 0),
          new Excuse(
              "a device's register",
              "time, identities and timing of devices, and memory that Trapeze has not",
              "priv:pma",
              Effect.FOLLOW,
              difference ->
                  difference.step().readsDevice() && difference.place().matches("[xf][0-9]+")
                      ? ALL
                      : 0),
          new Excuse(
              "widths that a device's registers take",
              "here other widths are access faults, QEMU's devices make something of them",
              "priv:pma",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.theirs() == NO_TRAP
                          && isAccessFaultOfDevice(difference.step())
                          && !(difference.ours() == 7 && isAtEdge(difference.step()))
                      ? ALL
                      : 0),
          new Excuse(
              "store from a device into memory",
              "QEMU stores the part that is in memory; here all of it is an access fault",
              "priv:pma",
              Effect.STOP,
              difference ->
                  difference.place().equals("trap")
                          && difference.theirs() == NO_TRAP
                          && difference.ours() == 7
                          && isAtEdge(difference.step())
                      ? ALL
                      : 0),
          new Excuse(
              "store out of memory's end",
              "QEMU stores the part that is in memory, and faults; here nothing is stored",
              "priv:pma",
              Effect.IGNORE,
              difference ->
                  difference.place().equals("memory at %x".formatted(LAST_WORD)) ? ALL : 0),
          new Excuse(
              "code in a device",
              "QEMU fetches what it reads there, which is illegal; here nothing can be executed",
              "priv:pma",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.step().isException(1)
                          && difference.theirs() == ILLEGAL
                          && difference.step().physical() >= Step.READ_ONLY_MEMORY
                          && difference.step().physical() < MEMORY
                      ? ALL
                      : 0),
          new Excuse(
              "code in read-only memory",
              "QEMU executes what starts it; here nothing is there",
              "priv:pma",
              Effect.STOP,
              difference ->
                  difference.place().equals("trap")
                          && difference.step().isException(1)
                          && difference.theirs() == NO_TRAP
                          && difference.step().physical() >= Step.READ_ONLY_MEMORY
                          && difference.step().physical() < READ_ONLY_END
                      ? ALL
                      : 0),
          new Excuse(
              "read-only memory",
              "QEMU has some at 0x1000, to which stores do nothing; here nothing is there",
              "priv:pma",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.theirs() == NO_TRAP
                          && (difference.ours() == 5 || difference.ours() == 7)
                          && difference.step().physical() >= Step.READ_ONLY_MEMORY
                          && difference.step().physical() < READ_ONLY_END
                      ? ALL
                      : 0));

  private static boolean isPageFault(Step step) {
    return IntStream.of(12, 13, 15, 20, 21, 23).anyMatch(step::isException);
  }

  private static boolean isAccessFault(long cause) {
    return cause == 1 || cause == 5 || cause == 7;
  }

  private static boolean isAccessFaultOfDevice(Step step) {
    return (step.isException(5) || step.isException(7))
        && step.physical() >= DEVICES
        && step.physical() < MEMORY;
  }

  /** Whether a store may reach from in front of memory into it. */
  private static boolean isAtEdge(Step step) {
    return step.physical() > MEMORY - 8 && step.physical() < MEMORY;
  }

  /** Whether it is the fault of a load or store in the page that its instruction is in. */
  private static boolean isFaultInOwnPage(Step step) {
    Trap trap = step.trap();
    return trap != null
        && IntStream.of(5, 7, 13, 15).anyMatch(step::isException)
        && (trap.value() & -PAGE) == (step.pc() & -PAGE);
  }

  /** A page fault in place of an access fault; of an AMO perhaps as a load's. */
  private static long isTableElsewhere(Difference difference) {
    long due =
        switch ((int) difference.ours()) {
          case 1 -> 12;
          case 5 -> 13;
          case 7 -> 15;
          default -> NO_TRAP;
        };
    boolean isPageFault =
        difference.theirs() == due
            || due == 15 && difference.theirs() == 13 && difference.step().isReadModifyWrite();
    return difference.place().equals("trap")
            && due != NO_TRAP
            && isPageFault
            && difference.step().circumstances().contains(Circumstance.TABLE_ELSEWHERE)
        ? ALL
        : 0;
  }

  /** The value of a fault of a misaligned access, aligned. */
  private static long alignedFault(Difference difference) {
    boolean isFault = IntStream.of(5, 7, 13, 15).anyMatch(difference.step()::isException);
    boolean isValue = difference.isTrapValue();
    long ours = difference.ours();
    boolean isAligned =
        LongStream.of(2, 4, 8).anyMatch(size -> (ours & -size) == difference.theirs());
    return isFault && isValue && isAligned ? ALL : 0;
  }
}
