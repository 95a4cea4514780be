package trapeze.monitor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import trapeze.machine.board.Board;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.shadow.HostMap;
import trapeze.shadow.Resources;

/**
 * The paper's allocator: who has which real memory, and which real ASIDs and VMIDs. Nothing else
 * hands out a real resource.
 *
 * <p>Guests' memory grows from the bottom of real memory, in blocks that keep superpages whole;
 * frames for page tables are taken from the top downwards.
 */
public final class Allocator {
  /** Bytes of a page-table frame. */
  static final long FRAME = 4096;

  /** Frames of the uppermost table of G-stage translation, aligned as one. */
  static final int GUEST_ROOT_FRAMES = 4;

  private static final int VMIDS = 1 << 14;
  private static final long SUPERPAGE = 2L << 20;
  private static final long GIGAPAGE = 1L << 30;

  private final PhysicalMemory memory;
  private final List<BitSet> asids = new ArrayList<>();
  private final int asidCount;
  private final List<Long> freeFrames = new ArrayList<>();
  private final List<Long> freeGuestRoots = new ArrayList<>();
  private final List<BitSet> vmids = new ArrayList<>();

  /** On each real hart, virtual harts that have no ASID now; one is kept for each of them. */
  private final int[] withoutAsid;

  /** Frames that quotas promise and that have not been taken. */
  private long promisedFrames;

  private long guestsEnd;
  private long framesStart;

  /** An allocator of all of a board's resources. */
  public Allocator(Board real) {
    this.memory = real.memory();
    this.guestsEnd = memory.base();
    this.framesStart = memory.base() + memory.size();
    this.asidCount = 1 << real.implementation().asidBits();
    this.withoutAsid = new int[real.harts().size()];
    for (int i = 0; i < real.harts().size(); i++) {
      BitSet used = new BitSet(asidCount);
      used.set(0); // the ASID of harts that have not been dispatched yet
      asids.add(used);
      BitSet usedVmids = new BitSet();
      usedVmids.set(0); // so that no guest's is what a hart has that was given none
      vmids.add(usedVmids);
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
   * @throws OutOfRealMemory if there is not so much left beside what quotas promise
   */
  public synchronized HostMap takeMemory(long guestBase, long size) {
    long end = framesStart - (promisedFrames - freeFrames.size()) * FRAME;
    long start = alignedUp(guestsEnd, SUPERPAGE);
    if (size > end - start) {
      throw new OutOfRealMemory(
          "a guest of %d MiB, and the real machine has %d MiB left"
              .formatted(size >> 20, Math.max(0, end - start) >> 20));
    }
    long whole = alignedUp(guestsEnd, GIGAPAGE);
    if (size >= GIGAPAGE && size <= end - whole) {
      start = whole;
    }
    guestsEnd = start + size;
    return new HostMap(guestBase, start, size);
  }

  /**
   * What one virtual hart may have of the rest; so much is kept for it whatever others do.
   *
   * @param frames for its page tables
   * @throws OutOfRealMemory if so much cannot be kept
   */
  synchronized Quota quota(int realHart, long frames) {
    long left = (framesStart - guestsEnd) / FRAME + freeFrames.size() - promisedFrames;
    if (frames > left) {
      throw new OutOfRealMemory(
          "a virtual hart's page tables take %d frames, and the real machine has %d left"
              .formatted(frames, left));
    }
    if (freeAsids(realHart) <= withoutAsid[realHart]) {
      throw new OutOfRealMemory("real hart %d has no ASID left".formatted(realHart));
    }
    promisedFrames += frames;
    withoutAsid[realHart]++;
    return new Quota(this, realHart, frames);
  }

  /** A zeroed frame, of those that a quota promises. */
  synchronized long takeFrame() {
    if (freeFrames.isEmpty() && framesStart - FRAME < guestsEnd) {
      breakUpGuestRoot();
    }
    long frame;
    if (!freeFrames.isEmpty()) {
      frame = freeFrames.removeLast();
    } else {
      framesStart -= FRAME;
      frame = framesStart;
    }
    promisedFrames--;
    memory.fill(frame, FRAME, (byte) 0);
    return frame;
  }

  synchronized void giveFrame(long frame) {
    promisedFrames++;
    freeFrames.add(frame);
  }

  /**
   * Four zeroed frames of those that a quota promises, aligned as one; or none, if there is no such
   * place left. Once a root they stay one, so that others' page tables cannot come between them.
   */
  synchronized long takeGuestRoot() {
    long bytes = GUEST_ROOT_FRAMES * FRAME;
    long root;
    if (!freeGuestRoots.isEmpty()) {
      root = freeGuestRoots.removeLast();
    } else {
      root = framesStart - bytes & -bytes;
      if (root < guestsEnd) {
        return Resources.NO_FRAME;
      }
      for (long frame = root + bytes; frame < framesStart; frame += FRAME) {
        freeFrames.add(frame);
      }
      framesStart = root;
    }
    promisedFrames -= GUEST_ROOT_FRAMES;
    memory.fill(root, bytes, (byte) 0);
    return root;
  }

  synchronized void giveGuestRoot(long root) {
    promisedFrames += GUEST_ROOT_FRAMES;
    freeGuestRoots.add(root);
  }

  /** One that was given back becomes single frames, since there are no others. */
  private void breakUpGuestRoot() {
    long root = freeGuestRoots.removeLast();
    for (int i = 0; i < GUEST_ROOT_FRAMES; i++) {
      freeFrames.add(root + i * FRAME);
    }
  }

  /** A VMID, if any is left. */
  synchronized int takeVmid(int realHart) {
    int vmid = vmids.get(realHart).nextClearBit(1);
    if (vmid >= VMIDS) {
      return Resources.NO_VMID;
    }
    vmids.get(realHart).set(vmid);
    return vmid;
  }

  synchronized void giveVmid(int realHart, int vmid) {
    vmids.get(realHart).clear(vmid);
  }

  /** An ASID; the first of a virtual hart is kept for it, others only if any are left over. */
  synchronized int takeAsid(int realHart, boolean first) {
    if (first) {
      withoutAsid[realHart]--;
    } else if (freeAsids(realHart) <= withoutAsid[realHart]) {
      return Resources.NO_ASID;
    }
    BitSet used = asids.get(realHart);
    int asid = used.nextClearBit(1);
    used.set(asid);
    return asid;
  }

  synchronized void giveAsid(int realHart, int asid, boolean last) {
    asids.get(realHart).clear(asid);
    if (last) {
      withoutAsid[realHart]++;
    }
  }

  private int freeAsids(int realHart) {
    return asidCount - asids.get(realHart).cardinality();
  }

  private static long alignedUp(long value, long alignment) {
    return (value + alignment - 1) & -alignment;
  }
}
