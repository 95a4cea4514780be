package trapeze.isa.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.Instruction;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Machines;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Variant;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;

/** The same of the 1974 machine and its variants, whose memory is read and written past nothing. */
class ThirdGenerationTermsTest {
  private static final int TRIES = 30;
  private final Random random = new Random(1974);

  @Test
  void instructionsDoWhatTheEvaluatorDoes() {
    for (Variant variant : Machines.all()) {
      ThirdGeneration machine = variant.machine().in(Format.USUAL);
      SymbolicExecution execution = new SymbolicExecution(machine.set());
      for (Instruction instruction : machine.set().instructions()) {
        Outcome outcome = execution.execute(instruction, Assumptions.none());
        for (int i = 0; i < TRIES; i++) {
          check(machine, instruction, outcome);
        }
      }
    }
  }

  private void check(ThirdGeneration machine, Instruction instruction, Outcome outcome) {
    HartState before = state(machine);
    long word = machine.encode(instruction.name(), random.nextInt(1 << 16));
    long packed = machine.decode(word);
    long seed = random.nextLong();
    var theirs = new AnsweringEnvironment(seed, word);
    HartState after = before.copy();
    @Nullable Trap trap = null;
    try {
      new Evaluator(machine.set(), after, theirs).execute(packed);
    } catch (TrapSignal signal) {
      trap = signal.trap();
    }
    var mine = new AnsweringEnvironment(seed, word);
    Replay replay = new Replay(before, packed, mine);
    replay.run(outcome);
    String what = machine.name() + ": " + machine.disassemble(word);
    assertThat(mine.asked).as(what).isEqualTo(theirs.asked);
    assertThat(replay.trap).as(what).isEqualTo(trap);
    assertThat(replay.after.differences(after)).as(what).isEmpty();
  }

  private HartState state(ThirdGeneration machine) {
    HartState state = new HartState(machine.registers().space);
    for (StateVariable variable : machine.registers().space.variables(Kind.ARCHITECTURAL)) {
      state.set(variable, random.nextInt(3) == 0 ? -1 : random.nextLong());
    }
    return state;
  }
}
