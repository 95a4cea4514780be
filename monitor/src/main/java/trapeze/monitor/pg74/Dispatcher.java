package trapeze.monitor.pg74;

import org.jspecify.annotations.Nullable;
import trapeze.isa.pg74.Processor;
import trapeze.isa.pg74.Registers;
import trapeze.isa.pg74.Trapped;

/** The paper's dispatcher: what becomes of a trap of the machine beneath. */
public final class Dispatcher {
  private Dispatcher() {}

  /**
   * Looks at the virtual state: what trapped because it is privileged, and may be executed in the
   * virtual mode, is emulated by its interpreter routine, which is its own definition over the
   * virtual state; all else is the guest's own.
   *
   * @return the trap to reflect; nothing if the instruction was emulated
   */
  public static @Nullable Trapped dispatch(Processor virtual, Trapped trap) {
    return switch (trap.cause()) {
      case PRIVILEGED -> isSupervisor(virtual) ? virtual.execute(trap.value()) : trap;
      case MEMORY, SUPERVISOR_CALL, TIMER -> trap;
    };
  }

  /** Whether the virtual mode is supervisor. */
  static boolean isSupervisor(Processor virtual) {
    return virtual.state().get(virtual.machine().registers().mode) == Registers.SUPERVISOR;
  }
}
