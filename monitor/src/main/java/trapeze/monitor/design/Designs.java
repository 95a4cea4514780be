package trapeze.monitor.design;

import java.util.List;
import java.util.Optional;
import trapeze.monitor.paravirtual.Paravirtual;
import trapeze.monitor.patching.Patching;

/** The designs that there are. */
public final class Designs {
  private Designs() {}

  /** All of the guest deprivileged: what a guest gets that asks for nothing else. */
  public static final Design TRAP_AND_EMULATE = new TrapAndEmulate();

  /** The guest's kernel in the real S-mode. */
  public static final Design SUPERVISOR = new Supervisor();

  /** Trap-and-emulate, with calls for a kernel that knows of it. */
  public static final Design PARAVIRTUAL = new Paravirtual();

  /** Jumps to stubs in the place of what traps often. */
  public static final Design PATCHING = new Patching();

  /** The guest's S and U in the real VS and VU. */
  public static final Design HARDWARE = new HardwareAssisted(Translation.NESTED);

  /** The same over shadow tables. */
  public static final Design HARDWARE_SHADOW = new HardwareAssisted(Translation.SHADOW);

  private static final List<Design> ALL =
      List.of(TRAP_AND_EMULATE, SUPERVISOR, PARAVIRTUAL, PATCHING, HARDWARE, HARDWARE_SHADOW);

  /** All of them, the usual one first. */
  public static List<Design> all() {
    return ALL;
  }

  /** The design of this name. */
  public static Optional<Design> named(String title) {
    return ALL.stream().filter(design -> design.title().equals(title)).findFirst();
  }
}
