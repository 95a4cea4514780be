package trapeze.shadow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import trapeze.machine.board.Hardware;

/**
 * The G-stage tables of the guests of a guest: from their guest-physical addresses to the real
 * ones, one space for each value of the guest's {@code hgatp}. Each says what the guest's G-stage
 * tables and its own memory's place say together, so that the real hart, whose VS-stage is the
 * inner guest's own, makes two stages of three.
 *
 * <p>Invariant: every valid entry says what the guest's G-stage tables said of that guest-physical
 * address at some moment since the guest last fenced it, and leads into the guest's own memory.
 */
public final class ComposedSpaces {
  private static final int[] SHIFTS = {48, 39, 30, 21, 12};
  private static final int CONTIGUOUS_SHIFT = 16;
  private static final int SV39 = 8;

  /** How many guests of its own one virtual hart may turn to before the longest unused is lost. */
  private static final int MOST = 16;

  private final Hardware hardware;
  private final Resources resources;
  private final HostMap hostMap;
  private final ShadowSpaces.Counters counters;

  /** By the guest's {@code hgatp}, in order of use, the longest unused first. */
  private final Map<Long, RealSpace> spaces = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * No spaces yet.
   *
   * @param counters where fills, fences and flushes are counted
   */
  public ComposedSpaces(
      Hardware hardware, Resources resources, HostMap hostMap, ShadowSpaces.Counters counters) {
    this.hardware = hardware;
    this.resources = resources;
    this.hostMap = hostMap;
    this.counters = counters;
  }

  /**
   * The value of the real {@code hgatp} for one of the guest's; its tables are made if there are
   * none.
   *
   * @return 0 if what is left of the quota does not hold a VMID and a root
   */
  public long enter(long hgatp) {
    RealSpace space = space(hgatp);
    return space == null ? 0 : space.satp();
  }

  private @Nullable RealSpace space(long hgatp) {
    RealSpace space = spaces.get(hgatp);
    if (space == null) {
      space = make(hgatp);
      if (space != null) {
        spaces.put(hgatp, space);
      }
    }
    return space;
  }

  /**
   * Enters a page, as large as the guest's page, the host and protection allow.
   *
   * @param hgatp the guest's
   * @param address the inner guest's guest-physical address
   * @param page where the guest's G-stage tables lead from there, and what they and its protection
   *     allow
   * @param uniformity whether its protection says one thing of a larger block
   * @return whether it could be entered; if not, the access must be interpreted
   */
  public boolean fill(
      long hgatp, long address, GuestPage page, ShadowSpaces.Uniformity uniformity) {
    RealSpace space = space(hgatp);
    if (space == null || page.entry(0) == 0 || !space.holds(address)) {
      return false;
    }
    for (int shift : SHIFTS) {
      long inside = (1L << shift) - 1;
      long block = page.guestPhysical() & ~inside;
      if (shift <= 12 + 9 * (space.mode() - 6)
          && shift <= page.shift()
          && (address & inside) == (page.guestPhysical() & inside)
          && hostMap.contains(block, inside + 1)
          && (hostMap.toHost(block) & inside) == 0
          && uniformity.holds(block, shift)) {
        long note = page.fenceShift() == CONTIGUOUS_SHIFT ? Entry.CONTIGUOUS : 0;
        counters.fills++;
        long entry = page.entry(hostMap.toHost(block)) | note;
        return map(space, address, shift, entry, page.fenceShift());
      }
    }
    return false;
  }

  private boolean map(RealSpace space, long address, int shift, long entry, int guestShift) {
    if (space.map(address, shift, entry, guestShift)) {
      return true;
    }
    spaces.values().stream().filter(RealSpace::isEmpty).forEach(RealSpace::giveBackTables);
    if (space.map(address, shift, entry, guestShift)) {
      return true;
    }
    counters.flushes++;
    spaces.values().forEach(RealSpace::giveBackTables);
    return space.map(address, shift, entry, guestShift);
  }

  /** What the tables for one of the guest's {@code hgatp} say of an address now. */
  public Optional<ShadowSpaces.Leaf> find(long hgatp, long address) {
    for (Map.Entry<Long, RealSpace> each : spaces.entrySet()) {
      if (each.getKey() == hgatp && each.getValue().holds(address)) {
        return each.getValue().find(address);
      }
    }
    return Optional.empty();
  }

  /** HFENCE.GVMA of the guest; the address is the inner guest's guest-physical one. */
  public void fenceGuestPhysical(boolean hasAddress, long address, boolean hasVmid, long vmid) {
    counters.fences++;
    for (RealSpace space : of(hgatp -> !hasVmid || Context.vmid(hgatp) == vmid)) {
      if (!hasAddress) {
        space.clear();
      } else if (space.holds(address)) {
        space.drop(address);
      }
    }
  }

  /**
   * The real {@code hgatp} of every space of the inner guest that one of the guest's names: a fence
   * of VS-stage is for all of them.
   */
  public List<Long> ofGuest(long hgatp) {
    long vmid = Context.vmid(hgatp);
    return of(each -> Context.vmid(each) == vmid).stream().map(RealSpace::satp).toList();
  }

  private List<RealSpace> of(Predicate<Long> concerned) {
    List<RealSpace> found = new ArrayList<>();
    spaces.forEach(
        (hgatp, space) -> {
          if (concerned.test(hgatp)) {
            found.add(space);
          }
        });
    return found;
  }

  /** Forgets everything: what the guest's protection says has changed. */
  public void clear() {
    spaces.values().forEach(RealSpace::clear);
  }

  /** Gives everything back. */
  public void release() {
    spaces.values().forEach(this::release);
    spaces.clear();
  }

  /** As wide as the guest's, so that what is too high for the one is for the other. */
  private @Nullable RealSpace make(long hgatp) {
    if (spaces.size() >= MOST) {
      evict();
    }
    int vmid = resources.takeVmid();
    long root = resources.takeGuestRoot();
    while ((vmid == Resources.NO_VMID || root == Resources.NO_FRAME) && !spaces.isEmpty()) {
      evict();
      vmid = vmid == Resources.NO_VMID ? resources.takeVmid() : vmid;
      root = root == Resources.NO_FRAME ? resources.takeGuestRoot() : root;
    }
    if (vmid == Resources.NO_VMID || root == Resources.NO_FRAME) {
      giveBack(vmid, root);
      return null;
    }
    int mode = Math.max((int) (hgatp >>> 60), SV39);
    return new RealSpace(hardware, resources, Stage.GUEST, mode, vmid, root);
  }

  private void evict() {
    long eldest = spaces.keySet().iterator().next();
    @Nullable RealSpace space = spaces.remove(eldest);
    if (space != null) {
      counters.flushes++;
      release(space);
    }
  }

  private void release(RealSpace space) {
    space.giveBackTables();
    giveBack(space.asid(), space.root());
  }

  private void giveBack(int vmid, long root) {
    if (vmid != Resources.NO_VMID) {
      resources.giveVmid(vmid);
    }
    if (root != Resources.NO_FRAME) {
      resources.giveGuestRoot(root);
    }
  }
}
