package trapeze.machine.board;

import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;

/** What a board's harts are: the engine's own, or a monitor's virtual ones. */
@FunctionalInterface
public interface HartFactory {
  /** Harts that execute by themselves. */
  HartFactory REAL = Hart::new;

  /** A hart with this state at reset, on this bus, reading this clock. */
  Hart make(HartState state, Bus bus, Clock clock);
}
