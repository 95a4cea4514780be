package trapeze.fuzz;

import java.util.BitSet;
import java.util.Locale;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.laws.ReferenceHart;
import trapeze.machine.Hart;
import trapeze.machine.engine.Tracer;

/**
 * What one machine of a pair does in one run: which instructions retire or trap in which mode and
 * by which cause, where traps go, what control registers come to hold. One thread.
 */
public final class Coverage {
  private final CoveragePoints points;
  private final BitSet seen = new BitSet();
  private long steps;

  /** Of runs of the machine that these points are of. */
  public Coverage(CoveragePoints points) {
    this.points = points;
  }

  /** Forgets what was seen. */
  void clear() {
    seen.clear();
    steps = 0;
  }

  /** The points that were seen. */
  BitSet seen() {
    return seen;
  }

  /** Steps that were seen. */
  long steps() {
    return steps;
  }

  /** Sees the steps of a hart from now on. */
  public Tracer of(Hart hart) {
    return new Watching(hart);
  }

  /**
   * An instruction has retired.
   *
   * @param mode in which it was executed: 0 U, 1 S, 3 M, with bit 2 set for a guest's
   * @param packed the instruction, see {@link PackedInstruction}
   * @param after the hart behind it
   */
  public void retired(long mode, long packed, HartState after) {
    steps++;
    int number = PackedInstruction.number(packed);
    seen.set(points.retired(number, mode));
    int csr = points.csr(number, packed);
    if (csr >= 0) {
      seen.set(points.accessed(csr, mode));
    }
  }

  /**
   * A control register holds a value, behind an instruction that accessed it.
   *
   * @param packed that instruction
   */
  public void holds(long packed, long value) {
    int csr = points.csr(PackedInstruction.number(packed), packed);
    if (csr >= 0) {
      points.fields(csr, value, seen);
    }
  }

  /**
   * A trap was taken.
   *
   * @param mode the mode it came from
   * @param packed the instruction that raised it; 0 if there is none, or it is not known
   * @param after the hart behind it, in the mode it was taken to
   */
  public void trapped(long mode, long packed, Trap trap, HartState after) {
    steps++;
    if (packed != 0 && !trap.interrupt()) {
      seen.set(points.raised(PackedInstruction.number(packed), mode, trap.cause()));
    }
    long paging =
        mode < AddressTranslation.VIRTUAL_MODE
            ? after.get(Rv64State.SATP) >>> 60
            : levels(after.get(Rv64State.VSATP)) << 2 | levels(after.get(Rv64State.HGATP));
    seen.set(points.trap(trap, mode, modeOf(after), paging));
  }

  /** 0 for none, 1 to 3 for three to five. */
  private static long levels(long root) {
    return Math.max(0, (root >>> 60) - AddressTranslation.SV39 + 1);
  }

  /** The mode of a hart: 0 U, 1 S, 3 M, with bit 2 set for a guest's. */
  static long modeOf(HartState state) {
    return state.get(Rv64State.VIRTUAL) << 2 | state.get(Rv64State.MODE);
  }

  /** Whether an instruction accesses a control register, which it names. */
  public boolean accessesCsr(long packed) {
    return points.csr(PackedInstruction.number(packed), packed) >= 0;
  }

  private final class Watching implements Tracer {
    private final Hart hart;
    private long mode;

    Watching(Hart hart) {
      this.hart = hart;
      this.mode = modeOf(hart.state);
    }

    @Override
    public void retired(long pc, long packed) {
      Coverage.this.retired(mode, packed, hart.state);
      if (accessesCsr(packed)) {
        holds(packed, hart.readCsr((int) PackedInstruction.operand(packed, Operand.CSR)));
      }
      mode = modeOf(hart.state);
    }

    @Override
    public void trapped(long pc, Trap trap) {
      Coverage.this.trapped(mode, raising(), trap, hart.state);
      mode = modeOf(hart.state);
    }

    /** What raised an exception, where that is known. */
    private long raising() {
      return hart instanceof ReferenceHart reference ? reference.executing() : 0;
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d points in %d steps", seen.cardinality(), steps);
  }
}
