package trapeze.isa.theory;

import trapeze.isa.ir.StateVariable;

/**
 * A state that runs can start from, whose parts may not have been chosen yet: {@link StartState},
 * or one that is derived from it.
 */
public interface Origin {
  /** The value of a register; it is chosen now if it has not been. */
  long register(StateVariable variable);

  /** The word at a physical address; it is chosen now if it has not been. */
  long word(long address);

  /** Whether the value of this register has been chosen. */
  boolean isChosen(StateVariable variable);

  /** Whether the word at this physical address has been chosen. */
  boolean isChosen(long address);

  /** Words of memory. */
  int size();

  /** The same state with another value of one register. */
  default Origin with(StateVariable variable, long value) {
    return new Altered(this, variable, value);
  }

  /** A state that differs from another one in one register. */
  record Altered(Origin of, StateVariable altered, long value) implements Origin {
    @Override
    public long register(StateVariable variable) {
      return variable == altered ? value : of.register(variable);
    }

    @Override
    public long word(long address) {
      return of.word(address);
    }

    @Override
    public boolean isChosen(StateVariable variable) {
      return variable == altered || of.isChosen(variable);
    }

    @Override
    public boolean isChosen(long address) {
      return of.isChosen(address);
    }

    @Override
    public int size() {
      return of.size();
    }
  }
}
