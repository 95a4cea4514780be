package trapeze.isa.evaluate;

import java.util.Arrays;
import trapeze.isa.ir.Local;

/** What one execution of an instruction or of a routine knows: its operands and its locals. */
final class Frame {
  private static final Local[] NONE = {};

  /** The instruction being executed; 0 in a routine. */
  final long packed;

  /** Its address; in a routine, the hart's pc when it was called. */
  final long pc;

  /** What the routine returns, once it has. */
  long result;

  // A definition has few locals, so looking through all of them is quickest.
  private Local[] locals = NONE;
  private long[] values = {};
  private int count;

  Frame(long packed, long pc) {
    this.packed = packed;
    this.pc = pc;
  }

  void assign(Local local, long value) {
    int at = find(local);
    if (at == count) {
      if (count == locals.length) {
        locals = Arrays.copyOf(locals, count + 4);
        values = Arrays.copyOf(values, count + 4);
      }
      locals[count++] = local;
    }
    values[at] = value;
  }

  long value(Local local) {
    int at = find(local);
    if (at == count) {
      throw new IllegalStateException(local + " is read before it is assigned");
    }
    return values[at];
  }

  private int find(Local local) {
    int at = 0;
    while (at < count && locals[at] != local) {
      at++;
    }
    return at;
  }
}
