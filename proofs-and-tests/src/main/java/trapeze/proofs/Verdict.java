package trapeze.proofs;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of an obligation.
 *
 * @param result which way it went
 * @param time how long it took; zero if it was known
 * @param known whether an earlier run had proved it
 * @param counterexample if it failed
 */
record Verdict(
    Result result, Duration time, boolean known, Optional<Counterexample> counterexample) {

  /** Which way. */
  enum Result {
    /** It follows. */
    PROVED,
    /** What it is about cannot come to be, so that there is nothing to prove. */
    VACUOUS,
    /** It does not: there is a counterexample. */
    FAILED,
    /** The solver did not end in time. */
    TIMED_OUT
  }
}
