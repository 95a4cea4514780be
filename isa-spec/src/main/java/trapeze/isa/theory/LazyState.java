package trapeze.isa.theory;

import java.util.function.ToLongFunction;
import trapeze.isa.ir.StateSpace;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.state.HartState;

/**
 * Registers that get their first values when they are first read. At most 64 of them can be
 * architectural; the arrays hold only what has been read or written.
 */
public final class LazyState extends HartState {
  private ToLongFunction<StateVariable> origin;
  private long filled;
  private long written;

  /** Registers whose first values a function gives, each asked for at most once. */
  public LazyState(StateSpace space, ToLongFunction<StateVariable> origin) {
    super(space);
    this.origin = origin;
  }

  /** Forgets everything, to start again from other first values. */
  public void restart(ToLongFunction<StateVariable> newOrigin) {
    origin = newOrigin;
    filled = 0;
    written = 0;
    pc = 0;
  }

  @Override
  public long get(StateVariable variable) {
    if (variable.kind() == Kind.ARCHITECTURAL) {
      long bit = 1L << variable.index();
      if ((filled & bit) == 0) {
        filled |= bit;
        registers[variable.index()] = origin.applyAsLong(variable);
      }
    }
    return super.get(variable);
  }

  @Override
  public void set(StateVariable variable, long value) {
    if (variable.kind() == Kind.ARCHITECTURAL) {
      filled |= 1L << variable.index();
      written |= 1L << variable.index();
    }
    super.set(variable, value);
  }

  /** Whether this register has been assigned; else it has its first value, read or not. */
  public boolean isWritten(StateVariable variable) {
    return (written >>> variable.index() & 1) != 0;
  }
}
