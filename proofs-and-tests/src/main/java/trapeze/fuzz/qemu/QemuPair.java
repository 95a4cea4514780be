package trapeze.fuzz.qemu;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import trapeze.fuzz.Coverage;
import trapeze.fuzz.Pair;
import trapeze.fuzz.Pairing;
import trapeze.fuzz.Verdict;
import trapeze.isa.ir.Operand;
import trapeze.laws.Code;
import trapeze.laws.Layout;
import trapeze.laws.Mix;
import trapeze.laws.Program;
import trapeze.machine.board.Board;
import trapeze.machine.board.Implementation;
import trapeze.machine.board.Timing;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;

/** Trapeze and QEMU. */
public final class QemuPair implements Pair {
  /** A clock that stands: what time does comes from QEMU's. */
  private static final Timing STANDING = new Timing.Steps(1L << 40);

  /** The board that is compared. */
  static final Board.Configuration BOARD =
      new Board.Configuration(1, Implementation.FULL.withSstc(false), STANDING, 0);

  private static final int STORE =
      Code.bits("sw", Operand.RS1, 30, Operand.RS2, 31, Operand.IMM, 0);

  private final QemuMachine qemu;
  private final Map<String, Long> departures = new TreeMap<>();

  /**
   * A pair with a QEMU of its own.
   *
   * @param program path, or name, of {@code qemu-system-riscv64}
   */
  public QemuPair(Path program) {
    this.qemu = new QemuMachine(program);
  }

  /** The kind of pair, with a path or name of {@code qemu-system-riscv64}. */
  public static Pairing pairing(Path program, Mix mix) {
    return new Pairing(
        "qemu",
        "Trapeze and qemu-system-riscv64 7.2 (--qemu PATH)",
        mix,
        QemuPair::withoutAbsent,
        () -> new QemuPair(program));
  }

  /** Extensions that QEMU lacks are not drawn. */
  private static Mix withoutAbsent(Mix asked) {
    Set<String> knobs = Mix.all().stream().map(Mix.Knob::name).collect(Collectors.toSet());
    Mix made = asked;
    for (String extension : QemuProcessor.ABSENT) {
      made = knobs.contains(extension) ? made.with(extension, 0) : made;
    }
    return made;
  }

  @Override
  public Verdict run(Program program, Coverage coverage) {
    try (Arena arena = Arena.ofConfined()) {
      Board board =
          new Board(
              program.hasHypervisor()
                  ? BOARD.with(BOARD.implementation().withHypervisor(true))
                  : BOARD,
              PhysicalMemory.allocate(arena, Layout.BASE, Layout.SIZE),
              FollowedHart.DetachedHart::new,
              letter -> {},
              ConsoleSource.SILENT,
              List.of());
      program.load(board);
      return new Follower(board, qemu, end(board), departures, coverage).run();
    } catch (IOException e) {
      qemu.spend();
      return new Verdict.Permitted("QEMU is gone: " + e.getMessage());
    } catch (RuntimeException | StackOverflowError | AssertionError broken) {
      qemu.spend();
      return new Verdict.Differs(
          "breaks down, " + broken.getClass().getSimpleName(), trace(broken));
    }
  }

  private static String trace(Throwable broken) {
    StringBuilder text = new StringBuilder(broken.toString());
    for (StackTraceElement each : broken.getStackTrace()) {
      text.append("\n    ").append(each);
    }
    return text.toString();
  }

  /** Where the handler of M ends the machine. */
  private static long end(Board board) {
    for (long at = Layout.MACHINE_HANDLER; at < Layout.SUPERVISOR_HANDLER; at += 4) {
      if (board.memory().getInt(at) == STORE) {
        return at;
      }
    }
    throw new IllegalStateException("the handler of M does not end the machine");
  }

  @Override
  public Map<String, Long> departures() {
    return departures;
  }

  @Override
  public void close() {
    qemu.close();
  }
}
