package trapeze.monitor;

import trapeze.shadow.Resources;

/** One virtual hart's share of real frames for page tables and of real ASIDs. */
final class Quota implements Resources {
  private final Allocator allocator;
  private final int realHart;
  private long framesLeft;

  Quota(Allocator allocator, int realHart, long frames) {
    this.allocator = allocator;
    this.realHart = realHart;
    this.framesLeft = frames;
  }

  @Override
  public long takeFrame() {
    if (framesLeft == 0) {
      return NO_FRAME;
    }
    long frame = allocator.takeFrame();
    if (frame != NO_FRAME) {
      framesLeft--;
    }
    return frame;
  }

  @Override
  public void giveFrame(long frame) {
    framesLeft++;
    allocator.giveFrame(frame);
  }

  @Override
  public int takeAsid() {
    return allocator.takeAsid(realHart);
  }

  @Override
  public void giveAsid(int asid) {
    allocator.giveAsid(realHart, asid);
  }
}
