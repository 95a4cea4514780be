package trapeze.isa.theory;

import java.util.List;
import trapeze.isa.ir.StateSpace;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.pg74.ThirdGeneration;

/**
 * A state of a small third-generation machine, of which each part is chosen when it is first asked
 * for. Several runs can start from it, or from states derived from it: they share the choices.
 */
public final class StartState implements Origin {
  private final Choices choices;
  private final StateSpace space;
  private final int wordBits;
  private final StateVariable accumulator;
  private final long[] registers;
  private final long[] words;
  private long registersChosen;
  private long wordsChosen;

  /** A state of this machine with a memory of so many words. */
  public StartState(ThirdGeneration machine, int size, Choices choices) {
    this(machine, size, machine.format().wordBits(), choices);
  }

  /**
   * A state in whose words and accumulator only so many low bits can be set: for machines of which
   * the smallest instance has too many states.
   */
  public StartState(ThirdGeneration machine, int size, int wordBits, Choices choices) {
    this.choices = choices;
    this.space = machine.registers().space;
    this.wordBits = wordBits;
    this.accumulator = machine.registers().accumulator;
    this.registers = new long[space.variables(Kind.ARCHITECTURAL).size()];
    this.words = new long[size];
  }

  /** Width of a state in bits: registers and memory. */
  public static int bits(ThirdGeneration machine, int size) {
    return bits(machine, size, machine.format().wordBits());
  }

  /** The same, where only so many bits of a word and of the accumulator can be set. */
  public static int bits(ThirdGeneration machine, int size, int wordBits) {
    List<StateVariable> variables = machine.registers().space.variables(Kind.ARCHITECTURAL);
    return variables.stream().mapToInt(StateVariable::width).sum()
        - machine.format().wordBits()
        + (size + 1) * wordBits;
  }

  @Override
  public long register(StateVariable variable) {
    int index = variable.index();
    if ((registersChosen >>> index & 1) == 0) {
      registersChosen |= 1L << index;
      registers[index] = choices.choose(variable == accumulator ? wordBits : variable.width());
    }
    return registers[index];
  }

  @Override
  public long word(long address) {
    if ((wordsChosen >>> address & 1) == 0) {
      wordsChosen |= 1L << address;
      words[(int) address] = choices.choose(wordBits);
    }
    return words[(int) address];
  }

  @Override
  public boolean isChosen(StateVariable variable) {
    return (registersChosen >>> variable.index() & 1) != 0;
  }

  @Override
  public boolean isChosen(long address) {
    return (wordsChosen >>> address & 1) != 0;
  }

  @Override
  public int size() {
    return words.length;
  }

  /** The registers, to run on. */
  public LazyState state() {
    return new LazyState(space, this::register);
  }

  /** The memory, to run on. */
  public LazyWords words() {
    return new LazyWords(words.length, this::word);
  }
}
