package trapeze.laws;

import java.util.List;
import java.util.stream.Stream;
import trapeze.machine.Hart;
import trapeze.machine.board.HartFactory;

/** The catalogue of seeded faults. */
final class Faults {
  private Faults() {}

  /** A real hart that is told to wait would do so for ever: the guest's WFI is to trap. */
  static final HartFactory NEVER_WAITS =
      (state, bus, clock) ->
          new Hart(state, bus, clock) {
            @Override
            public void waitForInterrupt() {
              throw new IllegalStateException("the real hart waits");
            }
          };

  static final List<Fault> ALL =
      Stream.of(
              TrapFaults.ALL,
              PrivilegeFaults.ALL,
              RegisterFaults.ALL,
              InterruptFaults.ALL,
              TranslationFaults.ALL,
              DeviceFaults.ALL,
              ProjectionFaults.ALL,
              ShadowFaults.ALL,
              ProtectionFaults.ALL,
              ResourceFaults.ALL,
              RealHartFaults.ALL,
              EfficiencyFaults.ALL,
              NeighbourFaults.ALL,
              RecursionFaults.ALL,
              SupervisorFaults.ALL,
              AssistedFaults.ALL,
              GuestStageFaults.ALL)
          .flatMap(List::stream)
          .toList();
}
