package trapeze.monitor.pg74.homomorphism;

import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.pg74.Registers;
import trapeze.isa.theory.Choices;

/** A state of which each part is chosen when it is first asked for. */
final class ChosenStart implements Start {
  private final Choices choices;
  private final int wordBits;
  private final long[] registers;
  private final long[] words;
  private long registersChosen;
  private long wordsChosen;

  ChosenStart(Registers variables, Sizes sizes, Choices choices) {
    this.choices = choices;
    this.wordBits = sizes.format().wordBits();
    this.registers = new long[variables.space.variables(Kind.ARCHITECTURAL).size()];
    this.words = new long[sizes.realWords()];
  }

  /** Width of a state: the virtual registers and all of real memory. */
  static int bits(Registers variables, Sizes sizes) {
    return variables.space.variables(Kind.ARCHITECTURAL).stream()
            .mapToInt(StateVariable::width)
            .sum()
        + sizes.realWords() * sizes.format().wordBits();
  }

  @Override
  public long register(StateVariable variable) {
    int index = variable.index();
    if ((registersChosen >>> index & 1) == 0) {
      registersChosen |= 1L << index;
      registers[index] = choices.choose(variable.width());
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

  /** This state, zero where nothing has been chosen. */
  ConcreteStart concrete() {
    return new ConcreteStart(registers.clone(), words.clone());
  }
}
