package trapeze.laws;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trapeze.shadow.Policy;

/** Looks for a program that shows a fault, and makes it small. */
final class Search {
  private Search() {}

  /** Programs after which a fault counts as not caught. */
  private static final int TRIES = 4000;

  /** Trials that making a program small may take. */
  private static final int SHRINKING = 400;

  /** A counterexample, if one is found. */
  static Optional<Counterexample> counterexample(Fault fault) {
    return counterexample(fault, TRIES);
  }

  /** A counterexample, if one is found among so many programs. */
  static Optional<Counterexample> counterexample(Fault fault, int tries) {
    for (int number = 1; number <= tries; number++) {
      Program program = Trial.program(number);
      Policy policy = policy(number);
      if (shows(fault, policy, program)) {
        Program small = Shrinking.shrink(program, each -> shows(fault, policy, each), SHRINKING);
        String difference = Trial.against(fault, policy, small);
        return Optional.of(new Counterexample(fault.name(), number, policy, small, difference));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a fault is found: by the program that showed it when the catalogue was made, if that
   * still does; otherwise by any other.
   *
   * @param known what was found then, if anything was
   */
  static boolean finds(Fault fault, @Nullable Counterexample known) {
    return known != null && shows(fault, policy(known.tries()), Trial.program(known.tries()))
        || counterexample(fault).isPresent();
  }

  private static Policy policy(int number) {
    return number % 2 == 0 ? Policy.FLUSH : Policy.CACHED;
  }

  private static boolean shows(Fault fault, Policy policy, Program program) {
    return !Trial.against(fault, policy, program).isEmpty()
        && Trial.isSound(fault, policy, program);
  }
}
