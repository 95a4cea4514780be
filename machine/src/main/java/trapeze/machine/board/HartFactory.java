package trapeze.machine.board;

import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.machine.engine.translate.Translation;

/** What a board's harts are: the engine's own, or a monitor's virtual ones. */
@FunctionalInterface
public interface HartFactory {
  /** Harts that execute by themselves. */
  HartFactory REAL = Hart::new;

  /** Harts that execute by themselves, and translate as wanted. */
  static HartFactory translating(Translation wanted) {
    return (state, bus, clock) -> {
      Hart hart = new Hart(state, bus, clock);
      hart.translate(wanted);
      return hart;
    };
  }

  /** A hart with this state at reset, on this bus, reading this clock. */
  Hart make(HartState state, Bus bus, Clock clock);
}
