package trapeze.isa.rv64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;
import trapeze.isa.state.Environment;

/** Memory in which page tables can be walked, and nothing else done. */
final class WalkMemory implements Environment {
  final Map<Long, Long> units;

  /** The physical addresses of the entries that were read. */
  final List<Long> reads = new ArrayList<>();

  WalkMemory(Map<Long, Long> units) {
    this.units = units;
  }

  @Override
  public boolean hasPhysical(long address) {
    return Long.compareUnsigned(address, TwoStageModel.END) < 0;
  }

  @Override
  public long readPhysical(long address) {
    reads.add(address);
    return units.getOrDefault(address, 0L);
  }

  @Override
  public boolean replacePhysical(long address, long expected, long value) {
    boolean same = units.getOrDefault(address, 0L) == expected;
    if (same) {
      units.put(address, value);
    }
    return same;
  }

  @Override
  public void writePhysical(long address, long value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long load(long address, int bytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void store(long address, int bytes, long value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long atomic(AtomicOperator operator, long address, int bytes, long operand) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long loadReserved(long address, int bytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long storeConditional(long address, int bytes, long value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long input(Input input) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void effect(Effect effect, long... arguments) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long instructionBits() {
    throw new UnsupportedOperationException();
  }
}
