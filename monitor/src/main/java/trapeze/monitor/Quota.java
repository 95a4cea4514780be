package trapeze.monitor;

import trapeze.shadow.Resources;

/** One virtual hart's share of real frames for page tables, of real ASIDs and VMIDs. */
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

  @Override
  public long takeGuestRoot() {
    if (framesLeft < Allocator.GUEST_ROOT_FRAMES) {
      return NO_FRAME;
    }
    long root = allocator.takeGuestRoot();
    framesLeft -= root == NO_FRAME ? 0 : Allocator.GUEST_ROOT_FRAMES;
    return root;
  }

  @Override
  public void giveGuestRoot(long root) {
    framesLeft += Allocator.GUEST_ROOT_FRAMES;
    allocator.giveGuestRoot(root);
  }

  @Override
  public int takeVmid() {
    return allocator.takeVmid(realHart);
  }

  @Override
  public void giveVmid(int vmid) {
    allocator.giveVmid(realHart, vmid);
  }
}
