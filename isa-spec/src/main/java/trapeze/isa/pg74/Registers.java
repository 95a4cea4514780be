package trapeze.isa.pg74;

import static trapeze.isa.ir.Build.IMM;
import static trapeze.isa.ir.Build.add;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.set;

import java.util.List;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.StateSpace;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Statement;

/**
 * The registers of a third-generation machine, and the words that its definitions are written in.
 *
 * <p>The paper's S is ⟨E, M, P, R⟩ with R = (l, b). The accumulator is to be thought of as a part
 * of E, as the paper suggests for general registers; the timer and whether the machine has halted
 * are resources beside S.
 */
public final class Registers {
  /** {@link #mode} of the supervisor. */
  public static final long SUPERVISOR = 0;

  /** {@link #mode} of the user. */
  public static final long USER = 1;

  private final Format format;

  /** All of them. */
  public final StateSpace space;

  /** M, 1 bit: 0 supervisor, 1 user. */
  public final StateVariable mode;

  /** P, an address relative to R. */
  public final StateVariable counter;

  /** l of R: what is added to every address. */
  public final StateVariable relocation;

  /** b of R: relative addresses below it are allowed; one bit more than an address. */
  public final StateVariable bound;

  /** The accumulator, a word. */
  public final StateVariable accumulator;

  /** Steps in user mode until the timer traps, as wide as an address; 0 is off. */
  public final StateVariable timer;

  /** 1 bit: the machine has stopped for good. */
  public final StateVariable halted;

  Registers(String machine, Format format) {
    this.format = format;
    space = new StateSpace(machine);
    mode = space.register("m", 1);
    counter = space.register("p", format.addressBits());
    relocation = space.register("l", format.addressBits());
    bound = space.register("b", format.boundBits());
    accumulator = space.register("a", format.wordBits());
    timer = space.register("t", format.addressBits());
    halted = space.register("halted", 1);
  }

  /** The sizes. */
  public Format format() {
    return format;
  }

  /** The value of a register. */
  public static Expression get(StateVariable register) {
    return register.whole().get();
  }

  /** Whether the processor is in user mode. */
  public Expression inUserMode() {
    return get(mode);
  }

  /** The instruction's operand, as wide as an address. */
  public Expression operand() {
    return address(IMM);
  }

  /** The address that a word holds in its low bits. */
  public Expression address(Expression word) {
    return bits(word, format.addressBits() - 1, 0);
  }

  /** The address of the next instruction. */
  public Expression next() {
    return add(get(counter), constant(1, format.addressBits()));
  }

  /** Goes on to the next instruction. */
  public Statement advance() {
    return set(counter, next());
  }

  /** The field of a program status word that a register is stored in. */
  Expression part(Expression word, StateVariable register) {
    int low =
        register == bound
            ? 0
            : register == relocation
                ? format.relocationAt()
                : register == counter ? format.counterAt() : format.modeAt();
    return bits(word, low + register.width() - 1, low);
  }

  /** The registers of R as one assignment each, from the fields of a word. */
  Statement[] setR(Expression word) {
    return new Statement[] {set(relocation, part(word, relocation)), set(bound, part(word, bound))};
  }

  /** The whole program status word, from the fields of a word. */
  Statement[] setPsw(Expression word) {
    return new Statement[] {
      set(mode, part(word, mode)),
      set(counter, part(word, counter)),
      set(relocation, part(word, relocation)),
      set(bound, part(word, bound))
    };
  }

  /** The registers that make up the program status word, the uppermost first. */
  public List<StateVariable> psw() {
    return List.of(mode, counter, relocation, bound);
  }
}
