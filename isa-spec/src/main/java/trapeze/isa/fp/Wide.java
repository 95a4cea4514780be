package trapeze.isa.fp;

/** An unsigned integer of 128 bits: room for an exact product and what is added to it. */
record Wide(long high, long low) {

  static Wide product(long a, long b) {
    return new Wide(Math.unsignedMultiplyHigh(a, b), a * b);
  }

  Wide plus(Wide other) {
    long sum = low + other.low;
    int carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    return new Wide(high + other.high + carry, sum);
  }

  Wide minus(Wide other) {
    int borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
    return new Wide(high - other.high - borrow, low - other.low);
  }

  boolean isAtLeast(Wide other) {
    int order = Long.compareUnsigned(high, other.high);
    return order > 0 || (order == 0 && Long.compareUnsigned(low, other.low) >= 0);
  }

  /** Shifts right; whatever falls off leaves its trace in the last bit, which is now sticky. */
  Wide shiftRightJam(int distance) {
    if (distance == 0) {
      return this;
    }
    if (distance < Long.SIZE) {
      int lost = low << -distance == 0 ? 0 : 1;
      return new Wide(high >>> distance, (high << -distance) | (low >>> distance) | lost);
    }
    return new Wide(0, Round.shiftRightJam(high, distance - Long.SIZE) | (low == 0 ? 0 : 1));
  }

  /** Shifts left by less than 64; what falls off is lost. */
  Wide shiftLeft(int distance) {
    return distance == 0
        ? this
        : new Wide((high << distance) | (low >>> -distance), low << distance);
  }
}
