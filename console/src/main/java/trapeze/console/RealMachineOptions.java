package trapeze.console;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trapeze.console.run.RealMachine;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.machine.board.Implementation;
import trapeze.shadow.Policy;

/** Options about the simulated real machine. */
final class RealMachineOptions {
  private static final int MOST_REAL_HARTS = 64;

  @Option(
      names = "--real-harts",
      paramLabel = "NUMBER",
      description = "harts of the real machine, a thread each (as many as the host has cores)")
  private @Nullable Integer harts;

  @Option(
      names = "--policy",
      paramLabel = "flush|cached",
      description = "what becomes of shadow page tables that a guest turns away from (cached)")
  private Policy policy = Policy.CACHED;

  @Option(
      names = "--paging",
      paramLabel = "sv39|sv48|sv57",
      description = "widest address translation, of the real machine and of its guests (sv57)")
  private Paging paging = Paging.SV57;

  /** The widest translation. */
  enum Paging {
    SV39(AddressTranslation.SV39),
    SV48(AddressTranslation.SV48),
    SV57(AddressTranslation.SV57);

    private final int mode;

    Paging(int mode) {
      this.mode = mode;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The machine for so many guests. */
  RealMachine choose(int guests) {
    int chosen =
        harts != null ? harts : Math.min(Runtime.getRuntime().availableProcessors(), guests);
    if (chosen < 1 || chosen > MOST_REAL_HARTS) {
      throw new UserError(
          "--real-harts", "%d is not between 1 and %d".formatted(chosen, MOST_REAL_HARTS));
    }
    return new RealMachine(chosen, policy, implementation());
  }

  /** What the manual leaves open. */
  Implementation implementation() {
    return Implementation.FULL.withPaging(paging.mode);
  }
}
