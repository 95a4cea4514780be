package trapeze.machine.engine;

/** What the owner of a hart knows about time. */
@FunctionalInterface
public interface Deadline {
  /** No event ever comes by itself. */
  Deadline NEVER = () -> Long.MAX_VALUE;

  /**
   * Brings everything that depends on time up to date, interrupt lines for instance, and tells how
   * many steps the hart may make from now before time alone changes something again; at least 1.
   *
   * <p>The hart asks when it starts to run, after such a number of steps, and after every access to
   * a device or a control register that may have moved the event.
   */
  long stepsToNextEvent();
}
