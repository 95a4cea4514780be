package trapeze.machine.device;

/** A device that takes input from, or does deferred work for, the world outside the board. */
@FunctionalInterface
public interface Pollable {
  /**
   * Takes what input there is and does a bounded amount of waiting work. The board calls it at
   * fixed guest steps, so that input arrives at the same step in every run of the same inputs.
   */
  void poll();
}
