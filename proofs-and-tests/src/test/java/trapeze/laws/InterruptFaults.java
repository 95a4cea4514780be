package trapeze.laws;

import static trapeze.laws.Pitfall.INTERRUPTS;
import static trapeze.laws.Pitfall.TIME;
import static trapeze.laws.Pitfall.TRAPPING;

import java.util.List;
import java.util.function.Supplier;
import trapeze.isa.rv64.Interrupts;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;

/** Faults in choosing a guest's interrupts, in entering them and in waiting for them. */
final class InterruptFaults {
  private InterruptFaults() {}

  private static final long NONE = Interrupts.NONE;
  private static final int MIP = 0x344;
  private static final int SUPERVISOR_TIMER = 5;
  private static final List<Integer> BY_PRIORITY = List.of(11, 3, 7, 9, 1, 5);

  static final List<Fault> ALL =
      List.of(
          choosing(
              INTERRUPTS,
              "of several interrupts the lowest number is taken",
              (hart, chosen) -> {
                if (chosen == NONE) {
                  return chosen;
                }
                long delegated = hart.state.get(Rv64State.MIDELEG);
                long same = isDelegated(hart, chosen) ? delegated : ~delegated;
                return Long.numberOfTrailingZeros(pending(hart) & same);
              }),
          choosing(
              INTERRUPTS,
              "an interrupt is chosen before it is known whether its mode has enabled it",
              (hart, chosen) -> {
                long pending = pending(hart);
                long first =
                    BY_PRIORITY.stream()
                        .filter(code -> (pending >>> code & 1) != 0)
                        .findFirst()
                        .orElse((int) NONE);
                return first == chosen ? chosen : NONE;
              }),
          choosing(
              INTERRUPTS,
              "what is delegated comes before what is not",
              (hart, chosen) -> {
                boolean enabled =
                    Altered.mode(hart) == 0
                        || Altered.mode(hart) == 1 && Altered.get(hart, Rv64State.SIE) == 1;
                long delegated = pending(hart) & hart.state.get(Rv64State.MIDELEG);
                return chosen != NONE && enabled && delegated != 0
                    ? Long.numberOfTrailingZeros(delegated)
                    : chosen;
              }),
          choosing(
              INTERRUPTS,
              "MIE masks interrupts for M in S and U too",
              (hart, chosen) ->
                  chosen != NONE
                          && !isDelegated(hart, chosen)
                          && Altered.get(hart, Rv64State.MIE_BIT) == 0
                      ? NONE
                      : chosen),
          choosing(
              INTERRUPTS,
              "SIE masks interrupts for S in U too",
              (hart, chosen) ->
                  chosen != NONE
                          && isDelegated(hart, chosen)
                          && Altered.get(hart, Rv64State.SIE) == 0
                      ? NONE
                      : chosen),
          choosing(
              TIME,
              "a timer is compared with greater, not with greater or equal",
              (hart, chosen) -> {
                boolean due = hart.state.get(Rv64State.STIMECMP) == hart.time();
                return chosen == SUPERVISOR_TIMER && due ? NONE : chosen;
              }),
          Fault.ofDefinitions(
              TIME,
              "stimecmp is compared though STCE is clear",
              () ->
                  new Altered() {
                    @Override
                    public long interruptToTake(Hart hart) {
                      return with(
                          hart, Rv64State.MENVCFG_STCE, 1, () -> super.interruptToTake(hart));
                    }
                  }),
          Fault.ofDefinitions(TIME, "an interrupt is taken when it is next looked for", Late::new),
          entering("vectoring is applied to exceptions", 0),
          entering("vectoring is not applied to interrupts", 1),
          Fault.ofDefinitions(
              TRAPPING,
              "a wait ends only for an interrupt that is taken",
              () ->
                  new Altered() {
                    @Override
                    public long wakeUp(Hart hart) {
                      return interruptToTake(hart) == NONE ? 0 : 1;
                    }
                  }),
          Fault.ofDefinitions(
              TRAPPING,
              "a wait ends for what is pending and not enabled",
              () ->
                  new Altered() {
                    @Override
                    public long wakeUp(Hart hart) {
                      return readCsr(hart, MIP) == 0 ? 0 : 1;
                    }
                  }));

  private static long pending(Hart hart) {
    return hart.readCsr(MIP) & hart.state.get(Rv64State.MIE);
  }

  private static boolean isDelegated(Hart hart, long cause) {
    return (hart.state.get(Rv64State.MIDELEG) >>> cause & 1) != 0;
  }

  /** Sees an interrupt at one look, and takes it at the next. */
  private static final class Late extends Altered {
    private long seen = NONE;

    @Override
    public long interruptToTake(Hart hart) {
      long chosen = super.interruptToTake(hart);
      boolean again = chosen == seen;
      seen = again ? NONE : chosen;
      return again ? chosen : NONE;
    }
  }

  /** Chooses another interrupt than the usual one. */
  @FunctionalInterface
  private interface Choice {
    long of(Hart hart, long usual);
  }

  private static Fault choosing(Pitfall pitfall, String name, Choice choice) {
    Supplier<Altered> altered =
        () ->
            new Altered() {
              @Override
              public long interruptToTake(Hart hart) {
                return choice.of(hart, super.interruptToTake(hart));
              }
            };
    return Fault.ofDefinitions(pitfall, name, altered);
  }

  /** A vectored handler that is entered as the other kind of trap is. */
  private static Fault entering(String name, long wrongly) {
    return Fault.ofDefinitions(
        INTERRUPTS,
        name,
        () ->
            new Altered() {
              @Override
              public void takeTrap(
                  Hart hart,
                  long cause,
                  long value,
                  long interrupt,
                  long guestPhysical,
                  long instruction,
                  long guestVirtual) {
                super.takeTrap(
                    hart, cause, value, interrupt, guestPhysical, instruction, guestVirtual);
                long vector = hart.state.get(mode(hart) == 3 ? Rv64State.MTVEC : Rv64State.STVEC);
                if (interrupt == wrongly && (vector & 1) != 0) {
                  hart.state.pc = (vector & ~3L) + (interrupt == 0 ? 4 * cause : 0);
                }
              }
            });
  }
}
