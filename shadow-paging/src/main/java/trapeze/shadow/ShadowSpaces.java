package trapeze.shadow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import trapeze.machine.board.Hardware;
import trapeze.machine.engine.Optimisation;

/**
 * The real address spaces of one virtual hart: one for each virtual context that it has been in, as
 * far as the policy and its quota let it keep them.
 *
 * <p>Invariant: every valid entry of a space says what the guest's tables said of that address, in
 * that context, at some moment since the guest last fenced it. So a guest that fences as the manual
 * asks finds its own tables, and never more than they allow.
 */
public class ShadowSpaces {
  private static final int[] SHIFTS = {48, 39, 30, 21, 12};
  private static final int PAGE_SHIFT = 12;
  private static final int CONTIGUOUS_SHIFT = 16;

  /** Whether the space that the guest left last is looked at before all others. */
  private static final boolean PAIRS = Optimisation.PAIRED_CONTEXTS.isOn();

  /** Whether the guest's protection says one thing of a whole naturally aligned block. */
  @FunctionalInterface
  public interface Uniformity {
    /** Whether it does, for the block of {@code 1 << shift} bytes at a guest-physical address. */
    boolean holds(long guestPhysical, int shift);
  }

  /** What has been done so far. */
  public static final class Counters {
    /** Pages entered. */
    public long fills;

    /** Pages entered besides, without having been asked for. */
    public long ahead;

    /** Fences of the guest that were carried over to real spaces. */
    public long fences;

    /** Spaces emptied because of the policy or for want of room. */
    public long flushes;
  }

  private final Hardware hardware;
  private final Resources resources;
  private final Policy policy;
  private final HostMap hostMap;
  private final Counters counters = new Counters();

  /** In order of use, the longest unused first. */
  private final Map<Context, RealSpace> spaces = new LinkedHashMap<>(16, 0.75f, true);

  private @Nullable Context current;
  private @Nullable RealSpace currentSpace;

  /** The context before the current one; system calls go from one to the other and back. */
  private @Nullable Context previous;

  private @Nullable RealSpace previousSpace;

  /** No spaces yet. */
  public ShadowSpaces(Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
    this.hardware = hardware;
    this.resources = resources;
    this.policy = policy;
    this.hostMap = hostMap;
  }

  /** What has been done so far. */
  public Counters counters() {
    return counters;
  }

  /**
   * A leaf entry of the real machine's page tables.
   *
   * @param entry its 64 bits (priv:sv39)
   * @param shift bits of address that it maps
   */
  public record Leaf(long entry, int shift) {}

  /**
   * What a context's real space says of an address now. Asking changes nothing, not even which
   * space was used last.
   */
  public Optional<Leaf> find(Context context, long address) {
    for (Map.Entry<Context, RealSpace> each : spaces.entrySet()) {
      if (each.getKey().equals(context) && each.getValue().holds(address)) {
        return each.getValue().find(address);
      }
    }
    return Optional.empty();
  }

  /** The real space of a context; made if there is none. */
  public RealSpace enter(Context context) {
    RealSpace space = currentSpace;
    if (space != null && context.equals(current)) {
      return space;
    }
    space = previousSpace;
    if (PAIRS && space != null && context.equals(previous)) {
      become(context, space);
      return space;
    }
    touch();
    space = spaces.get(context);
    if (space == null) {
      space = make(context);
      spaces.put(context, space);
    }
    become(context, space);
    return space;
  }

  private void become(Context context, RealSpace space) {
    previous = current;
    previousSpace = currentSpace;
    current = context;
    currentSpace = space;
  }

  /** Brings the order of use up to date with going back and forth between two contexts. */
  private void touch() {
    if (previous != null) {
      spaces.get(previous);
    }
    if (current != null) {
      spaces.get(current);
    }
  }

  private void forgetCurrent() {
    current = null;
    currentSpace = null;
    previous = null;
    previousSpace = null;
  }

  /**
   * Enters a page into a context's space, as large as guest, host and protection allow.
   *
   * @return whether the page could be entered with the permissions it has; if not, the access must
   *     be interpreted
   */
  public boolean fill(Context context, long address, GuestPage page, Uniformity uniformity) {
    if (page.entry(0) == 0) {
      return false;
    }
    RealSpace space = enter(context);
    if (!space.holds(address)) {
      return false;
    }
    for (int shift : SHIFTS) {
      long inside = (1L << shift) - 1;
      long block = page.guestPhysical() & ~inside;
      if (shift > largest(space) || shift > page.shift() || !hostMap.contains(block, inside + 1)) {
        continue;
      }
      long frame = hostMap.toHost(block);
      if ((frame & inside) != 0
          || (address & inside) != (page.guestPhysical() & inside)
          || !uniformity.holds(block, shift)) {
        continue;
      }
      long note = page.fenceShift() == CONTIGUOUS_SHIFT ? Entry.CONTIGUOUS : 0;
      counters.fills++;
      return map(space, address, shift, page.entry(frame) | note, page.fenceShift());
    }
    return false;
  }

