package trapeze.monitor.pg74;

/** What a monitor executes directly. */
public enum Method {
  /** The virtual machine monitor of Theorem 1: everything, as long as it does not trap. */
  MONITOR,
  /** The hybrid monitor of Theorem 3: virtual user mode; virtual supervisor mode is interpreted. */
  HYBRID
}
