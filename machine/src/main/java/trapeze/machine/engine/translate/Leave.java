package trapeze.machine.engine.translate;

/**
 * How translated code is left before an instruction that the interpreter is to execute: control
 * flow inside the engine, never seen outside it.
 */
public final class Leave extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The only one. */
  public static final Leave NOW = new Leave();

  private Leave() {
    super(null, null, false, false);
  }

  /**
   * Goes on if something holds.
   *
   * @param holds 0 if it does not
   * @throws Leave if it does not
   */
  public static void unless(int holds) {
    if (holds == 0) {
      throw NOW;
    }
  }

  /**
   * Goes on if enough steps are left.
   *
   * @param left steps that may be made
   * @param need steps that may be made before this is asked again
   * @throws Leave if they are not enough
   */
  public static void orBegin(int left, int need) {
    if (left < need) {
      throw NOW;
    }
  }
}
