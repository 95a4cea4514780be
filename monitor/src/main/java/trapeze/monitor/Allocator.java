package trapeze.monitor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import trapeze.machine.board.Board;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.shadow.HostMap;
import trapeze.shadow.Resources;

/**
 * The paper's allocator: who has which real memory and which real ASIDs. Nothing else hands out a
 * real resource.
 *
 * <p>Guests' memory grows from the bottom of real memory, in blocks that keep superpages whole;
 * frames for page tables are taken from the top downwards.
 */
public final class Allocator {
  /** Bytes of a page-table frame. */
  static final long FRAME = 4096;

  private static final long SUPERPAGE = 2L << 20;
  private static final long GIGAPAGE = 1L << 30;

  private final PhysicalMemory memory;
  private final List<BitSet> asids = new ArrayList<>();
  private final int asidCount;
  private final List<Long> freeFrames = new ArrayList<>();
  private long guestsEnd;
  private long framesStart;

  /** An allocator of all of a board's resources. */
  public Allocator(Board real) {
    this.memory = real.memory();
    this.guestsEnd = memory.base();
    this.framesStart = memory.base() + memory.size();
    this.asidCount = 1 << real.implementation().asidBits();
    for (int i = 0; i < real.harts().size(); i++) {
      BitSet used = new BitSet(asidCount);
      used.set(0); // the ASID of harts that have not been dispatched yet
      asids.add(used);
    }
  }

  /** Real memory that a guest of {@code size} bytes needs, alignment and tables included. */
  public static long needs(long size, int harts) {
    return alignedUp(size, GIGAPAGE <= size ? GIGAPAGE : SUPERPAGE)
        + SUPERPAGE
        + harts * tableFrames(size) * FRAME;
  }

  /** Frames for page tables that one virtual hart of a guest of {@code size} bytes may have. */
  static long tableFrames(long size) {
    return Math.max(512, size / FRAME / 64);
  }

  /**
   * Gives a guest its memory, for good.
   *
   * @param guestBase guest-physical address that it starts at
   * @throws OutOfRealMemory if there is not so much left
   */
  public synchronized HostMap takeMemory(long guestBase, long size) {
    long start = alignedUp(guestsEnd, size >= GIGAPAGE ? GIGAPAGE : SUPERPAGE);
    if (size > framesStart - start) {
      throw new OutOfRealMemory(
          "a guest of %d MiB, and the real machine has %d MiB left"
              .formatted(size >> 20, Math.max(0, framesStart - start) >> 20));
    }
    guestsEnd = start + size;
    return new HostMap(guestBase, start, size);
  }

  synchronized long takeFrame() {
    long frame;
    if (!freeFrames.isEmpty()) {
      frame = freeFrames.removeLast();
    } else if (framesStart - FRAME >= guestsEnd) {
      framesStart -= FRAME;
      frame = framesStart;
    } else {
      return Resources.NO_FRAME;
    }
    memory.fill(frame, FRAME, (byte) 0);
    return frame;
  }

  synchronized void giveFrame(long frame) {
    freeFrames.add(frame);
  }

  synchronized int takeAsid(int realHart) {
    BitSet used = asids.get(realHart);
    int asid = used.nextClearBit(1);
    if (asid >= asidCount) {
      return Resources.NO_ASID;
    }
    used.set(asid);
    return asid;
  }

  synchronized void giveAsid(int realHart, int asid) {
    asids.get(realHart).clear(asid);
  }

  private static long alignedUp(long value, long alignment) {
    return (value + alignment - 1) & -alignment;
  }
}
