package trapeze.console.pg74;

import java.util.stream.Collectors;
import trapeze.console.UserError;
import trapeze.isa.pg74.Relocation;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.theory.Classification;
import trapeze.isa.theory.Theorem;
import trapeze.isa.theory.Verdict;
import trapeze.isa.theory.pg74.Classifier;
import trapeze.monitor.pg74.Method;

/** Whether the paper promises a monitor for a machine. */
public final class Admission {
  private Admission() {}

  /**
   * Asks the classifier for the theorem that the monitor rests on.
   *
   * @throws UserError if it does not hold, with what stands against it
   */
  public static void require(ThirdGeneration machine, Method method) {
    if (machine.relocation() != Relocation.BOUNDS) {
      throw new UserError(
          machine.name(),
          "its R is no relocation-bounds register, and this monitor's VM map is made for one;"
              + " --anyway shows what happens");
    }
    Classification classification = Classifier.classify(machine, Classifier.SMALLEST);
    Theorem third = Theorem.third(classification);
    Theorem theorem = method == Method.HYBRID ? third : Theorem.first(classification);
    if (!theorem.holds()) {
      boolean hybridHelps = method == Method.MONITOR && third.holds();
      throw new UserError(
          machine.name(),
          "Theorem %d promises no %s: %s stands against it (%s); %s--anyway shows what happens"
              .formatted(
                  theorem.number(),
                  method == Method.HYBRID ? "hybrid monitor" : "monitor",
                  theorem.against().stream()
                      .map(Verdict::instruction)
                      .distinct()
                      .collect(Collectors.joining(", ")),
                  reason(theorem.against().getFirst()),
                  hybridHelps ? "--hybrid runs it; " : ""));
    }
  }

  private static String reason(Verdict against) {
    return against.witnesses().stream()
        .filter(witness -> witness.holds() && witness.property().makesSensitive())
        .findFirst()
        .map(witness -> against.instance() + ": " + witness.summary())
        .orElse(against.instance());
  }
}
