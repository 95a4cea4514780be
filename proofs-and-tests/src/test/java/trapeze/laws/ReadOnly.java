package trapeze.laws;

import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;
import trapeze.isa.state.Environment;
import trapeze.machine.memory.PhysicalMemory;

/** Surroundings to walk page tables in, without leaving a trace. */
record ReadOnly(PhysicalMemory memory) implements Environment {

  @Override
  public boolean hasPhysical(long address) {
    return memory.contains(address, 8);
  }

  @Override
  public long readPhysical(long address) {
    return memory.getLong(address);
  }

  @Override
  public boolean replacePhysical(long address, long expected, long value) {
    return true;
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
    return 0;
  }

  @Override
  public void effect(Effect effect, long... arguments) {}

  @Override
  public long instructionBits() {
    return 0;
  }
}
