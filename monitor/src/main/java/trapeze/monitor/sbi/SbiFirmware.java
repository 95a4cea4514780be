package trapeze.monitor.sbi;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.Outcome;
import trapeze.machine.board.Resident;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;

/**
 * The SBI, version 3.0: base, timer, IPI, remote fence, hart state management, system reset and
 * suspend, debug console and firmware features, and the legacy calls for old kernels. It serves a
 * board from machine level, whether the board is real or virtual.
 */
public final class SbiFirmware implements Resident {
  private static final int A0 = 10;
  private static final int A1 = 11;
  private static final int A6 = 16;
  private static final int A7 = 17;
  private static final int ECALL_LENGTH = 4;

  private static final long BASE = 0x10;
  private static final long TIMER = 0x54494d45;
  private static final long IPI = 0x735049;
  private static final long REMOTE_FENCE = 0x52464e43;
  private static final long HART_STATE = 0x48534d;
  private static final long RESET = 0x53525354;
  private static final long DEBUG_CONSOLE = 0x4442434e;
  private static final long SUSPEND = 0x53555350;
  private static final long FEATURES = 0x46574654;
  private static final long LAST_LEGACY = 8;

  private static final long VERSION_3_0 = 3L << 24;
  private static final long IMPLEMENTATION = 0x5452;

  private static final int MEDELEG = address("medeleg");
  private static final int MIDELEG = address("mideleg");
  private static final int MCOUNTEREN = address("mcounteren");
  private static final int MENVCFG = address("menvcfg");
  private static final int PMPADDR0 = address("pmpaddr0");
  private static final int PMPCFG0 = address("pmpcfg0");

  private final Board board;
  private final HartStates states;
  private final FirmwareFeatures features;
  private final DebugConsole console;

  /**
   * Firmware for a board; it sets the harts up when {@link #start} is called.
   *
   * @param sink where console calls write
   * @param source where console calls read
   */
  public SbiFirmware(Board board, ConsoleSink sink, ConsoleSource source) {
    this.board = board;
    this.features = new FirmwareFeatures(board.implementation(), board.harts().size());
    this.states = new HartStates(board, this::reset);
    this.console = new DebugConsole(board.memory(), sink, source);
  }

  /**
   * Takes machine level, and leaves the first hart at a kernel's entry in S-mode, the others
   * stopped.
   *
   * @param entry physical address of the kernel's first instruction
   * @param deviceTree physical address that the kernel finds in a1
   * @throws IllegalArgumentException if the board's harts have no Sstc
   */
  public void start(long entry, long deviceTree) {
    if (!board.implementation().sstc()) {
      throw new IllegalArgumentException("the SBI sets timers by Sstc, which this machine lacks");
    }
    board.resident(this);
    for (Hart hart : board.harts()) {
      hart.writeCsr(MEDELEG, ~(1L << ExceptionCause.ECALL_FROM_S.code()));
      hart.writeCsr(MIDELEG, -1);
      hart.writeCsr(MCOUNTEREN, -1);
      hart.writeCsr(MENVCFG, -1);
      hart.writeCsr(PMPADDR0, -1);
      hart.writeCsr(PMPCFG0, 0x1f);
      hart.state.set(Rv64State.MODE, PrivilegeMode.S.code());
      board.suspend(hart);
    }
    states.start(board.harts().getFirst(), 0, entry, deviceTree);
  }

  @Override
  public void handle(Hart hart, Trap trap) {
    if (!trap.is(ExceptionCause.ECALL_FROM_S)) {
      board.finish(new Outcome.Ended(1));
      return;
    }
    long[] x = hart.state.x;
    hart.state.pc += ECALL_LENGTH;
    long extension = x[A7];
    if (extension >= 0 && extension <= LAST_LEGACY) {
      x[A0] = legacy(hart, (int) extension);
      return;
    }
    Reply reply = call(hart, extension, (int) x[A6]);
    if (reply == Reply.NONE) {
      return;
    }
    x[A0] = reply.error().code();
    x[A1] = reply.value();
  }

  private Reply call(Hart hart, long extension, int function) {
    long[] x = hart.state.x;
    if (extension == BASE) {
      return base(hart, function, x[A0]);
    } else if (extension == TIMER && function == 0) {
      setTimer(hart, x[A0]);
      return Reply.DONE;
    } else if (extension == IPI && function == 0) {
      return forEach(hart, x[A0], x[A1], this::interrupt);
    } else if (extension == REMOTE_FENCE) {
      return fence(hart, function);
    } else if (extension == HART_STATE) {
      return states.call(hart, function);
    } else if (extension == RESET && function == 0) {
      return reset((int) x[A0], (int) x[A1]);
    } else if (extension == SUSPEND && function == 0) {
      return states.suspendSystem(hart, (int) x[A0], x[A1], x[A1 + 1]);
    } else if (extension == FEATURES) {
      return features.call(hart, function, x[A0], x[A1], x[A1 + 1]);
    } else if (extension == DEBUG_CONSOLE) {
      return console.call(function, x[A0], x[A1], x[A1 + 1]);
    }
    SbiExtension own = own(hart);
    return own != null && extension == own.id()
        ? own.call(function, x[A0], x[A1], x[A1 + 1])
        : Reply.NOT_SUPPORTED;
  }

