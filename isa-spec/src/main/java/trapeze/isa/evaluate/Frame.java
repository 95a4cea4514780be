package trapeze.isa.evaluate;

import java.util.IdentityHashMap;
import java.util.Map;
import trapeze.isa.ir.Local;

/** What one execution of an instruction or of a routine knows: its operands and its locals. */
final class Frame {
  /** The instruction being executed; 0 in a routine. */
  final long packed;

  /** Its address; in a routine, the hart's pc when it was called. */
  final long pc;

  /** What the routine returns, once it has. */
  long result;

  private final Map<Local, Long> locals = new IdentityHashMap<>();

  Frame(long packed, long pc) {
    this.packed = packed;
    this.pc = pc;
  }

  void assign(Local local, long value) {
    locals.put(local, value);
  }

  long value(Local local) {
    Long value = locals.get(local);
    if (value == null) {
      throw new IllegalStateException(local + " is read before it is assigned");
    }
    return value;
  }
}
