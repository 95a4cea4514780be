package trapeze.console;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What carries out {@code trapeze fuzz}: found as a service, for what generates and compares guests
 * is no part of the program that runs them.
 */
public interface FuzzService {

  /**
   * What is asked for.
   *
   * @param pair which machines, by name; {@code list} lists them
   * @param knobs of the mix, each {@code NAME=WEIGHT}; {@code list} lists them
   * @param seed of chance
   * @param jobs workers
   * @param count programs to run; the greatest long for no limit
   * @param time how long to run
   * @param stopAt kinds of differences after which to stop
   * @param corpus folder of programs that reached new coverage, read and added to
   * @param findings folder for what is found
   * @param summary file for the summary in JSON
   * @param replay a finding to run again, instead of all else
   * @param qemu path, or name, of {@code qemu-system-riscv64}
   * @param fault a fault to seed into the machine under test; empty for none
   * @param hypervisor whether programs are for machines with the hypervisor extension
   */
  record Request(
      String pair,
      List<String> knobs,
      long seed,
      int jobs,
      long count,
      Duration time,
      int stopAt,
      Optional<Path> corpus,
      Path findings,
      Optional<Path> summary,
      Optional<Path> replay,
      Path qemu,
      String fault,
      boolean hypervisor) {}

  /**
   * Does what is asked for, and reports it.
   *
   * @return the exit code: {@link ExitCode#OK} if the machines agreed, {@link ExitCode#FAILED} if
   *     they differed
   */
  int fuzz(Request request, Io io);
}
