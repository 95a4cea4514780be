package trapeze.proofs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;
import trapeze.isa.state.Environment;

/**
 * Surroundings of a hart that answer whatever they like, but the same to who asks the same in the
 * same order; they note what they are asked.
 */
final class Answers implements Environment {
  /** Everything that was asked, with its operands. */
  final List<String> events = new ArrayList<>();

  /** What the hart reads from outside. */
  final Map<Input, Long> inputs = new EnumMap<>(Input.class);

  /** The bits of the instruction. */
  long bits;

  private final long seed;

  Answers(long seed) {
    this.seed = seed;
  }

  private long answer(String question, long... operands) {
    events.add(question + Arrays.toString(operands));
    long mixed = seed ^ 0x9e37_79b9_7f4a_7c15L * events.size();
    return (mixed ^ mixed >>> 29) * 0xbf58_476d_1ce4_e5b9L;
  }

  @Override
  public long load(long address, int bytes) {
    return answer("load", address, bytes) & -1L >>> (64 - 8 * bytes);
  }

  @Override
  public void store(long address, int bytes, long value) {
    answer("store", address, bytes, value);
  }

  @Override
  public long atomic(AtomicOperator operator, long address, int bytes, long operand) {
    return answer(operator.name(), address, bytes, operand) & -1L >>> (64 - 8 * bytes);
  }

  @Override
  public long loadReserved(long address, int bytes) {
    return answer("loadReserved", address, bytes) & -1L >>> (64 - 8 * bytes);
  }

  @Override
  public long storeConditional(long address, int bytes, long value) {
    return answer("storeConditional", address, bytes, value) & 1;
  }

  @Override
  public boolean hasPhysical(long address) {
    return (answer("hasPhysical", address) & 1) != 0;
  }

  @Override
  public long readPhysical(long address) {
    return answer("readPhysical", address);
  }

  @Override
  public boolean replacePhysical(long address, long expected, long value) {
    return (answer("replacePhysical", address, expected, value) & 1) != 0;
  }

  @Override
  public void writePhysical(long address, long value) {
    answer("writePhysical", address, value);
  }

  @Override
  public long input(Input input) {
    return inputs.getOrDefault(input, 0L);
  }

  @Override
  public void effect(Effect effect, long... arguments) {
    answer(effect.name(), arguments);
  }

  @Override
  public long instructionBits() {
    return bits;
  }
}
