package trapeze.isa.theory;

import java.util.List;

/**
 * One of the paper's theorems, applied to a machine.
 *
 * @param number 1, 2 or 3
 * @param holds whether its condition is met
 * @param condition what it asks of the machine
 * @param against the instances because of which it is not met
 * @param conclusion what follows for this machine, in a sentence
 */
public record Theorem(
    int number, boolean holds, String condition, List<Verdict> against, String conclusion) {
  public Theorem {
    against = List.copyOf(against);
  }

  /** The three of them, applied to a classification. */
  public static List<Theorem> all(Classification machine) {
    return List.of(first(machine), second(machine), third(machine));
  }

  /** Theorem 1. */
  public static Theorem first(Classification machine) {
    List<Verdict> against =
        machine.verdicts().stream().filter(Verdict::standsAgainstTheorem1).toList();
    return new Theorem(
        1,
        against.isEmpty(),
        "every sensitive instruction is privileged",
        against,
        against.isEmpty()
            ? "A virtual machine monitor may be constructed."
            : "The theorem promises no virtual machine monitor: what these do in a guest, the"
                + " monitor does not get to see.");
  }

  /** Theorem 2; against it stands only what does not stand against Theorem 1 already. */
  public static Theorem second(Classification machine) {
    List<Verdict> against =
        machine.verdicts().stream()
            .filter(each -> each.is(Property.RESOURCE_SENSITIVE))
            .filter(each -> !each.is(Property.PRIVILEGED) && !each.standsAgainstTheorem1())
            .toList();
    boolean first = first(machine).holds();
    return new Theorem(
        2,
        first && against.isEmpty(),
        "Theorem 1 holds, and a monitor without timing dependencies can be constructed",
        against,
        !first
            ? "Where Theorem 1 does not apply, this one does not either."
            : against.isEmpty()
                ? "It is recursively virtualizable: the timer can be read and set only by"
                    + " instructions that trap, so that a monitor runs under itself."
                : "These tell a monitor in a virtual machine the real time.");
  }

  /** Theorem 3. */
  public static Theorem third(Classification machine) {
    List<Verdict> against =
        machine.verdicts().stream().filter(Verdict::standsAgainstTheorem3).toList();
    return new Theorem(
        3,
        against.isEmpty(),
        "every user-sensitive instruction is privileged",
        against,
        against.isEmpty()
            ? "A hybrid monitor may be constructed, which interprets virtual supervisor mode."
            : "Not even a hybrid monitor is promised: these matter in virtual user mode too, which"
                + " it executes directly.");
  }
}
