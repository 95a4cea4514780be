package trapeze.isa.theory;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * All instructions of a machine with what they are.
 *
 * @param machine its name
 * @param format its sizes or configuration in words; empty if it has only one
 * @param method how the verdicts were found, in words
 * @param verdicts instance by instance, in the order of the definitions
 * @param coverage what was visited in all; {@link Coverage#NONE} if the method visits no states
 */
public record Classification(
    String machine, String format, String method, List<Verdict> verdicts, Coverage coverage) {
  public Classification {
    verdicts = List.copyOf(verdicts);
  }

  /** How many states were visited, each as often as a definition was asked about it. */
  public BigInteger states() {
    return coverage.states();
  }

  /** The verdicts about an instruction. */
  public List<Verdict> of(String instruction) {
    return verdicts.stream().filter(each -> each.instruction().equals(instruction)).toList();
  }

  /** The verdict about an instance. */
  public Optional<Verdict> instance(String instance) {
    return verdicts.stream().filter(each -> each.instance().equals(instance)).findFirst();
  }
}
