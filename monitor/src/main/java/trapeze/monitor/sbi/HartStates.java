package trapeze.monitor.sbi;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;

/**
 * Hart state management: which harts run (SBI 3.0, chapter 9); and system suspend, which is a hart
 * suspend for the last hart that runs (chapter 13).
 *
 * <p>A suspended hart waits as WFI does. One that is to resume elsewhere is put there before it
 * waits, with interrupts disabled, so that whatever ends the wait lets it go on from there.
 */
final class HartStates {
  private static final int A0 = 10;
  private static final int STARTED = 0;
  private static final int STOPPED = 1;
  private static final int SUSPENDED = 4;
  private static final int RETENTIVE = 0;
  private static final int NON_RETENTIVE = 0x8000_0000;
  private static final int TO_RAM = 0;
  private static final int SATP = Rv64.SET.csr("satp").address();
  private static final int SSTATUS = Rv64.SET.csr("sstatus").address();

  private final Board board;
  private final Consumer<Hart> reset;

  /** STARTED or STOPPED, for each hart. */
  private final AtomicIntegerArray states;

  /**
   * Steps that a hart had made when it suspended itself: while it has made no more, it is suspended
   * still. Who asks for it from another thread may see its steps late.
   */
  private final AtomicLongArray suspendedAt;

  /**
   * All harts stopped.
   *
   * @param reset gives a hart that is started what a reset gives it
   */
  HartStates(Board board, Consumer<Hart> reset) {
    this.board = board;
    this.reset = reset;
    int count = board.harts().size();
    this.states = new AtomicIntegerArray(count);
    this.suspendedAt = new AtomicLongArray(count);
    for (int i = 0; i < count; i++) {
      states.set(i, STOPPED);
      suspendedAt.set(i, -1);
    }
  }

  Reply call(Hart hart, int function) {
    long[] x = hart.state.x;
    return switch (function) {
      case 0 -> start(hart, x[A0], x[A0 + 1], x[A0 + 2]);
      case 1 -> stop(hart);
      case 2 -> status(x[A0]);
      case 3 -> suspend(hart, (int) x[A0], x[A0 + 1], x[A0 + 2]);
      default -> Reply.NOT_SUPPORTED;
    };
  }

  Reply start(Hart caller, long id, long entry, long opaque) {
    if (!exists(id)) {
      return Reply.INVALID;
    }
    if (!isEntry(entry)) {
      return Reply.INVALID_ADDRESS;
    }
    if (!states.compareAndSet((int) id, STOPPED, STARTED)) {
      return Reply.ALREADY_AVAILABLE;
    }
    Hart hart = board.harts().get((int) id);
    board.onHart(caller, hart, () -> begin(hart, entry, opaque));
    return Reply.DONE;
  }

  private void begin(Hart hart, long entry, long opaque) {
    reset.accept(hart);
    suspendedAt.set(id(hart), -1);
    hart.state.set(Rv64State.STIMECMP, -1);
    enter(hart, entry, opaque);
    hart.endWait();
    board.resume(hart);
  }

  private static void enter(Hart hart, long entry, long opaque) {
    hart.writeCsr(SATP, 0);
    hart.writeCsr(SSTATUS, 0);
    hart.state.set(Rv64State.MODE, PrivilegeMode.S.code());
    hart.state.x[A0] = hart.state.get(Rv64State.HART_ID);
    hart.state.x[A0 + 1] = opaque;
    hart.state.pc = entry;
  }

  private Reply stop(Hart hart) {
    board.suspend(hart);
    states.set(id(hart), STOPPED);
    return Reply.DONE;
  }

  private Reply status(long id) {
    if (!exists(id)) {
      return Reply.INVALID;
    }
    if (states.get((int) id) == STOPPED) {
      return Reply.of(STOPPED);
    }
    Hart hart = board.harts().get((int) id);
    return Reply.of(suspendedAt.get((int) id) == hart.steps() ? SUSPENDED : STARTED);
  }

  private Reply suspend(Hart hart, int type, long entry, long opaque) {
    return switch (type) {
      case RETENTIVE -> {
        sleep(hart);
        yield Reply.DONE;
      }
      case NON_RETENTIVE -> suspendAndEnter(hart, entry, opaque);
      default -> Reply.INVALID;
    };
  }

  /** System suspend. */
  Reply suspendSystem(Hart hart, int type, long entry, long opaque) {
    if (type != TO_RAM) {
      return Reply.INVALID;
    }
    for (int other = 0; other < states.length(); other++) {
      if (other != id(hart) && states.get(other) != STOPPED) {
        return Reply.DENIED;
      }
    }
    return suspendAndEnter(hart, entry, opaque);
  }

  private Reply suspendAndEnter(Hart hart, long entry, long opaque) {
    if (!isEntry(entry)) {
      return Reply.INVALID_ADDRESS;
    }
    enter(hart, entry, opaque);
    sleep(hart);
    return Reply.NONE;
  }

  private void sleep(Hart hart) {
    hart.waitForInterrupt();
    suspendedAt.set(id(hart), hart.steps());
  }

  private boolean isEntry(long address) {
    return (address & 1) == 0 && board.memory().contains(address, 2);
  }

  private boolean exists(long id) {
    return id >= 0 && id < states.length();
  }

  private static int id(Hart hart) {
    return (int) hart.state.get(Rv64State.HART_ID);
  }
}
