package trapeze.console;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import trapeze.console.pg74.Admission;
import trapeze.console.pg74.GuestProgram;
import trapeze.console.pg74.Machines74;
import trapeze.console.pg74.MonitoredRun;
import trapeze.console.report.GuestReport;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.monitor.pg74.Method;

/** Options about guests of the 1974 machines. */
final class ThirdGenerationOptions {
  @Parameters(
      paramLabel = "PROGRAM",
      description =
          "with a --machine of the 1974 paper: programs for it, in its assembler's language, or"
              + " builtin:NAME")
  private List<String> programs = new ArrayList<>();

  @Option(
      names = "--hybrid",
      description =
          "with a --machine of the 1974 paper: the hybrid monitor, which interprets virtual"
              + " supervisor mode")
  private boolean hybrid;

  @Option(
      names = "--anyway",
      description = "with a --machine of the 1974 paper: also where its theorem does not hold")
  private boolean anyway;

  /** Refuses what means nothing on other machines. */
  void refuse() {
    if (!programs.isEmpty()) {
      throw new UserError(
          programs.getFirst(),
          "programs are for the machines of the 1974 paper; say --machine pg74, or give a RISC-V"
              + " guest with -kernel or -bios");
    }
    if (hybrid || anyway) {
      throw new UserError(
          hybrid ? "--hybrid" : "--anyway",
          "only monitors of the 1974 machines have this; say --machine pg74 too");
    }
  }

  /** Runs the programs, or those that are built in. */
  List<GuestReport> run(String machine, int depth, long mostSteps, Io io, boolean coloured) {
    ThirdGeneration kind = Machines74.named(machine);
    Method method = hybrid ? Method.HYBRID : Method.MONITOR;
    List<GuestProgram> guests =
        programs.isEmpty() ? GuestProgram.usual(kind) : GuestProgram.all(programs, kind);
    if (!anyway) {
      Admission.require(kind, method);
    }
    return new MonitoredRun(kind, guests, depth, method, io.out(), coloured).run(mostSteps);
  }
}
