package trapeze.console.gdb;

import trapeze.machine.board.Board;

/**
 * What is debugged: a machine, real or virtual, as its guest sees it.
 *
 * @param name the user's name for the guest
 * @param kill ends the machine
 */
public record DebugTarget(String name, Board board, Runnable kill) {}
