package trapeze.console.gdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import trapeze.console.directory.Guest;
import trapeze.console.directory.GuestLine;
import trapeze.console.run.GuestBoards;
import trapeze.console.run.RealMachine;
import trapeze.console.run.Session;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.device.ConsoleSource;
import trapeze.monitor.VirtualMachine;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/** A whole guest in a virtual machine, debugged and left alone, comes to the same end. */
class DebuggedRunTest {
  private static final long MOST = 400_000;

  private static VirtualMachine machine() throws InterruptedException {
    Guest guest = Guest.open(GuestLine.parse("name=one,firmware=builtin:sprig", 1));
    Board.Configuration usual = Board.Configuration.USUAL;
    RealMachine real =
        new RealMachine(
            1,
            Policy.CACHED,
            Designs.TRAP_AND_EMULATE,
            1,
            new GuestBoards(usual.implementation(), usual.timing()));
    Session session = new Session(List.of(guest), real, new GdbServers(null, false, _ -> {}));
    return session.add(guest, _ -> {}, ConsoleSource.SILENT);
  }

  @Test
  void beingDebuggedChangesNothing() throws InterruptedException {
    VirtualMachine alone = machine();
    while (alone.board().steps() < MOST) {
      alone.board().run(MOST - alone.board().steps());
    }

    VirtualMachine debugged = machine();
    Board board = debugged.board();
    board.debug().halt();
    Stub stub = new Stub(new DebugTarget("one", board, () -> {}), _ -> {});
    stub.answer("Z0,ffffffc080001070,4"); // its trap handler
    stub.answer("Z4,ffffffc080005000,8");
    List<String> replies = new ArrayList<>();
    while (board.steps() < MOST) {
      String reply = stub.answer(replies.size() % 3 == 0 ? "vCont;c" : "vCont;s:1");
      while (reply == null && board.steps() < MOST) {
        board.run(MOST - board.steps());
        reply = stub.poll();
      }
      if (reply != null) {
        replies.add(reply);
        stub.answer("g");
        stub.answer("m10000,100");
      }
    }
    assertThat(replies).hasSizeGreaterThan(10);
    Hart one = alone.harts().getFirst();
    Hart other = debugged.harts().getFirst();
    assertThat(other.state.differences(one.state)).isEmpty();
    assertThat(other.steps()).isEqualTo(one.steps());
    assertThat(other.traps()).isEqualTo(one.traps());
    assertThat(
            board
                .memory()
                .segment(board.memory().base(), board.memory().size())
                .mismatch(
                    alone.board().memory().segment(board.memory().base(), board.memory().size())))
        .isEqualTo(-1);
  }
}
