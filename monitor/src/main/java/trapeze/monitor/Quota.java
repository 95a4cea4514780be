package trapeze.monitor;

import trapeze.shadow.Resources;

/** One virtual hart's share of real frames for page tables and of real ASIDs. */
final class Quota implements Resources {
  private final Allocator allocator;
  private final int realHart;
  private long framesLeft;
  private int asids;

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
    framesLeft--;
    return allocator.takeFrame();
  }

  @Override
  public void giveFrame(long frame) {
    framesLeft++;
    allocator.giveFrame(frame);
  }

  @Override
  public int takeAsid() {
    int asid = allocator.takeAsid(realHart, asids == 0);
    asids += asid == NO_ASID ? 0 : 1;
    return asid;
  }

  @Override
  public void giveAsid(int asid) {
    asids--;
    allocator.giveAsid(realHart, asid, asids == 0);
  }
}
