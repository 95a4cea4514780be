package trapeze.console;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What carries out {@code trapeze prove}. It takes a solver, which this program does not carry:
 * whoever has one on the class path provides this service, and is found there.
 */
public interface ProofService {

  /**
   * What is asked for.
   *
   * @param only a part of the names of what is to be proved; empty for everything
   * @param timeout the longest that the solver may take over one proof
   * @param jobs proofs at a time
   * @param again whether to prove again what an earlier run has proved
   * @param json whether to print JSON, an object a line
   * @param list whether only to list the names
   * @param fault a fault to seed into the definitions; empty for none
   * @param page a file to write the page of results into, if any
   */
  record Request(
      String only,
      Duration timeout,
      int jobs,
      boolean again,
      boolean json,
      boolean list,
      String fault,
      Optional<Path> page) {}

  /**
   * Proves what is asked for, and reports it.
   *
   * @return the exit code: {@link ExitCode#OK} only if everything has been proved
   */
  int prove(Request request, Io io);
}
