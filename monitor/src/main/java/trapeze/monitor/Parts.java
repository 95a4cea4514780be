package trapeze.monitor;

import trapeze.machine.board.Hardware;
import trapeze.machine.engine.Engine;
import trapeze.monitor.design.Design;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/**
 * What a control program is put together from. A law is worth something only if a monitor with a
 * fault breaks it: who seeds faults, or watches, hands in other parts.
 */
public class Parts {
  /** The parts of the monitor as it is. */
  public static final Parts USUAL = new Parts();

  /** The usual parts; a subclass says what is different. */
  protected Parts() {}

  /** What carries out a virtual hart's trapped instructions, its traps and its translations. */
  public Engine engine() {
    return Engine.rv64();
  }

  /** How a guest is executed that asks for a design. */
  public Design design(Design asked) {
    return asked;
  }

  /**
   * What one virtual hart may have of the real resources.
   *
   * @param frames for its page tables
   * @throws OutOfRealMemory if so much cannot be kept for it
   */
  public Resources resources(Allocator allocator, int realHart, long frames) {
    return allocator.quota(realHart, frames);
  }

  /** The real address spaces of a virtual hart. */
  public ShadowSpaces spaces(
      Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
    return new ShadowSpaces(hardware, resources, policy, hostMap);
  }

  /** Steps after which a guest makes room for the next, if there is one. */
  public long slice() {
    return Scheduler.SLICE;
  }
}
