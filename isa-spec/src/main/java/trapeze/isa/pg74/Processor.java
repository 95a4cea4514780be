package trapeze.isa.pg74;

import org.jspecify.annotations.Nullable;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.state.HartState;
import trapeze.isa.state.TrapSignal;

/** A third-generation processor: its definitions, evaluated over a state and its surroundings. */
public final class Processor {
  private final ThirdGeneration machine;
  private final HartState state;
  private final Words words;
  private final Evaluator evaluator;

  /** A processor with this state in these surroundings. */
  public Processor(ThirdGeneration machine, HartState state, Words words) {
    this.machine = machine;
    this.state = state;
    this.words = words;
    this.evaluator = new Evaluator(machine.set(), state, words);
  }

  /** Its definitions. */
  public ThirdGeneration machine() {
    return machine;
  }

  /** Its registers. */
  public HartState state() {
    return state;
  }

  /** Whether it has stopped for good; a step then does nothing. */
  public boolean isHalted() {
    return state.get(machine.registers().halted) != 0;
  }

  /** One step: the timer, or an instruction. Gives the trap that it raises and does not take it. */
  public @Nullable Trapped step() {
    if (isHalted()) {
      return null;
    }
    if (evaluator.call(machine.tick()) != 0) {
      return new Trapped(Cause.TIMER, 0);
    }
    long word;
    try {
      word = evaluator.call(machine.fetch());
    } catch (TrapSignal raised) {
      return trapped(raised);
    }
    return execute(word);
  }

  /**
   * The paper's i(S) for the instruction in a word, wherever it may be stored. Gives the trap that
   * it raises and does not take it.
   */
  public @Nullable Trapped execute(long word) {
    long packed = machine.decode(word);
    if (packed == 0) {
      return new Trapped(Cause.PRIVILEGED, word);
    }
    words.executes(word);
    try {
      evaluator.execute(packed);
      return null;
    } catch (TrapSignal raised) {
      return trapped(raised);
    }
  }

  /** Takes a trap: the program status word is exchanged. */
  public void take(Trapped trap) {
    evaluator.call(machine.takeTrap(), trap.cause().code());
  }

  /**
   * Loads a program status word, as a trap does; a machine starts with the one in location 0, the
   * way System/360's initial program load does.
   */
  public void load(long psw) {
    Format format = machine.format();
    Registers registers = machine.registers();
    state.set(registers.mode, psw >>> format.modeAt());
    state.set(registers.counter, psw >>> format.counterAt());
    state.set(registers.relocation, psw >>> format.relocationAt());
    state.set(registers.bound, psw);
  }

  private static Trapped trapped(TrapSignal raised) {
    return new Trapped(Cause.of(raised.cause()), raised.value());
  }
}
