package trapeze.machine.engine;

import trapeze.isa.ir.AtomicOperator;
import trapeze.machine.memory.RawMemory;

/** Atomic read-modify-writes of the host's memory, sequentially consistent. */
final class Atomics {
  private Atomics() {}

  /** Modifies 32 bits; gives what was there. */
  static int modifyInt(AtomicOperator operator, long host, int operand) {
    return switch (operator) {
      case SWAP -> RawMemory.getAndSetInt(host, operand);
      case ADD -> RawMemory.getAndAddInt(host, operand);
      case XOR -> RawMemory.getAndXorInt(host, operand);
      case AND -> RawMemory.getAndAndInt(host, operand);
      case OR -> RawMemory.getAndOrInt(host, operand);
      case MINIMUM_SIGNED, MAXIMUM_SIGNED, MINIMUM_UNSIGNED, MAXIMUM_UNSIGNED -> {
        int old;
        do {
          old = RawMemory.getIntOpaque(host);
        } while (!RawMemory.compareAndSetInt(host, old, (int) operator.combine(old, operand, 4)));
        yield old;
      }
    };
  }

  /** Modifies 64 bits; gives what was there. */
  static long modifyLong(AtomicOperator operator, long host, long operand) {
    return switch (operator) {
      case SWAP -> RawMemory.getAndSetLong(host, operand);
      case ADD -> RawMemory.getAndAddLong(host, operand);
      case XOR -> RawMemory.getAndXorLong(host, operand);
      case AND -> RawMemory.getAndAndLong(host, operand);
      case OR -> RawMemory.getAndOrLong(host, operand);
      case MINIMUM_SIGNED, MAXIMUM_SIGNED, MINIMUM_UNSIGNED, MAXIMUM_UNSIGNED -> {
        long old;
        do {
          old = RawMemory.getLongOpaque(host);
        } while (!RawMemory.compareAndSetLong(host, old, operator.combine(old, operand, 8)));
        yield old;
      }
    };
  }
}
