package trapeze.isa.fp;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;

/**
 * Operands after the rules by which Berkeley TestFloat chooses them: exponents where something
 * begins or ends, and around one; significands of one run of bits, or one bit that is different.
 *
 * <p>At its level 1 the operands of two or three are the {@link #few}, in all combinations; at its
 * level 2 {@link #all} significands go with all exponents. In between it draws exponents from those
 * that are singled out or from ever narrower bands around one, and significands that are sums of
 * two patterns, or anything.
 */
final class WeightedOperands {
  /** How many bands of exponents there are; the first two are all of them. */
  private static final int BANDS = 7;

  private final Format format;
  private final int precision;
  private final int bias;
  private final int[] exponents;
  private final long[] runs;

  /** Of a format. */
  WeightedOperands(Format format) {
    this.format = format;
    this.precision = format.fractionBits() + 1;
    this.bias = format.bias();
    this.exponents = manyExponents();
    this.runs = runs(format.fractionBits());
  }

  /** 88 patterns: eleven exponents, four significands, both signs. */
  long[] few() {
    return combined(fewExponents(), endsOfSignificands());
  }

  /** The exponents at which integers end too, with every significand of one run of bits. */
  long[] all() {
    return combined(exponents, runs);
  }

  /** Any of these, and what lies between them. */
  Arbitrary<Long> arbitrary() {
    Arbitrary<Long> bits = Arbitraries.longs().withDistribution(RandomDistribution.uniform());
    return Combinators.combine(bits, bits).as(this::drawn);
  }

  /** One of those that {@link #arbitrary} gives, from two words of random bits. */
  long drawn(long choices, long more) {
    long exponent =
        (choices & 8) == 0
            ? exponents[pick(choices >>> 8, exponents.length)]
            : banded((int) (choices >>> 8), pick(choices >>> 24, BANDS));
    long significand =
        (choices & 7) == 0
            ? more
            : runs[pick(more, runs.length)] + runs[pick(more >>> 16, runs.length)];
    return format.zero(choices < 0)
        | exponent << format.fractionBits()
        | format.fraction(significand);
  }

  /** An exponent field of which so many bits below the first are those of the middle. */
  private long banded(int bits, int narrowness) {
    int fixed = Math.max(0, Math.min(narrowness - 1, format.exponentBits() - 2));
    int free = format.exponentBits() - 1 - fixed;
    int low = bits & ((1 << free) - 1);
    return (bits & 0x8000) == 0
        ? ((1 << fixed) - 1L) << free | low
        : 1L << (format.exponentBits() - 1) | low;
  }

  /** Integers of a width, as they lie in a register: one run of bits, or one that is different. */
  static long[] integers(IntegerType type) {
    return LongStream.of(runs(type.width())).map(type::inRegister).toArray();
  }

  private static int pick(long bits, int count) {
    return (int) (bits & 0xffff) % count;
  }

  private long[] combined(int[] exponents, long[] significands) {
    return IntStream.of(exponents)
        .boxed()
        .flatMapToLong(
            exponent ->
                LongStream.of(significands)
                    .map(significand -> (long) exponent << format.fractionBits() | significand))
        .flatMap(magnitude -> LongStream.of(magnitude, magnitude | format.signBit()))
        .toArray();
  }

  private int[] fewExponents() {
    return fields(1 - bias, -precision, -2, -1, 0, 1, 2, precision, bias);
  }

  private int[] manyExponents() {
    return fields(
        1 - bias,
        2 - bias,
        -precision,
        -4,
        -3,
        -2,
        -1,
        0,
        1,
        2,
        3,
        4,
        precision,
        29,
        30,
        31,
        32,
        61,
        62,
        63,
        64,
        bias - 1,
        bias);
  }

  /** Subnormal numbers, those exponents that the format has, infinity and NaN. */
  private int[] fields(int... exponents) {
    IntStream inner =
        IntStream.of(exponents)
            .filter(exponent -> 1 - bias <= exponent && exponent <= bias)
            .map(exponent -> exponent + bias);
    return IntStream.concat(inner, IntStream.of(0, 2 * bias + 1)).sorted().distinct().toArray();
  }

  private long[] endsOfSignificands() {
    long ones = format.fraction(-1);
    return new long[] {0, 1, ones, ones - 1};
  }

  /** One bit set or clear, or a run of ones at either end, in so many bits. */
  private static long[] runs(int width) {
    long mask = -1L >>> (Long.SIZE - width);
    return IntStream.range(0, width)
        .boxed()
        .flatMapToLong(
            at ->
                LongStream.of(
                    1L << at, mask ^ 1L << at, mask & -1L << at, mask >>> at, mask >>> at >>> 1))
        .distinct()
        .toArray();
  }
}
