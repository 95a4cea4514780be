package trapeze.console;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import trapeze.console.directory.Key;
import trapeze.console.directory.Setting;
import trapeze.console.run.RealMachine;
import trapeze.monitor.Parts;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/** Options about the simulated real machine. */
final class RealMachineOptions {
  private static final int MOST_REAL_HARTS = 64;
  private static final int DEEPEST = 4;

  @Option(
      names = "--real-harts",
      paramLabel = "NUMBER",
      description = "harts of the real machine, a thread each (as many as the host has cores)")
  private @Nullable Integer harts;

  @Option(
      names = "--policy",
      paramLabel = "flush|cached|ahead|write-protected",
      description =
          "what becomes of shadow page tables that a guest turns away from: emptied, or kept; ahead"
              + " is cached, and enters neighbouring pages with the one that is asked for;"
              + " write-protected keeps them through fences too, and exits when the guest stores to"
              + " its own tables: for trap-emulate and guests of one hart, else it is cached"
              + " (cached)")
  private Policy policy = Policy.CACHED;

  @Option(
      names = "--design",
      paramLabel = "NAME",
      description =
          "how guests that do not say so themselves are executed: see the designs below"
              + " (trap-emulate)")
  private @Nullable String design;

  @Option(
      names = "--translation",
      paramLabel = "nested|shadow",
      description =
          "with the hypervisor extension: whether the real machine walks the guests' own page"
              + " tables and the monitor's behind them, or shadow tables only (nested)")
  private @Nullable String translation;

  @Option(
      names = "--depth",
      paramLabel = "NUMBER",
      description =
          "monitors one on the other: with 2 the guests' monitor is itself in a virtual machine"
              + " (1)")
  private int depth = 1;

  @Option(
      names = "--slice",
      paramLabel = "NUMBER",
      description = "steps after which a guest makes room for the next, such as 10k (200k)")
  private @Nullable String slice;

  @Mixin private BoardOptions boards = new BoardOptions();

  /** Monitors one on the other. */
  int depth() {
    if (depth < 1 || depth > DEEPEST) {
      throw new UserError("--depth", "%d is not between 1 and %d".formatted(depth, DEEPEST));
    }
    return depth;
  }

  /** The design of guests that do not say so themselves. */
  private Design design() {
    Design chosen =
        design == null
            ? Designs.TRAP_AND_EMULATE
            : new Setting(Key.DESIGN, design, "--design").design();
    return translation == null
        ? chosen
        : new Setting(Key.TRANSLATION, translation, "--translation").translating(chosen);
  }

  /** Refuses a design where guests have none. */
  void refuseDesign() {
    if (translation != null) {
      throw new UserError(
          "--translation", "the machines of the 1974 paper have none; leave it out");
    }
    if (design != null) {
      throw new UserError("--design", "the machines of the 1974 paper have only one; leave it out");
    }
  }

  /**
   * The machine for so many guests.
   *
   * @param interactive whether somebody sits at their consoles
   */
  RealMachine choose(int guests, boolean interactive) {
    int chosen =
        harts != null ? harts : Math.min(Runtime.getRuntime().availableProcessors(), guests);
    if (chosen < 1 || chosen > MOST_REAL_HARTS) {
      throw new UserError(
          "--real-harts", "%d is not between 1 and %d".formatted(chosen, MOST_REAL_HARTS));
    }
    return new RealMachine(chosen, policy, design(), depth(), slice(), boards.choose(interactive));
  }

  private long slice() {
    return slice == null ? Parts.USUAL.slice() : new Setting(Key.STEPS, slice, "--slice").count();
  }
}
