package trapeze.isa.theory.rv64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;
import trapeze.isa.state.Environment;

/** Surroundings that refuse nothing, answer with zeros, and note what is asked of them. */
final class Surroundings implements Environment {
  /** What memory has been asked. */
  final List<String> accesses = new ArrayList<>();

  /** What resources have been asked. */
  final List<String> effects = new ArrayList<>();

  private final Map<Input, Long> inputs;
  private final long instructionBits;

  Surroundings(Map<Input, Long> inputs, long instructionBits) {
    this.inputs = inputs.isEmpty() ? new EnumMap<>(Input.class) : new EnumMap<>(inputs);
    this.instructionBits = instructionBits;
  }

  @Override
  public long load(long address, int bytes) {
    return note("load", address, bytes);
  }

  @Override
  public void store(long address, int bytes, long value) {
    note("store", address, bytes, value);
  }

  @Override
  public long atomic(AtomicOperator operator, long address, int bytes, long operand) {
    return note("atomic " + operator, address, bytes, operand);
  }

  @Override
  public long loadReserved(long address, int bytes) {
    return note("load-reserved", address, bytes);
  }

  @Override
  public long storeConditional(long address, int bytes, long value) {
    return note("store-conditional", address, bytes, value);
  }

  @Override
  public boolean hasPhysical(long address) {
    return true;
  }

  @Override
  public long readPhysical(long address) {
    return 0;
  }

  @Override
  public void writePhysical(long address, long value) {
    note("physical store", address, value);
  }

  @Override
  public boolean replacePhysical(long address, long expected, long value) {
    return true;
  }

  @Override
  public long input(Input input) {
    return inputs.getOrDefault(input, 0L);
  }

  @Override
  public void effect(Effect effect, long... arguments) {
    switch (effect) {
      case FENCE, FENCE_I -> {}
      case FENCE_ADDRESS_TRANSLATION -> effects.add("address translations are forgotten");
      case FENCE_GUEST_TRANSLATION, FENCE_GUEST_PHYSICAL ->
          effects.add("a guest's address translations are forgotten");
      case WAIT_FOR_INTERRUPT -> effects.add("the hart waits for an interrupt");
      case CANCEL_RESERVATION -> effects.add("the reservation ends");
      case START_IO -> effects.add("a device is started " + Arrays.toString(arguments));
    }
  }

  @Override
  public long instructionBits() {
    return instructionBits;
  }

  private long note(String what, long... arguments) {
    accesses.add(what + " " + Arrays.toString(arguments));
    return 0;
  }
}
