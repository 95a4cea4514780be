package trapeze.isa.fp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Integers of 128 bits against big integers. */
class WideTest {
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(128);

  @Property
  void sumsAndDifferences(
      @ForAll long high, @ForAll long low, @ForAll long otherHigh, @ForAll long otherLow) {
    Wide a = new Wide(high, low);
    Wide b = new Wide(otherHigh, otherLow);
    assertThat(big(a.plus(b))).isEqualTo(big(a).add(big(b)).mod(LIMIT));
    assertThat(big(a.minus(b))).isEqualTo(big(a).subtract(big(b)).mod(LIMIT));
    assertThat(a.isAtLeast(b)).isEqualTo(big(a).compareTo(big(b)) >= 0);
  }

  @Property
  void products(@ForAll long a, @ForAll long b) {
    assertThat(big(Wide.product(a, b)))
        .isEqualTo(big(new Wide(0, a)).multiply(big(new Wide(0, b))));
  }

  @Property
  void shifts(
      @ForAll long high,
      @ForAll long low,
      @ForAll @IntRange(max = 200) int right,
      @ForAll @IntRange(max = 63) int left) {
    Wide value = new Wide(high, low);
    assertThat(big(value.shiftLeft(left))).isEqualTo(big(value).shiftLeft(left).mod(LIMIT));
    BigInteger kept = big(value).shiftRight(right);
    boolean exact = kept.shiftLeft(right).equals(big(value));
    assertThat(big(value.shiftRightJam(right))).isEqualTo(exact ? kept : kept.setBit(0));
  }

  private static BigInteger big(Wide value) {
    return unsigned(value.high()).shiftLeft(64).or(unsigned(value.low()));
  }

  private static BigInteger unsigned(long word) {
    return BigInteger.valueOf(word).mod(BigInteger.ONE.shiftLeft(64));
  }
}
