package trapeze.machine.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The decoded instructions of one physical page, and the bytes that they were decoded from. */
final class CodePage {
  /** Halfwords in a page. */
  static final int HALFWORDS = PhysicalPath.PAGE / 2;

  /**
   * Slots in a table of decoded instructions. The two behind the page's end stay undecoded, so that
   * the loop runs into them and need not look for the end.
   */
  static final int SLOTS = HALFWORDS + 2;

  /** Where the host holds the page. */
  final long host;

  /** Packed instructions by halfword; 0 where nothing has been decoded. */
  final long[] packed = new long[SLOTS];

  private static final ValueLayout.OfShort HALFWORD =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment memory;
  private final MemorySegment seen = MemorySegment.ofArray(new byte[PhysicalPath.PAGE]);
  private long generation;

  CodePage(MemorySegment memory, long generation) {
    this.memory = memory;
    this.host = memory.address();
    this.generation = generation;
    seen.copyFrom(memory);
  }

  /** Keeps an instruction that was just decoded from the page's present bytes. */
  void keep(int slot, int bytes, long instruction) {
    packed[slot] = instruction;
    MemorySegment.copy(memory, 2L * slot, seen, 2L * slot, bytes);
  }

  /** The halfword that a slot was decoded from, zero-extended. */
  int seen(int slot) {
    return Short.toUnsignedInt(seen.get(HALFWORD, 2L * slot));
  }

  /** Forgets what no longer stands in memory, once after each FENCE.I. */
  void bringTo(long newGeneration) {
    if (generation != newGeneration) {
      generation = newGeneration;
      if (seen.mismatch(memory) >= 0) {
        Arrays.fill(packed, 0);
        seen.copyFrom(memory);
      }
    }
  }
}
