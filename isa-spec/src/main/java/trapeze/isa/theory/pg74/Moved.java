package trapeze.isa.theory.pg74;

import trapeze.isa.ir.StateVariable;
import trapeze.isa.pg74.Registers;
import trapeze.isa.theory.Origin;

/**
 * The paper's ⟨e|r⊕x, m, p, r⊕x⟩: a state whose R has another l, with the words that R makes
 * accessible moved along. What is outside R is independent of the first state.
 *
 * @param first the state that is moved
 * @param other gives l, and what is outside R
 * @param registers which of the registers is l
 */
record Moved(Origin first, Origin other, Registers registers) implements Elsewhere {

  /** The paper's x. */
  long x() {
    return other.register(registers.relocation) - first.register(registers.relocation);
  }

  @Override
  public boolean isElsewhere() {
    // With x and -x the same two states are compared.
    return x() > 0;
  }

  @Override
  public long of(long address) {
    return address + x();
  }

  @Override
  public String title() {
    return "where R is moved by " + x();
  }

  private boolean isMoved(long address) {
    long from = address - x();
    long relative = from - first.register(registers.relocation);
    return relative >= 0
        && relative < first.register(registers.bound)
        && from >= 0
        && from < first.size();
  }

  @Override
  public long register(StateVariable variable) {
    return variable == registers.relocation ? other.register(variable) : first.register(variable);
  }

  @Override
  public long word(long address) {
    return isMoved(address) ? first.word(address - x()) : other.word(address);
  }

  @Override
  public boolean isChosen(StateVariable variable) {
    return variable == registers.relocation || first.isChosen(variable);
  }

  @Override
  public boolean isChosen(long address) {
    return first.isChosen(registers.bound) && isMoved(address)
        ? first.isChosen(address - x())
        : other.isChosen(address);
  }

  @Override
  public int size() {
    return first.size();
  }
}
