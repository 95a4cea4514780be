package trapeze.laws;

import java.util.List;
import java.util.stream.Stream;

/** The catalogue of seeded faults. */
final class Faults {
  private Faults() {}

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
              ResourceFaults.ALL,
              RealHartFaults.ALL,
              EfficiencyFaults.ALL,
              RecursionFaults.ALL)
          .flatMap(List::stream)
          .toList();
}
