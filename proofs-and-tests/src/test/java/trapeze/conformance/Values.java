package trapeze.conformance;

import java.util.Random;

/** Random contents of registers, of which every second one is a case of its own. */
final class Values {
  private Values() {}

  private static final long BOX = 0xffff_ffff_0000_0000L;

  private static final long[] INTEGERS = {
    0,
    1,
    -1,
    2,
    31,
    32,
    63,
    64,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE,
    0x8000_0000L,
    0xffff_ffffL,
    0x1_0000_0000L,
    0x80,
    0x8000
  };

  private static final float[] FLOATS = {
    0,
    1,
    2,
    0.5f,
    1.5f,
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    0x1p31f,
    0x1p32f,
    0x1p63f,
    0x1p64f,
    Float.POSITIVE_INFINITY,
    Float.NaN
  };

  /** For an integer register. */
  static long integer(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> INTEGERS[random.nextInt(INTEGERS.length)];
      case 1 -> random.nextLong() >> random.nextInt(64);
      case 2 -> INTEGERS[random.nextInt(INTEGERS.length)] + random.nextInt(-2, 3);
      default -> random.nextLong();
    };
  }

  /** For a floating-point register: doubles, and singles with a box and without. */
  static long floating(Random random) {
    long sign = random.nextLong() & Long.MIN_VALUE;
    float special = FLOATS[random.nextInt(FLOATS.length)];
    return switch (random.nextInt(7)) {
      case 0 -> sign | Double.doubleToRawLongBits(special);
      case 1 -> sign ^ Double.doubleToRawLongBits(special) + random.nextInt(-2, 3);
      case 2 -> Double.doubleToRawLongBits(random.nextGaussian() * random.nextInt(1 << 20));
      case 3 -> random.nextLong();
      case 4 -> BOX | sign >>> 32 | Float.floatToRawIntBits(special) + random.nextInt(-2, 3);
      case 5 -> BOX | Float.floatToRawIntBits((float) random.nextGaussian()) & 0xffff_ffffL;
      default -> BOX | random.nextInt() & 0xffff_ffffL;
    };
  }
}
