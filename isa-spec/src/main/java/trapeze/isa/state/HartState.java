package trapeze.isa.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import trapeze.isa.ir.StateSpace;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;

/**
 * Everything a hart holds: the same class for a real hart and for a virtual one, so that
 * equivalence is {@code bare.equals(guest)}.
 *
 * <p>The arrays are open to the engine, whose generated code reads and writes them directly. The
 * reference evaluator goes through {@link #get} and {@link #set}, so that a subclass can make up a
 * value at the moment it is read.
 */
public class HartState {
  /** The index in {@link #x} that takes what is written to {@code x0}. */
  public static final int SINK = 32;

  /**
   * Integer registers; {@code x[0]} stays zero, {@code x[SINK]} is nobody's. There are as many
   * elements as an operand of a packed instruction can name, so that engines need not compare.
   */
  public final long[] x = new long[2 * SINK];

  /** Floating-point registers: raw bits, boxed if narrower than 64. */
  public final long[] f = new long[32];

  /** Architectural variables, by index. */
  public final long[] registers;

  /** Results left by routines, by index. */
  public final long[] scratch;

  /** The implementation's choices, by index. */
  public final long[] choices;

  /** Address of the next instruction. */
  public long pc;

  private final StateSpace space;

  /** A state in which everything is zero. */
  public HartState(StateSpace space) {
    this.space = space;
    this.registers = new long[space.variables(Kind.ARCHITECTURAL).size()];
    this.scratch = new long[space.variables(Kind.SCRATCH).size()];
    this.choices = new long[space.variables(Kind.CHOICE).size()];
  }

  /** The variables that this state has. */
  public StateSpace space() {
    return space;
  }

  /** The value of a variable. */
  public long get(StateVariable variable) {
    return storage(variable.kind())[variable.index()];
  }

  /** Sets a variable; bits above its width are dropped. */
  public void set(StateVariable variable, long value) {
    storage(variable.kind())[variable.index()] = value & (-1L >>> (64 - variable.width()));
  }

  /** Makes this state equal to another one of the same space, choices included. */
  public void copyFrom(HartState other) {
    System.arraycopy(other.x, 0, x, 0, x.length);
    System.arraycopy(other.f, 0, f, 0, f.length);
    System.arraycopy(other.registers, 0, registers, 0, registers.length);
    System.arraycopy(other.choices, 0, choices, 0, choices.length);
    pc = other.pc;
  }

  /** A state equal to this one that shares nothing with it. */
  public HartState copy() {
    HartState made = new HartState(space);
    made.copyFrom(this);
    return made;
  }

  /** What differs from another state, a line each: {@code name: mine, theirs}. */
  public List<String> differences(HartState other) {
    List<String> found = new ArrayList<>();
    compare(found, "pc", pc, other.pc);
    for (int i = 1; i < 32; i++) {
      compare(found, "x" + i, x[i], other.x[i]);
    }
    for (int i = 0; i < 32; i++) {
      compare(found, "f" + i, f[i], other.f[i]);
    }
    for (StateVariable variable : space.variables(Kind.ARCHITECTURAL)) {
      compare(found, variable.name(), get(variable), other.get(variable));
    }
    return found;
  }

  private static void compare(List<String> found, String name, long mine, long theirs) {
    if (mine != theirs) {
      found.add("%s: %016x, %016x".formatted(name, mine, theirs));
    }
  }

  private long[] storage(Kind kind) {
    return switch (kind) {
      case ARCHITECTURAL -> registers;
      case SCRATCH -> scratch;
      case CHOICE -> choices;
    };
  }

  /** Equal if a program could not tell the two apart: choices and scratch do not count. */
  @Override
  public boolean equals(Object other) {
    return other instanceof HartState that
        && pc == that.pc
        && Arrays.equals(x, 1, 32, that.x, 1, 32)
        && Arrays.equals(f, that.f)
        && Arrays.equals(registers, that.registers);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(pc) + 31 * Arrays.hashCode(registers);
  }
}
