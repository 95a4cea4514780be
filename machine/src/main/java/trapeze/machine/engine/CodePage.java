package trapeze.machine.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.PackedInstruction;
import trapeze.machine.engine.generate.Flow;
import trapeze.machine.memory.RawMemory;

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

  /**
   * What the loop executes: {@link #packed}, but for {@link #MARK} where execution is to be looked
   * at. It is the same array while there is no mark.
   */
  long[] marked = packed;

  /** Stands for an instruction that somebody else may go on from: number 0, but not 0. */
  private static final long MARK = PackedInstruction.NUMBER_MASK + 1L;

  private @Nullable Head @Nullable [] heads;

  /** The translation of a part of it that has been asked for: one at a time, for they overlap. */
  HotPath.@Nullable Pending pending;

  /** Changes whenever what was decoded is forgotten. */
  int version;

  private static final ValueLayout.OfShort HALFWORD =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment memory;
  private final long[] seenWords = new long[PhysicalPath.PAGE / Long.BYTES];
  private final MemorySegment seen = MemorySegment.ofArray(seenWords);
  private long generation;

  /** Whether what is decoded may be from bytes that were not there at the same time. */
  private boolean isMixed;

  CodePage(MemorySegment memory, long generation) {
    this.memory = memory;
    this.host = memory.address();
    this.generation = generation;
    seen.copyFrom(memory);
  }

  /**
   * Keeps an instruction that was just decoded.
   *
   * @param bits that it was decoded from; memory may hold others already, another hart's
   */
  void keep(int slot, int bytes, long instruction, int bits) {
    packed[slot] = instruction;
    if (marked != packed) {
      marked[slot] = headAt(slot) == null ? instruction : MARK;
    }
    see(slot, bits);
    if (bytes == 4) {
      see(slot + 1, bits >>> 16);
    }
  }

  /**
   * Notes what a slot was decoded from. Where that is not what it was before, an instruction that
   * overlaps this one may have been decoded from the former.
   */
  private void see(int slot, int bits) {
    if ((short) bits != seen.get(HALFWORD, 2L * slot)) {
      seen.set(HALFWORD, 2L * slot, (short) bits);
      isMixed = true;
    }
  }

  /** The head at a slot, if there is one. */
  @Nullable Head headAt(int slot) {
    @Nullable Head[] known = heads;
    return known == null ? null : known[slot];
  }

  /** Adds the slots of all heads to a set, from a place in it on. */
  void addHeads(BitSet to, int place) {
    @Nullable Head[] known = heads;
    for (int slot = 0; known != null && slot < known.length; slot++) {
      if (known[slot] != null) {
        to.set(place + slot);
      }
    }
  }

  /** Whether a translation could begin at a slot that one has been left for. */
  boolean isWorthMarking(int slot, Engine engine) {
    return packed[slot] != 0 && engine.translator().flow().kind(packed[slot]) != Flow.Kind.OUTSIDE;
  }

  /** Whether what is here was compared with memory after the last of these FENCE.Is. */
  boolean isOf(long currentGeneration) {
    return generation == currentGeneration;
  }

  /** The head at a slot, which is one from now on. */
  Head mark(int slot) {
    if (heads == null) {
      heads = new Head[HALFWORDS];
      marked = packed.clone();
    }
    Head head = heads[slot];
    if (head == null) {
      head = new Head();
      heads[slot] = head;
      marked[slot] = packed[slot] == 0 ? 0 : MARK;
    }
    return head;
  }

  /** Execution is not looked at there any more. */
  void unmark(int slot) {
    if (marked != packed) {
      marked[slot] = packed[slot];
    }
  }

  /** Execution is looked at there again, if there still is a head of which something may come. */
  void markAgain(int slot) {
    Head head = headAt(slot);
    if (head != null && !head.isHopeless && packed[slot] != 0) {
      marked[slot] = MARK;
    }
  }

  /** The halfword that a slot was decoded from, zero-extended. */
  int seen(int slot) {
    return Short.toUnsignedInt(seen.get(HALFWORD, 2L * slot));
  }

  /** Forgets what no longer stands in memory, once after each FENCE.I. */
  void bringTo(long newGeneration) {
    if (generation != newGeneration) {
      generation = newGeneration;
      if (isMixed || isChanged()) {
        isMixed = false;
        Arrays.fill(packed, 0);
        marked = packed;
        heads = null;
        version++;
        seen.copyFrom(memory);
      }
    }
  }

  /**
   * Whether memory holds anything else now. A loop, for the segments' own comparison is so much
   * code that HotSpot, which inlines this where pages are entered, leaves the loop's instructions
   * out.
   */
  private boolean isChanged() {
    long[] words = seenWords;
    for (int i = 0; i < words.length; i++) {
      if (words[i] != RawMemory.getLong(host + (long) i * Long.BYTES)) {
        return true;
      }
    }
    return false;
  }
}