  /** Whether pages are entered that have not been asked for. */
  public boolean looksAhead() {
    return policy.looksAhead();
  }

  /**
   * Enters a page of 4 KiB that has not been asked for, if something can say it and nothing is
   * known of it.
   *
   * @param address guest-virtual, anywhere in the page
   */
  public void fillAhead(Context context, long address, GuestPage page) {
    RealSpace space = enter(context);
    if (page.entry(0) != 0
        && hostMap.contains(page.guestPhysical(), 1L << PAGE_SHIFT)
        && space.holds(address)
        && space.find(address).isEmpty()
        && space.map(
            address,
            PAGE_SHIFT,
            page.entry(hostMap.toHost(page.guestPhysical())),
            page.fenceShift())) {
      counters.ahead++;
    }
  }

  /**
   * Enters a page that is the monitor's own, and not the guest's memory, into a context's space.
   *
   * @param address guest-virtual, anywhere in the page
   * @param frame host-physical address of the frame
   * @param access what the guest's instructions may do with it
   * @return whether the space could take it
   */
  public boolean enterOwn(Context context, long address, long frame, OwnAccess access) {
    RealSpace space = enter(context);
    return space.holds(address) && map(space, address, 12, access.entry(frame), 12);
  }

  /** Forgets, in all spaces, whatever leads to a frame. */
  public void dropFrame(long frame) {
    spaces.values().forEach(space -> space.dropFrame(frame));
  }

  /** SFENCE.VMA of the guest, which its own guests do not feel. */
  public void fence(boolean hasAddress, long address, boolean hasAsid, long asid) {
    fence(
        context -> !context.isVirtual() && (!hasAsid || context.asid() == asid),
        hasAddress,
        address);
  }

  /**
   * HFENCE.VVMA of the guest, and SFENCE.VMA of its own guest.
   *
   * @param hgatp whose VMID says which guest's guest
   */
  public void fenceGuest(long hgatp, boolean hasAddress, long address, boolean hasAsid, long asid) {
    long vmid = Context.vmid(hgatp);
    fence(
        context ->
            context.isVirtual() && context.vmid() == vmid && (!hasAsid || context.asid() == asid),
        hasAddress,
        address);
  }

  /**
   * HFENCE.GVMA of the guest: since what is kept is kept by guest-virtual address, all of that
   * guest's guest is forgotten.
   */
  public void fenceGuestPhysical(boolean hasVmid, long vmid) {
    fence(context -> context.isVirtual() && (!hasVmid || context.vmid() == vmid), false, 0);
  }

  private void fence(Predicate<Context> concerned, boolean hasAddress, long address) {
    counters.fences++;
    for (Map.Entry<Context, RealSpace> each : spaces.entrySet()) {
      Context context = each.getKey();
      if (!context.isTranslated() || !concerned.test(context)) {
        continue;
      }
      if (hasAddress) {
        each.getValue().drop(address);
      } else {
        each.getValue().clear();
      }
    }
  }

  /** Forgets all that has been entered: what the guest's protection says has changed. */
  public void clear() {
    spaces.values().forEach(RealSpace::clear);
  }

  /** Forgets all that has been entered, and gives all frames back but the uppermost tables. */
  public void makeRoom() {
    spaces.values().forEach(RealSpace::giveBackTables);
  }

  /** Gives everything back. */
  public void release() {
    spaces.values().forEach(this::release);
    spaces.clear();
    forgetCurrent();
  }

  private static int largest(RealSpace space) {
    return 12 + 9 * (space.mode() - 6);
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
    makeRoom();
    return space.map(address, shift, entry, guestShift);
  }

  private RealSpace make(Context context) {
    if (spaces.size() >= policy.spaces()) {
      evict();
    }
    int asid = resources.takeAsid();
    long root = resources.takeFrame();
    while ((asid == Resources.NO_ASID || root == Resources.NO_FRAME) && !spaces.isEmpty()) {
      evict();
      asid = asid == Resources.NO_ASID ? resources.takeAsid() : asid;
      root = root == Resources.NO_FRAME ? resources.takeFrame() : root;
    }
    if (asid == Resources.NO_ASID || root == Resources.NO_FRAME) {
      throw new IllegalStateException("a virtual hart's quota does not hold a single space");
    }
    return new RealSpace(hardware, resources, context.stage(), context.realMode(), asid, root);
  }

  private void evict() {
    Context eldest = spaces.keySet().iterator().next();
    RealSpace space = spaces.remove(eldest);
    if (space != null) {
      counters.flushes++;
      release(space);
    }
    forgetCurrent();
  }

  private void release(RealSpace space) {
    space.giveBackTables();
    resources.giveFrame(space.root());
    resources.giveAsid(space.asid());
  }
}
