package trapeze.isa.theory;

import java.math.BigInteger;

/**
 * What a visit has come to.
 *
 * @param runs how often the definition was carried out
 * @param states how many states these runs stand for
 */
public record Coverage(long runs, BigInteger states) {
  /** Nothing visited. */
  public static final Coverage NONE = new Coverage(0, BigInteger.ZERO);

  /** Both together. */
  public Coverage plus(Coverage other) {
    return new Coverage(runs + other.runs, states.add(other.states));
  }
}
