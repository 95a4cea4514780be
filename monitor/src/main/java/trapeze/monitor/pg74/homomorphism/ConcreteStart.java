package trapeze.monitor.pg74.homomorphism;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.LongStream;
import trapeze.isa.ir.StateVariable;

/**
 * A state.
 *
 * @param registers the virtual ones, by index
 * @param words of the real machine
 */
record ConcreteStart(long[] registers, long[] words) implements Start {
  /** The order in which states are small: by bits set, and then by the numbers themselves. */
  static final Comparator<ConcreteStart> SIZE =
      Comparator.comparingInt(ConcreteStart::bitsSet)
          .thenComparing(ConcreteStart::words, Arrays::compare)
          .thenComparing(ConcreteStart::registers, Arrays::compare);

  @Override
  public long register(StateVariable variable) {
    return registers[variable.index()];
  }

  @Override
  public long word(long address) {
    return words[(int) address];
  }

  private int bitsSet() {
    return LongStream.concat(LongStream.of(registers), LongStream.of(words))
        .mapToInt(Long::bitCount)
        .sum();
  }
}
