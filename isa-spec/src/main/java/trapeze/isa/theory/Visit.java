package trapeze.isa.theory;

import java.math.BigInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The complete visit of a finite space of states, lazily: a run chooses a value for a part of the
 * state at the moment it reads it, and is repeated until every value of everything read has had its
 * turn. What a run does not read cannot change its result, so the run stands for all values of it.
 */
public final class Visit {
  private Visit() {}

  /**
   * Repeats a run over all states.
   *
   * @param bits width of a state: how many bits a run could choose at most
   * @throws IllegalStateException if the states that the runs stand for are not exactly all 2 to
   *     the power of {@code bits}
   */
  public static Coverage all(int bits, Consumer<Choices> run) {
    Choices choices = new Choices();
    long[] runsByBits = new long[bits + 1];
    do {
      run.accept(choices);
      if (choices.bits() > bits) {
        throw new IllegalStateException(
            "a state of %d bits, of which a run has read %d".formatted(bits, choices.bits()));
      }
      runsByBits[choices.bits()]++;
    } while (choices.moveOn());
    long runs = 0;
    BigInteger states = BigInteger.ZERO;
    for (int chosen = 0; chosen <= bits; chosen++) {
      runs += runsByBits[chosen];
      states = states.add(BigInteger.valueOf(runsByBits[chosen]).shiftLeft(bits - chosen));
    }
    if (!states.equals(BigInteger.ONE.shiftLeft(bits))) {
      throw new IllegalStateException("%s states of 2^%d were visited".formatted(states, bits));
    }
    return new Coverage(runs, states);
  }

  /**
   * Repeats a run until it has seen what it looks for, or over all states.
   *
   * @param run carries out a run; whether it has seen enough
   */
  public static void until(Predicate<Choices> run) {
    Choices choices = new Choices();
    while (!run.test(choices) && choices.moveOn()) {
      // The run has done everything.
    }
  }
}
