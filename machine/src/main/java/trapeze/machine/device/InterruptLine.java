package trapeze.machine.device;

/** A wire from a device to an interrupt controller or a hart. */
@FunctionalInterface
public interface InterruptLine {
  /** A wire that leads nowhere. */
  InterruptLine UNCONNECTED = level -> {};

  /** Drives the wire. Setting the level it has already has no effect. */
  void set(boolean level);
}
