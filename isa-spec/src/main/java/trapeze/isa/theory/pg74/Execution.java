package trapeze.isa.theory.pg74;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.pg74.Cause;
import trapeze.isa.pg74.Processor;
import trapeze.isa.pg74.Trapped;
import trapeze.isa.theory.LazyState;
import trapeze.isa.theory.LazyWords;
import trapeze.isa.theory.Origin;
import trapeze.isa.theory.Snapshot;
import trapeze.isa.theory.Snapshot.Cell;
import trapeze.isa.theory.Witness;

/** The paper's i(S): an instance carried out from a state, without the exchange of the psw. */
final class Execution {
  private final Instance instance;
  private final long word;
  private final LazyState state;
  private final LazyWords words;
  private final Processor processor;
  private Origin origin;
  private @Nullable Trapped trap;

  /** Makes room for executions of an instance, one at a time; this one starts from a state. */
  Execution(Instance instance, Origin origin) {
    this.instance = instance;
    this.word = instance.word();
    this.state = new LazyState(instance.machine().registers().space, origin::register);
    this.words = new LazyWords(origin.size(), origin::word);
    this.processor = new Processor(instance.machine(), state, words);
    this.origin = origin;
    this.trap = processor.execute(word);
  }

  /** Carries the instance out from another state, in place of this one. */
  void restart(Origin newOrigin) {
    origin = newOrigin;
    state.restart(newOrigin::register);
    words.restart(newOrigin::word);
    trap = processor.execute(word);
  }

  /** "An instruction is said to memory trap" if it names a word that R does not allow. */
  boolean memoryTraps() {
    return trap != null && trap.cause() == Cause.MEMORY;
  }

  /** It ends in a trap other than a memory trap. */
  boolean traps() {
    return trap != null && trap.cause() != Cause.MEMORY;
  }

  /** It ends in no trap. */
  boolean completes() {
    return trap == null;
  }

  /** The state it started from. */
  Origin origin() {
    return origin;
  }

  /** Whether a register has been assigned. */
  boolean assigns(StateVariable variable) {
    return state.isWritten(variable);
  }

  /** Whether a register has another value than before. */
  boolean changes(StateVariable variable) {
    return state.isWritten(variable) && after(variable) != before(variable);
  }

  long before(StateVariable variable) {
    return origin.register(variable);
  }

  long after(StateVariable variable) {
    return state.get(variable);
  }

  /** Whether the word at a physical address has been stored into. */
  boolean stores(long address) {
    return words.isWritten(address);
  }

  /** The word at a physical address, afterwards. */
  long wordAfter(long address) {
    return words.readPhysical(address);
  }

  /** The I/O operations it started. */
  List<long[]> operations() {
    return words.operations();
  }

  /** The execution with everything that matters to it, as a part of a witness. */
  Witness.Case witnessed(String title) {
    List<Cell> before = new ArrayList<>();
    List<Cell> after = new ArrayList<>();
    for (StateVariable variable :
        instance.machine().registers().space.variables(Kind.ARCHITECTURAL)) {
      long first = origin.isChosen(variable) ? origin.register(variable) : 0;
      long last = state.isWritten(variable) ? state.get(variable) : first;
      before.add(new Cell(variable.name(), variable.width(), first));
      after.add(new Cell(variable.name(), variable.width(), last));
    }
    int wordBits = instance.machine().format().wordBits();
    for (int address = 0; address < origin.size(); address++) {
      if (origin.isChosen(address) || words.isWritten(address)) {
        String name = "E[" + address + "]";
        long first = origin.isChosen(address) ? origin.word(address) : 0;
        long last = words.isWritten(address) ? words.readPhysical(address) : first;
        before.add(new Cell(name, wordBits, first));
        after.add(new Cell(name, wordBits, last));
      }
    }
    String outcome = trap == null ? "completes" : trap.cause().title();
    return new Witness.Case(title, new Snapshot(before), new Snapshot(after), outcome);
  }
}