  /** What is answered for this hart besides. */
  private static @Nullable SbiExtension own(Hart hart) {
    return hart instanceof HasSbiExtension more ? more.sbiExtension() : null;
  }

  private void reset(Hart hart) {
    features.reset(hart);
    SbiExtension own = own(hart);
    if (own != null) {
      own.reset();
    }
  }

  private static Reply base(Hart hart, int function, long argument) {
    return switch (function) {
      case 0 -> Reply.of(VERSION_3_0);
      case 1 -> Reply.of(IMPLEMENTATION);
      case 2 -> Reply.of(1);
      case 3 -> Reply.of(exists(hart, argument) ? 1 : 0);
      case 4, 5, 6 -> Reply.of(0);
      default -> Reply.NOT_SUPPORTED;
    };
  }

  private static boolean exists(Hart hart, long extension) {
    SbiExtension own = own(hart);
    return List.of(
                BASE, TIMER, IPI, REMOTE_FENCE, HART_STATE, RESET, SUSPEND, FEATURES, DEBUG_CONSOLE)
            .contains(extension)
        || (extension >= 0 && extension <= LAST_LEGACY)
        || (own != null && extension == own.id());
  }

  /** Under Sstc the comparison is the hart's own, and setting it takes a pending timer back. */
  private static void setTimer(Hart hart, long time) {
    hart.state.set(Rv64State.STIMECMP, time);
  }

  private void interrupt(Hart hart) {
    hart.state.set(Rv64State.MIP, hart.state.get(Rv64State.MIP) | 1 << 1);
  }

  private Reply fence(Hart caller, int function) {
    long[] x = caller.state.x;
    long start = x[A1 + 1];
    long size = x[A1 + 2];
    long asid = x[A1 + 3] & caller.state.get(Rv64State.ASID_MASK);
    return switch (function) {
      case 0 -> forEach(caller, x[A0], x[A1], Hart::fenceI);
      case 1 -> forEach(caller, x[A0], x[A1], hart -> RemoteFence.fence(hart, start, size, 0, 0));
      case 2 ->
          forEach(caller, x[A0], x[A1], hart -> RemoteFence.fence(hart, start, size, 1, asid));
      default -> Reply.NOT_SUPPORTED;
    };
  }

  private Reply reset(int type, int reason) {
    switch (type) {
      case 0 -> board.finish(new Outcome.Ended(reason == 0 ? 0 : 1));
      case 1, 2 -> board.finish(new Outcome.Reset());
      default -> {
        return Reply.INVALID;
      }
    }
    return Reply.DONE;
  }

  private Reply forEach(Hart caller, long mask, long base, Consumer<Hart> action) {
    List<Hart> chosen = HartMask.select(board.harts(), mask, base);
    if (chosen == null) {
      return Reply.INVALID;
    }
    chosen.forEach(target -> board.onHart(caller, target, () -> action.accept(target)));
    return Reply.DONE;
  }

  private long legacy(Hart hart, int number) {
    long[] x = hart.state.x;
    switch (number) {
      case 0 -> setTimer(hart, x[A0]);
      case 1 -> console.put((byte) x[A0]);
      case 2 -> {
        return console.get();
      }
      case 3 -> hart.state.set(Rv64State.MIP, hart.state.get(Rv64State.MIP) & ~2L);
      case 4 -> forEach(hart, legacyMask(hart), 0, this::interrupt);
      case 5 -> forEach(hart, legacyMask(hart), 0, Hart::fenceI);
      case 6, 7 -> forEach(hart, legacyMask(hart), 0, each -> RemoteFence.fence(each, 0, 0, 0, 0));
      default -> board.finish(new Outcome.Ended(0));
    }
    return 0;
  }

  /** The legacy calls point at their mask, by virtual address; a pointer of 0 means all harts. */
  private long legacyMask(Hart hart) {
    long pointer = hart.state.x[A0];
    long existing = -1L >>> Long.SIZE - board.harts().size();
    if (pointer == 0) {
      return existing;
    }
    try {
      return hart.load(pointer, 8) & existing;
    } catch (TrapSignal unmapped) {
      return 0;
    }
  }

  private static int address(String csr) {
    return Rv64.SET.csr(csr).address();
  }
}
