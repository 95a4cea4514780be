package trapeze.console.run;

import trapeze.machine.board.Board;
import trapeze.machine.board.Implementation;
import trapeze.machine.board.Timing;

/**
 * What all guests' boards have in common.
 *
 * @param implementation what the manual leaves open
 * @param timing where their time comes from
 */
public record GuestBoards(Implementation implementation, Timing timing) {

  /** A board with so many harts. */
  Board.Configuration with(int harts) {
    return Board.Configuration.USUAL.withHarts(harts).with(implementation).with(timing);
  }
}
