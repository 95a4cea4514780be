package trapeze.machine.engine.generate;

import java.util.List;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.StateVariable;

/**
 * Which parts of the state the loop relies on while it runs: those that the taking of interrupts,
 * translation and protection look at. An instruction that changes one of them makes the loop stop.
 */
final class Attention {
  private static final List<String> RELIED_ON =
      List.of("interruptToTake", "dataMode", "translate", "protection");

  private final Footprint reliedOn = new Footprint();

  Attention(InstructionSet set) {
    set.routines().stream()
        .filter(routine -> RELIED_ON.contains(routine.name()))
        .forEach(routine -> reliedOn.include(Footprint.of(routine.body())));
    set.state().variables(StateVariable.Kind.ARCHITECTURAL).stream()
        .filter(variable -> variable.name().equals("mode"))
        .forEach(mode -> reliedOn.include(Footprint.of(mode.whole().get())));
  }

  /** Whether the loop must look again after a definition with this footprint. */
  boolean isNeededAfter(Footprint footprint) {
    return footprint.disturbs(reliedOn);
  }
}
