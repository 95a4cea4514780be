package trapeze.console;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import trapeze.console.run.GuestBoards;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.machine.board.Board;
import trapeze.machine.board.Implementation;
import trapeze.machine.board.Timing;
import trapeze.machine.engine.translate.Translation;

/** Options about what guests' boards have in common. */
final class BoardOptions {
  @Option(
      names = "--paging",
      paramLabel = "sv39|sv48|sv57",
      description = "widest address translation of the machine and of its guests (sv57)")
  private Paging paging = Paging.SV57;

  @Option(
      names = "--hypervisor",
      description = "the guests' machines have the hypervisor extension")
  private boolean hypervisor;

  @Option(
      names = "--stateen",
      description =
          "the guests' machines have state enables (Smstateen, Ssstateen), which firmware has to"
              + " know; with --hypervisor they have all of Sha")
  private boolean stateen;

  @Option(
      names = "--time",
      paramLabel = "steps|wall",
      description =
          "where guests' time comes from: their own steps, so that each run is the same as the"
              + " one before, or the host's clock, so that harts run at the same time"
              + " (steps; wall at a terminal)")
  private @Nullable Time time;

  @Mixin private EngineOptions engine = new EngineOptions();

  /** The widest translation. */
  enum Paging {
    SV39(AddressTranslation.SV39),
    SV48(AddressTranslation.SV48),
    SV57(AddressTranslation.SV57);

    private final int mode;

    Paging(int mode) {
      this.mode = mode;
    }

    /** MODE in {@code satp}. */
    int mode() {
      return mode;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where time comes from. */
  enum Time {
    STEPS,
    WALL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The boards.
   *
   * @param interactive whether somebody sits at them
   */
  GuestBoards choose(boolean interactive) {
    boolean wall = time == null ? interactive : time == Time.WALL;
    Timing timing = wall ? new Timing.WallClock() : Board.Configuration.USUAL.timing();
    return new GuestBoards(implementation(), timing, translation());
  }

  /** When the real machine translates. */
  Translation translation() {
    return engine.translation();
  }

  /** What the manual leaves open. */
  Implementation implementation() {
    return Implementation.FULL
        .withPaging(paging.mode)
        .withHypervisor(hypervisor)
        .withStateen(stateen);
  }
}
