package trapeze.machine.board;

/** Where a board's time comes from. */
public sealed interface Timing {

  /**
   * From what the guest has done: two runs with the same inputs are the same to the last bit.
   *
   * @param perTick steps of all harts together in one tick of the 10 MHz timebase
   */
  record Steps(long perTick) implements Timing {}

  /** From the host's clock: harts run at the same time, and a guest that waits costs nothing. */
  record WallClock() implements Timing {}
}
