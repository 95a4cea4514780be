package trapeze.laws;

import static trapeze.laws.Pitfall.DEVICES;
import static trapeze.laws.Pitfall.FENCES;
import static trapeze.laws.Pitfall.INVALID;
import static trapeze.laws.Pitfall.PRIVILEGE;

import java.util.List;
import java.util.function.Supplier;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.Hart;
import trapeze.shadow.ShadowSpaces;

/** Faults of a monitor that show when its guest is a monitor: which does what few guests do. */
final class RecursionFaults {
  private RecursionFaults() {}

  private static final int ILLEGAL_INSTRUCTION = 2;
  private static final int CALL_FROM_U = 8;
  private static final int FETCH_PAGE_FAULT = 12;

  static final List<Fault> ALL =
      List.of(
          definitions(
              INVALID,
              "a page that a monitor has entered is still missing to the monitor below",
              TranslationFaults.Remembers::new),
          definitions(
              DEVICES,
              "an illegal instruction is reflected without its bits",
              () ->
                  new Stepping() {
                    @Override
                    public long execute(Hart hart, long packed, long pc) {
                      try {
                        return super.execute(hart, packed, pc);
                      } catch (TrapSignal raised) {
                        throw raised.cause() == ILLEGAL_INSTRUCTION
                            ? hart.raise(ILLEGAL_INSTRUCTION, 0)
                            : raised;
                      }
                    }
                  }),
          definitions(
              PRIVILEGE,
              "a call from U goes to S, though a resident waits for it",
              () -> delegating(CALL_FROM_U)),
          definitions(
              PRIVILEGE,
              "a page fault goes to S, though a resident waits for it",
              () -> delegating(FETCH_PAGE_FAULT)),
          Fault.ofShadowPaging(
                  FENCES,
                  "fences know two bits of an ASID",
                  (hardware, resources, policy, hostMap) ->
                      new ShadowSpaces(hardware, resources, policy, hostMap) {
                        @Override
                        public void fence(boolean hasAddress, long at, boolean hasAsid, long asid) {
                          super.fence(hasAddress, at, hasAsid, asid & 3);
                        }
                      })
              .against(Fault.Law.RECURSION));

  private static Altered delegating(int exception) {
    return new Altered() {
      @Override
      public long isDelegated(Hart hart, long cause, long interrupt) {
        return cause == exception && interrupt == 0 ? 1 : super.isDelegated(hart, cause, interrupt);
      }
    };
  }

  private static Fault definitions(Pitfall pitfall, String name, Supplier<Altered> altered) {
    return Fault.ofDefinitions(pitfall, name, altered).against(Fault.Law.RECURSION);
  }
}
