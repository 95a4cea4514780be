package trapeze.console.gdb;

import java.util.List;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.monitor.VirtualHart;

/** Harts as a debugger's threads: hart 0 is thread 1, since 0 stands for any and -1 for all. */
final class Threads {
  /** Every thread. */
  static final int ALL = -1;

  /** Whichever thread. */
  static final int ANY = 0;

  private final Board board;
  private final List<Hart> harts;

  Threads(Board board) {
    this.board = board;
    this.harts = board.harts();
  }

  /** The harts, by hart id. */
  List<Hart> harts() {
    return harts;
  }

  /** A hart's thread. */
  static int of(Hart hart) {
    return (int) hart.state.get(Rv64State.HART_ID) + 1;
  }

  /**
   * The thread that a debugger names: {@code 2}, {@code -1}, or with the one process in front
   * {@code p1.2}, {@code p1}.
   */
  int parse(String text) {
    String thread = text;
    if (text.startsWith("p")) {
      int dot = text.indexOf('.');
      String process = text.substring(1, dot < 0 ? text.length() : dot);
      if (!process.equals("-1") && Hex.number(process, Integer.MAX_VALUE) > 1) {
        throw new Refused(Refused.NO_THREAD);
      }
      thread = dot < 0 ? "-1" : text.substring(dot + 1);
    }
    return thread.equals("-1") ? ALL : Hex.number(thread, Integer.MAX_VALUE);
  }

  /** The hart that is a thread; the first, whichever is asked for. */
  Hart hart(int thread) {
    if (thread > harts.size()) {
      throw new Refused(Refused.NO_THREAD);
    }
    return harts.get(Math.max(0, thread - 1));
  }

  /** All threads, for {@code qfThreadInfo}. */
  String list() {
    StringBuilder all = new StringBuilder("m");
    for (Hart hart : harts) {
      all.append(all.length() > 1 ? "," : "").append(Integer.toHexString(of(hart)));
    }
    return all.toString();
  }

  /** All threads, for {@code qXfer:threads:read}. */
  String xml() {
    StringBuilder all = new StringBuilder("<?xml version=\"1.0\"?>\n<threads>\n");
    for (Hart hart : harts) {
      int id = of(hart);
      all.append(
          "<thread id=\"%x\" core=\"%d\" name=\"hart %d\">%s</thread>\n"
              .formatted(id, id - 1, id - 1, describe(hart)));
    }
    return all.append("</threads>\n").toString();
  }

  /** What a hart is doing, in a few words. */
  String describe(Hart hart) {
    String mode = PrivilegeMode.of((int) hart.state.get(Rv64State.MODE)).name();
    String where = hart instanceof VirtualHart ? "virtual " + mode : mode;
    if (board.isSuspended(hart)) {
      return where + ", stopped by SBI";
    }
    return hart.isWaiting() ? where + ", waits for an interrupt" : where;
  }
}
