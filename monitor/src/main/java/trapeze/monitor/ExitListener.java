package trapeze.monitor;

/** Sees each exit of a virtual hart, once it is handled, on the thread that runs the hart. */
@FunctionalInterface
public interface ExitListener {
  /** An exit was handled; a trap that is reflected has not been entered yet. */
  void exited(VirtualHart hart, Exit exit);
}
