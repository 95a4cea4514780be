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
        } while (!RawMemory.compareAndSetInt(host, old, combine(operator, old, operand)));
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
        } while (!RawMemory.compareAndSetLong(host, old, combine(operator, old, operand)));
        yield old;
      }
    };
  }

  /** What 32 bits become. */
  static int combine(AtomicOperator operator, int old, int operand) {
    return switch (operator) {
      case MINIMUM_UNSIGNED -> Integer.compareUnsigned(old, operand) < 0 ? old : operand;
      case MAXIMUM_UNSIGNED -> Integer.compareUnsigned(old, operand) > 0 ? old : operand;
      default -> (int) combine(operator, (long) old, (long) operand);
    };
  }

  /** What 64 bits become. */
  static long combine(AtomicOperator operator, long old, long operand) {
    return switch (operator) {
      case SWAP -> operand;
      case ADD -> old + operand;
      case XOR -> old ^ operand;
      case AND -> old & operand;
      case OR -> old | operand;
      case MINIMUM_SIGNED -> Math.min(old, operand);
      case MAXIMUM_SIGNED -> Math.max(old, operand);
      case MINIMUM_UNSIGNED -> Long.compareUnsigned(old, operand) < 0 ? old : operand;
      case MAXIMUM_UNSIGNED -> Long.compareUnsigned(old, operand) > 0 ? old : operand;
    };
  }
}
