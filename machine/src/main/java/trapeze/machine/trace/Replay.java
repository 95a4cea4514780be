package trapeze.machine.trace;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Environment;
import trapeze.isa.state.HartState;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.Hart;

/**
 * Says which state variables an instruction has written, changed or not: the reference evaluator
 * carries its definition out once more over the state before it, and every load gives what the hart
 * has loaded. Nothing outside is touched.
 */
final class Replay implements Environment {
  private final Hart hart;
  private final Recording state;
  private final Evaluator evaluator;
  private final Queue<Access> loads = new ArrayDeque<>();
  private boolean stored;
  private long bits;

  /** A state that notes which variables are set. */
  private static final class Recording extends HartState {
    final Set<StateVariable> written = new LinkedHashSet<>();

    Recording(HartState like) {
      super(like.space());
    }

    @Override
    public void set(StateVariable variable, long value) {
      super.set(variable, value);
      if (variable.kind() == Kind.ARCHITECTURAL) {
        written.add(variable);
      }
    }
  }

  Replay(Hart hart) {
    this.hart = hart;
    InstructionSet set = hart.engine().set();
    this.state = new Recording(hart.state);
    this.evaluator = new Evaluator(set, state, this);
  }

  /** The variables that the instruction writes, in the order of its definition. */
  Set<StateVariable> written(
      HartState before, Traits instruction, long packed, long itsBits, List<Access> accesses) {
    state.copyFrom(before);
    if (instruction.computes()) {
      state.set(Rv64State.FFLAGS, 0);
    }
    state.written.clear();
    loads.clear();
    accesses.stream().filter(access -> !access.store()).forEach(loads::add);
    stored = accesses.stream().anyMatch(Access::store);
    bits = itsBits;
    try {
      evaluator.execute(packed);
    } catch (TrapSignal stale) {
      // What the hart had cached allowed it: the variables set until here are what is known.
    }
    // Flags that were not raised are no write, although the definition accrues them each time.
    if (instruction.computes() && state.get(Rv64State.FFLAGS) == 0) {
      state.written.remove(Rv64State.FFLAGS);
    }
    return state.written;
  }

  private long nextLoaded() {
    Access next = loads.poll();
    return next == null ? 0 : next.value();
  }

  @Override
  public long load(long address, int bytes) {
    return nextLoaded();
  }

  @Override
  public void store(long address, int bytes, long value) {}

  @Override
  public long atomic(AtomicOperator operator, long address, int bytes, long operand) {
    return nextLoaded();
  }

  @Override
  public long loadReserved(long address, int bytes) {
    return nextLoaded();
  }

  @Override
  public long storeConditional(long address, int bytes, long value) {
    return stored ? 0 : 1;
  }

  @Override
  public boolean hasPhysical(long address) {
    return hart.hasPhysical(address);
  }

  @Override
  public long readPhysical(long address) {
    return hart.readPhysical(address);
  }

  @Override
  public void writePhysical(long address, long value) {}

  @Override
  public boolean replacePhysical(long address, long expected, long value) {
    return true;
  }

  @Override
  public long input(Input input) {
    return hart.input(input);
  }

  @Override
  public void effect(Effect effect, long... arguments) {}

  @Override
  public long instructionBits() {
    return bits;
  }
}
