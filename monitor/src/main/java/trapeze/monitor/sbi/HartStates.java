package trapeze.monitor.sbi;

import java.util.concurrent.atomic.AtomicIntegerArray;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;

/** Hart state management: which harts run (SBI 2.0, chapter 9). */
final class HartStates {
  private static final int A0 = 10;
  private static final int STARTED = 0;
  private static final int STOPPED = 1;
  private static final int SATP = Rv64.SET.csr("satp").address();
  private static final int SSTATUS = Rv64.SET.csr("sstatus").address();

  private final Board board;
  private final AtomicIntegerArray started;

  HartStates(Board board) {
    this.board = board;
    this.started = new AtomicIntegerArray(board.harts().size());
  }

  Reply call(Hart hart, int function) {
    long[] x = hart.state.x;
    return switch (function) {
      case 0 -> start(hart, x[A0], x[A0 + 1], x[A0 + 2]);
      case 1 -> stop(hart);
      case 2 -> status(x[A0]);
      case 3 -> suspend(hart, (int) x[A0]);
      default -> Reply.NOT_SUPPORTED;
    };
  }

  Reply start(Hart caller, long id, long entry, long opaque) {
    if (!exists(id)) {
      return Reply.INVALID;
    }
    if ((entry & 1) != 0 || !board.memory().contains(entry, 2)) {
      return new Reply(SbiError.INVALID_ADDRESS, 0);
    }
    if (started.getAndSet((int) id, 1) != 0) {
      return new Reply(SbiError.ALREADY_AVAILABLE, 0);
    }
    Hart hart = board.harts().get((int) id);
    board.onHart(caller, hart, () -> enter(hart, entry, opaque));
    return Reply.DONE;
  }

  private void enter(Hart hart, long entry, long opaque) {
    hart.writeCsr(SATP, 0);
    hart.writeCsr(SSTATUS, 0);
    hart.state.set(Rv64State.MODE, PrivilegeMode.S.code());
    hart.state.set(Rv64State.STIMECMP, -1);
    hart.state.x[A0] = hart.state.get(Rv64State.HART_ID);
    hart.state.x[A0 + 1] = opaque;
    hart.state.pc = entry;
    hart.endWait();
    board.resume(hart);
  }

  private Reply stop(Hart hart) {
    board.suspend(hart);
    started.set((int) hart.state.get(Rv64State.HART_ID), 0);
    return Reply.DONE;
  }

  private Reply status(long id) {
    return exists(id) ? Reply.of(started.get((int) id) != 0 ? STARTED : STOPPED) : Reply.INVALID;
  }

  /** The default retentive suspend is a WFI; the others, which lose state, are not offered. */
  private Reply suspend(Hart hart, int type) {
    if (type != 0) {
      return Reply.NOT_SUPPORTED;
    }
    hart.waitForInterrupt();
    return Reply.DONE;
  }

  private boolean exists(long id) {
    return id >= 0 && id < started.length();
  }
}
