package trapeze.console.run;

import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Implementation;
import trapeze.machine.board.Timing;
import trapeze.machine.engine.translate.Translation;

/**
 * What all guests' boards have in common.
 *
 * @param implementation what the manual leaves open
 * @param timing where their time comes from
 * @param translation when the real harts translate guests' code
 */
public record GuestBoards(Implementation implementation, Timing timing, Translation translation) {
  /** Boards on a machine that translates as is usual. */
  public GuestBoards(Implementation implementation, Timing timing) {
    this(implementation, timing, Translation.ofProperty());
  }

  /** The harts of the real machine. */
  HartFactory harts() {
    return HartFactory.translating(translation);
  }

  /** A board with so many harts. */
  Board.Configuration with(int harts) {
    return Board.Configuration.USUAL.withHarts(harts).with(implementation).with(timing);
  }
}
