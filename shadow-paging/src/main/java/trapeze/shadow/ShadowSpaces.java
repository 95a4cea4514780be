package trapeze.shadow;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import trapeze.machine.board.Hardware;

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

    /** Frames of the guest's that were found to be page tables, and protected. */
    public long tables;

    /** Stores to such frames, an exit each. */
    public long tableStores;

    /** Fences of the guest that were carried over to real spaces. */
    public long fences;

    /** Spaces emptied because of the policy or for want of room. */
    public long flushes;
  }

  private final Policy policy;
  private final HostMap hostMap;
  private final Counters counters = new Counters();

  /** None if the policy protects none. */
  private final @Nullable ProtectedTables tables;

  private final KeptSpaces spaces;

  /** No spaces yet. */
  public ShadowSpaces(Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
    this.policy = policy;
    this.hostMap = hostMap;
    this.tables = policy.protectsTables() ? new ProtectedTables(hardware, hostMap, counters) : null;
    this.spaces = new KeptSpaces(hardware, resources, policy, this::released);
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
    return spaces
        .ifKept(context)
        .filter(space -> space.holds(address))
        .flatMap(space -> space.find(address));
  }

  /** The real space of a context; made if there is none. */
  public RealSpace enter(Context context) {
    return spaces.enter(context);
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
      boolean holdsTable = tables != null && tables.isAnyIn(block, shift);
      if (holdsTable && page.writable() && shift > PAGE_SHIFT) {
        continue;
      }
      long note = page.fenceShift() == CONTIGUOUS_SHIFT ? Entry.CONTIGUOUS : 0;
      long entry = page.entry(frame) & (holdsTable ? ~Entry.WRITE : -1);
      counters.fills++;
      boolean isMapped = map(space, address, shift, entry | note, page.fenceShift());
      if (isMapped && tables != null && Entry.isWritable(entry)) {
        tables.noteWritable(space, address, block, shift);
      }
      return isMapped;
    }
    return false;
  }

  /** Whether the guest's page tables are protected. */
  public boolean protectsTables() {
    return tables != null;
  }

  /** Whether the guest's tables are what a context's space is made from, and are protected. */
  public boolean protectsTables(Context context) {
    return tables != null && context.isOfOwnTables();
  }

  /** Whether a frame of the guest's memory is a page table that is protected. */
  public boolean isTable(long guestPhysical) {
    return tables != null && tables.isAnyIn(guestPhysical, PAGE_SHIFT);
  }

  /**
   * A walk of the guest's tables has come through an entry, and a page may be entered for it. To be
   * told from the root on.
   *
   * @param address what was walked for, guest-virtual
   * @param at guest-physical address of the entry
   * @param shift bits of address that the entry stands for
   */
  public void walked(Context context, long address, long at, int shift) {
    if (tables == null) {
      return;
    }
    RealSpace space = enter(context);
    if (shift == largest(space) && tables.isFull()) {
      counters.flushes++;
      clear();
      tables.forget();
    }
    tables.walked(space, address, at, shift);
  }

  /** The monitor has executed a store of the guest's, to a frame that may be a table. */
  public void stored(long guestPhysical) {
    if (tables != null) {
      tables.stored(guestPhysical);
    }
  }

  /**
   * The guest's memory may have been written in other ways: by a device, by the monitor. What that
   * did to its tables is seen at its next fence.
   */
  public void writtenUnseen() {
    if (tables != null) {
      tables.doubt();
    }
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
    spaces.forEach((_, space) -> space.dropFrame(frame));
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
    if (tables != null) {
      tables.fence();
    }
    spaces.forEach(
        (context, space) -> {
          if (!context.isTranslated() || protectsTables(context) || !concerned.test(context)) {
            return;
          }
          if (hasAddress) {
            space.drop(address);
          } else {
            space.clear();
          }
        });
  }

  /** Forgets all that has been entered: what the guest's protection says has changed. */
  public void clear() {
    spaces.forEach((_, space) -> space.clear());
  }

  /** Forgets all that has been entered, and gives all frames back but the uppermost tables. */
  public void makeRoom() {
    spaces.forEach((_, space) -> space.giveBackTables());
  }

  /** Gives everything back. */
  public void release() {
    spaces.release();
  }

  private void released(RealSpace space, boolean forRoom) {
    if (tables != null) {
      tables.forget(space);
    }
    counters.flushes += forRoom ? 1 : 0;
  }

  private static int largest(RealSpace space) {
    return 12 + 9 * (space.mode() - 6);
  }

  private boolean map(RealSpace space, long address, int shift, long entry, int guestShift) {
    if (space.map(address, shift, entry, guestShift)) {
      return true;
    }
    spaces.forEach(
        (_, each) -> {
          if (each.isEmpty()) {
            each.giveBackTables();
          }
        });
    if (space.map(address, shift, entry, guestShift)) {
      return true;
    }
    counters.flushes++;
    makeRoom();
    return space.map(address, shift, entry, guestShift);
  }
}
