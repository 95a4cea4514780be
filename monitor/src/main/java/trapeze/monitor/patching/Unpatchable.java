package trapeze.monitor.patching;

/** An instruction for which there is no stub; the message says why. It is emulated, as ever. */
final class Unpatchable extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unpatchable(String why) {
    super(why, null, false, false);
  }
}
