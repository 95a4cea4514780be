package trapeze.isa.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;
import trapeze.isa.state.Environment;
import trapeze.isa.state.TrapSignal;

/** Memory without translation, for one hart, that notes what is asked of it. */
final class FlatEnvironment implements Environment {
  /** Loads and stores at or above this address are refused. */
  static final long END = 0x1_0000;

  /** Bytes that are not zero. */
  final Map<Long, Byte> memory = new HashMap<>();

  /** The effects asked for, with their arguments. */
  final List<String> effects = new ArrayList<>();

  /** What the interrupt lines show. */
  long lines = 1000L + Input.LINES.ordinal();

  long instructionBits;
  private long reserved = -1;

  @Override
  public long load(long address, int bytes) {
    if (Long.compareUnsigned(address, END) >= 0) {
      throw new TrapSignal().carrying(ExceptionCause.LOAD_ACCESS_FAULT.code(), address);
    }
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | memory.getOrDefault(address + i, (byte) 0) & 0xff;
    }
    return value;
  }

  @Override
  public void store(long address, int bytes, long value) {
    if (Long.compareUnsigned(address, END) >= 0) {
      throw new TrapSignal().carrying(ExceptionCause.STORE_ACCESS_FAULT.code(), address);
    }
    for (int i = 0; i < bytes; i++) {
      memory.put(address + i, (byte) (value >>> 8 * i));
    }
  }

  @Override
  public long atomic(AtomicOperator operator, long address, int bytes, long operand) {
    long old = load(address, bytes);
    int width = 8 * bytes;
    boolean below = Operators.compare(Comparison.LESS_SIGNED, old, operand, width);
    boolean belowUnsigned = Operators.compare(Comparison.LESS_UNSIGNED, old, operand, width);
    store(
        address,
        bytes,
        switch (operator) {
          case SWAP -> operand;
          case ADD -> Operators.binary(BinaryOperator.ADD, old, operand, width);
          case XOR -> old ^ operand;
          case AND -> old & operand;
          case OR -> old | operand;
          case MINIMUM_SIGNED -> below ? old : operand;
          case MAXIMUM_SIGNED -> below ? operand : old;
          case MINIMUM_UNSIGNED -> belowUnsigned ? old : operand;
          case MAXIMUM_UNSIGNED -> belowUnsigned ? operand : old;
        });
    return old;
  }

  @Override
  public long loadReserved(long address, int bytes) {
    reserved = address;
    return load(address, bytes);
  }

  @Override
  public long storeConditional(long address, int bytes, long value) {
    boolean holds = reserved == address;
    reserved = -1;
    if (holds) {
      store(address, bytes, value);
    }
    return holds ? 0 : 1;
  }

  @Override
  public boolean hasPhysical(long address) {
    return Long.compareUnsigned(address, END) < 0;
  }

  @Override
  public long readPhysical(long address) {
    return load(address, 8);
  }

  @Override
  public void writePhysical(long address, long value) {
    store(address, 8, value);
  }

  @Override
  public boolean replacePhysical(long address, long expected, long value) {
    boolean same = load(address, 8) == expected;
    if (same) {
      store(address, 8, value);
    }
    return same;
  }

  @Override
  public long input(Input input) {
    return input == Input.LINES ? lines : 1000L + input.ordinal();
  }

  @Override
  public void effect(Effect effect, long... arguments) {
    effects.add(effect + Arrays.toString(arguments));
  }

  @Override
  public long instructionBits() {
    return instructionBits;
  }
}
