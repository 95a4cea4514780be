package trapeze.monitor.design;

/**
 * 64-bit words of a guest's state that were moved between the virtual hart and the real one, at one
 * entry into the guest or at one exit. The real {@code satp} is not among them where a design
 * writes it only if it is another: that is counted with the monitor's writes of control registers.
 *
 * @param general x1 to x31, and pc
 * @param control control registers, the privilege mode among them
 * @param floating f0 to f31, and fcsr
 */
public record StateWords(int general, int control, int floating) {
  private static final int GENERAL = 31 + 1;
  private static final int FLOATING = 32 + 1;

  /** Nothing was moved yet. */
  static final StateWords NONE = new StateWords(0, 0, 0);

  /** General registers and pc, and so many control registers. */
  static StateWords integer(int control) {
    return new StateWords(GENERAL, control, 0);
  }

  /** The same, and floating-point registers. */
  StateWords withFloating() {
    return new StateWords(general, control, FLOATING);
  }

  /** The same, and more control registers. */
  StateWords withControl(int more) {
    return new StateWords(general, control + more, floating);
  }
}
