package trapeze.isa.pg74;

import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;
import trapeze.isa.state.Environment;

/**
 * What surrounds a third-generation processor: words of memory at physical addresses, and devices.
 * All else that definitions of other machines may ask for does not exist here.
 */
public abstract class Words implements Environment {
  private long instruction;

  /** Starts an I/O operation: a device's number and the word that it is given. */
  public abstract void startIo(long device, long word);

  /** The instruction that is about to be executed. */
  void executes(long word) {
    instruction = word;
  }

  @Override
  public final long instructionBits() {
    return instruction;
  }

  @Override
  public final void effect(Effect effect, long... arguments) {
    if (effect != Effect.START_IO) {
      throw none();
    }
    startIo(arguments[0], arguments[1]);
  }

  @Override
  public final long load(long address, int bytes) {
    throw none();
  }

  @Override
  public final void store(long address, int bytes, long value) {
    throw none();
  }

  @Override
  public final long atomic(AtomicOperator operator, long address, int bytes, long operand) {
    throw none();
  }

  @Override
  public final long loadReserved(long address, int bytes) {
    throw none();
  }

  @Override
  public final long storeConditional(long address, int bytes, long value) {
    throw none();
  }

  @Override
  public final boolean replacePhysical(long address, long expected, long value) {
    throw none();
  }

  @Override
  public final long input(Input input) {
    throw none();
  }

  private static IllegalStateException none() {
    return new IllegalStateException("the 1974 machine has no such thing");
  }
}
