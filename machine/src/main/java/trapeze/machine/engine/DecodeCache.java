package trapeze.machine.engine;

import java.util.function.IntToLongFunction;

/**
 * Remembers how instructions decode. Most need decoding once for each page that they stand in;
 * those that cross into another page, and those that a monitor emulates, come again and again.
 */
final class DecodeCache {
  private static final int ENTRIES = 1 << 10;

  private final IntToLongFunction decoder;
  private final int[] bits = new int[ENTRIES];
  private final long[] packed = new long[ENTRIES];

  DecodeCache(IntToLongFunction decoder) {
    this.decoder = decoder;
  }

  /** The packed instruction, 0 if the bits are none. */
  long decode(int instruction) {
    int slot = (instruction ^ instruction >>> 10 ^ instruction >>> 20) & (ENTRIES - 1);
    if (bits[slot] != instruction) {
      packed[slot] = decoder.applyAsLong(instruction);
      bits[slot] = instruction;
    }
    return packed[slot];
  }
}
