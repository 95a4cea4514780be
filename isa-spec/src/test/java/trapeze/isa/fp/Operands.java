package trapeze.isa.fp;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;

/**
 * Three operands of an operation, chosen where arithmetic is hard: at the ends of the formats, with
 * few significant bits (so that results are exact or half-way), of like magnitude (so that they
 * cancel), and special ones.
 */
record Operands(long a, long b, long c) {

  /** Operands of a format's width. */
  static Arbitrary<Operands> of(Format format) {
    Arbitrary<Long> anyBits = Arbitraries.longs().withDistribution(RandomDistribution.uniform());
    return Combinators.combine(anyBits, anyBits, anyBits, anyBits)
        .as(
            (a, b, c, choices) -> {
              long x = shape(format, a, choices);
              long y = relate(format, x, shape(format, b, choices >>> 16), choices >>> 48);
              long z = relate(format, product(format, x, y), shape(format, c, choices >>> 32), b);
              return new Operands(x, y, z);
            });
  }

  /** Integers of all lengths, and near powers of two. */
  static Arbitrary<Long> integers() {
    Arbitrary<Long> anyBits = Arbitraries.longs().withDistribution(RandomDistribution.uniform());
    return Combinators.combine(anyBits, Arbitraries.integers().between(0, 63), anyBits)
        .as(
            (bits, distance, choice) ->
                switch ((int) (choice & 3)) {
                  case 0 -> bits >> distance;
                  case 1 -> bits >>> distance;
                  case 2 -> (1L << distance) + (bits >> 62);
                  default -> (bits >>> distance) & (-1L << (choice >>> 58));
                });
  }

  /** Turns uniform bits into an interesting pattern; the low bits of {@code choice} say which. */
  private static long shape(Format format, long bits, long choice) {
    long sign = format.zero(bits < 0);
    long fraction = format.fraction(bits);
    int cut = (int) (choice >>> 3 & 63) % (format.fractionBits() + 1);
    long upperBits = format.fraction(fraction & (-1L << cut));
    long lowerBits = fraction >>> cut;
    int top = 2 * format.bias();
    int spread = (int) (bits >>> format.fractionBits() & 63);
    return switch ((int) (choice & 7)) {
      case 0 -> special(format, spread) | sign;
      case 1 -> format.magnitude(bits) | sign;
      case 2 -> sign | lowerBits;
      case 3 -> sign | field(format, 1 + spread) | upperBits;
      case 4 -> sign | field(format, top - spread) | upperBits;
      case 5 -> sign | field(format, format.bias() - 32 + spread) | fraction;
      case 6 -> sign | field(format, format.bias() - 4 + (spread & 7)) | upperBits;
      default -> sign | field(format, format.bias() - 4 + (spread & 7)) | lowerBits;
    };
  }

  /** A number's exponent; one that is too large for a short format is another. */
  private static long field(Format format, int exponentField) {
    return (long) Math.floorMod(exponentField, 2 * format.bias() + 1) << format.fractionBits();
  }

  private static long special(Format format, int choice) {
    long smallestNormal = field(format, 1);
    long one = field(format, format.bias());
    long[] patterns = {
      0,
      1,
      2,
      smallestNormal - 1,
      smallestNormal,
      smallestNormal + 1,
      one - 1,
      one,
      one + 1,
      field(format, format.bias() + 31),
      field(format, format.bias() + 32),
      field(format, format.bias() + 63),
      format.largest(false),
      format.infinity(false),
      format.infinity(false) + 1,
      format.canonicalNan(),
      format.canonicalNan() + 1,
    };
    return patterns[choice % patterns.length];
  }

  /** Now and then, instead of a pattern one next to another, of either sign. */
  private static long relate(Format format, long other, long own, long choice) {
    if ((choice & 3) != 0) {
      return own;
    }
    long distance = (choice >>> 2 & 3) - 1;
    long exponents = ((choice >>> 4 & 3) - 1) << format.fractionBits();
    return format.magnitude(other + distance + exponents) | format.zero((choice & 64) != 0);
  }

  private static long product(Format format, long a, long b) {
    return Multiply.multiply(format, a, b, Rounding.RNE.code(), new FpFlags());
  }

  @Override
  public String toString() {
    return "0x%x, 0x%x, 0x%x".formatted(a, b, c);
  }
}
