package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.console.directory.Images;
import trapeze.machine.board.Board;
import trapeze.machine.board.Boot;
import trapeze.machine.board.Hardware;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Outcome;
import trapeze.machine.board.Timing;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.Allocator;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.GuestDefinition;
import trapeze.monitor.Parts;
import trapeze.monitor.VirtualMachine;
import trapeze.monitor.sbi.SbiFirmware;
import trapeze.shadow.Context;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.RealSpace;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/**
 * A fence that one virtual hart asks of another has reached the other's shadow tables before the
 * asker is told so: by software interrupt in virtual M, and by a call of the SBI.
 *
 * <p>The guest judges: {@code guest-programs/shootdown} takes a page away from harts that use it
 * all the while.
 */
class RemoteFenceLaw {
  private static final int HARTS = 4;
  private static final int REAL_HARTS = 2;
  private static final long MEMORY = 8L << 20;

  /** A whole run takes less than a tenth, where harts take turns. */
  private static final long MOST_STEPS = 3_000_000_000L;

  /** The same shadow paging for all virtual harts. */
  @FunctionalInterface
  private interface Spaces {
    ShadowSpaces make(Hardware hardware, Resources resources, Policy policy, HostMap hostMap);
  }

  private static Parts with(Spaces spaces) {
    return new Parts() {
      @Override
      public ShadowSpaces spaces(
          Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
        return spaces.make(hardware, resources, policy, hostMap);
      }
    };
  }

  private static @Nullable Outcome run(String image, Timing timing, Policy policy, Parts parts)
      throws InterruptedException {
    Board.Configuration virtual = Board.Configuration.USUAL.withHarts(HARTS).with(timing);
    int realHarts = timing instanceof Timing.WallClock ? REAL_HARTS : 1;
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    try (Arena arena = Arena.ofShared()) {
      Board real =
          new Board(
              virtual.withHarts(realHarts),
              PhysicalMemory.allocate(
                  arena, VirtRegion.RAM_BASE, Allocator.needs(MEMORY, HARTS) + (4L << 20)),
              HartFactory.REAL,
              _ -> {},
              ConsoleSource.SILENT,
              List.of());
      ControlProgram control = new ControlProgram(real, policy, parts);
      VirtualMachine machine =
          control.define(
              new GuestDefinition(
                  "shootdown",
                  virtual,
                  MEMORY,
                  GuestDefinition.USUAL_SHARES,
                  console::write,
                  ConsoleSource.SILENT,
                  List.of()));
      start(image, machine.board());
      machine.stepLimit(MOST_STEPS);
      control.start(machine);
      control.run();
      return machine.outcome();
    }
  }

  private static void start(String image, Board board) {
    var program = Images.program(Images.BUILT_IN + image, Path.of(""));
    if (image.endsWith("-sbi")) {
      Boot.Start start = new Boot(null, program, null, "").load(board);
      new SbiFirmware(board, _ -> {}, ConsoleSource.SILENT)
          .start(start.entry(), start.deviceTree());
    } else {
      Boot.reset(board, new Boot(program, null, null, "").load(board));
    }
  }

  private static Timing timing(String name) {
    return name.equals("turns") ? new Timing.Steps(10) : new Timing.WallClock();
  }

  @ParameterizedTest
  @CsvSource({
    "shootdown, turns, CACHED",
    "shootdown, turns, FLUSH",
    "shootdown, parallel, CACHED",
    "shootdown, parallel, FLUSH",
    "shootdown-sbi, turns, CACHED",
    "shootdown-sbi, turns, FLUSH",
    "shootdown-sbi, parallel, CACHED",
    "shootdown-sbi, parallel, FLUSH"
  })
  void noRemoteFenceIsLost(String image, String harts, Policy policy) throws InterruptedException {
    assertThat(run(image, timing(harts), policy, Parts.USUAL)).isEqualTo(new Outcome.Ended(0));
  }

  /** A hart that is asked in virtual M fences there only what is in force there: nothing. */
  private static final class CurrentOnly extends ShadowSpaces {
    private boolean isTranslated;

    CurrentOnly(Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
      super(hardware, resources, policy, hostMap);
    }

    @Override
    public RealSpace enter(Context context) {
      isTranslated = context.isTranslated();
      return super.enter(context);
    }

    @Override
    public void fence(boolean hasAddress, long address, boolean hasAsid, long asid) {
      if (isTranslated) {
        super.fence(hasAddress, address, hasAsid, asid);
      }
    }
  }

  /** Fences by address reach nothing; the one in five that is for everything does. */
  private static final class NotByAddress extends ShadowSpaces {
    NotByAddress(Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
      super(hardware, resources, policy, hostMap);
    }

    @Override
    public void fence(boolean hasAddress, long address, boolean hasAsid, long asid) {
      if (!hasAddress) {
        super.fence(false, address, hasAsid, asid);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"turns", "parallel"})
  void aFenceThatIsForgottenInVirtualMShows(String harts) throws InterruptedException {
    assertThat(run("shootdown", timing(harts), Policy.CACHED, with(CurrentOnly::new)))
        .isEqualTo(new Outcome.Ended(1));
  }

  @ParameterizedTest
  @CsvSource({"turns, CACHED", "turns, FLUSH", "parallel, CACHED", "parallel, FLUSH"})
  void aFenceThatTheSbiForgetsShows(String harts, Policy policy) throws InterruptedException {
    assertThat(run("shootdown-sbi", timing(harts), policy, with(NotByAddress::new)))
        .isEqualTo(new Outcome.Ended(1));
  }
}
