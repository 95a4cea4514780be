package trapeze.monitor.design;

import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.PhysicalMemoryProtection;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.engine.Definitions;
import trapeze.shadow.GuestPage;

/**
 * What a guest's own page tables and protection say of an address: the definitions, asked over the
 * virtual state. Everything but {@link #walk} is about the walk that succeeded last.
 */
final class GuestTables {
  private static final long EVERYTHING = 7;
  private static final long USER = 1 << 3;
  private static final long DIRTY = 1 << 7;
  private static final int PAGE_SHIFT = 12;
  private static final int LEVEL_BITS = 9;
  private static final int INDEX = 511;
  private static final int SV39 = 8;
  private static final int MODE_SHIFT = 60;

  /** Of a table, as {@code satp} shifted by a page's bits has it. */
  private static final long ADDRESS = 0x00ff_ffff_ffff_f000L;

  private static final long ENTRY = 8;

  /** Entries of the guest's that are looked at together, in bytes. */
  private static final long LINE = 64;

  /** In an entry. */
  private static final long PAGE_NUMBER = 0x003f_ffff_ffff_fc00L;

  private final Hart virtual;
  private final Definitions definitions;
  private int mode;

  GuestTables(Hart virtual) {
    this.virtual = virtual;
    this.definitions = virtual.engine().definitions();
  }

  /**
   * Walks the guest's tables as its hardware would for an access of its present instruction.
   *
   * @return the exception that they give; nothing if they lead somewhere
   */
  @Nullable Trap walk(long address, AccessKind kind) {
    mode =
        kind == AccessKind.EXECUTE
            ? Projection.effectiveMode(virtual.state)
            : (int) definitions.dataMode(virtual);
    int result = AddressTranslation.CHANGED;
    while (result == AddressTranslation.CHANGED) {
      result = (int) definitions.translate(virtual, address, kind.ordinal(), mode);
    }
    return result == AddressTranslation.TRANSLATED ? null : refused(result, address);
  }

  /**
   * Who is shown the entries of a way: guest-physical, and bits of address that each stands for.
   */
  interface Step {
    void through(long at, int shift);
  }

  /** Shows the entries that the walk has come through, from the root on. */
  void way(long address, Step shown) {
    long satp = definitions.contextSatp(virtual);
    int leafShift = (int) virtual.state.get(Rv64State.WALK_SHIFT);
    int last = leafShift - (leafShift - PAGE_SHIFT) % LEVEL_BITS;
    int first = PAGE_SHIFT + LEVEL_BITS * ((int) (satp >>> MODE_SHIFT) - SV39 + 2);
    long table = satp << PAGE_SHIFT & ADDRESS;
    for (int shift = first; shift >= last; shift -= LEVEL_BITS) {
      long at = table + ENTRY * (address >>> shift & INDEX);
      shown.through(at, shift);
      table = (virtual.readPhysical(at) & PAGE_NUMBER) << 2;
    }
  }

  /** With a guest-page fault goes what the walk found, as from hardware. */
  private Trap refused(int cause, long address) {
    if (!ExceptionCause.isGuestPageFault(cause)) {
      return new Trap(false, cause, address);
    }
    return new Trap(
        false,
        cause,
        address,
        virtual.state.get(Rv64State.WALK_GUEST_PHYSICAL),
        virtual.state.get(Rv64State.WALK_INSTRUCTION),
        true);
  }

  /** Where the address leads. */
  long guestPhysical() {
    return virtual.state.get(Rv64State.WALK_ADDRESS);
  }

  /**
   * The page as its own leaf has it, for a real hart that is in the guest's mode and looks at U,
   * SUM and MXR itself. Where the guest does not translate, the page is U's if the walk was for U.
   *
   * @return nothing if no real entry can say it: a page that may be executed and not read would be
   *     read under MXR, though it is not the guest's table but its protection that forbids it
   */
  @Nullable GuestPage ownPage() {
    long guestPhysical = guestPhysical();
    long allowed = definitions.protection(virtual, guestPhysical & -4096L, 4096, mode);
    if ((allowed & PhysicalMemoryProtection.PARTIAL) != 0) {
      return null;
    }
    int shift = (int) virtual.state.get(Rv64State.WALK_SHIFT);
    long leaf = virtual.state.get(Rv64State.WALK_LEAF);
    boolean unpaged = shift == AddressTranslation.UNPAGED;
    long own = unpaged ? EVERYTHING : definitions.supervisorPermissions(virtual, leaf);
    boolean user = unpaged ? mode == PrivilegeMode.U.code() : (own & USER) != 0;
    boolean executable = (own & allowed & PhysicalMemoryProtection.EXECUTE) != 0;
    if (executable && (allowed & PhysicalMemoryProtection.READ) == 0) {
      return null;
    }
    return new GuestPage(
        guestPhysical,
        shift,
        (own & allowed & PhysicalMemoryProtection.READ) != 0,
        (own & allowed & PhysicalMemoryProtection.WRITE) != 0,
        executable,
        user);
  }

  /**
   * The page that a walk of G-stage alone came to, as its leaf and the guest's protection have it.
   *
   * @return nothing if no real entry can say it, as {@link #ownPage}
   */
  @Nullable GuestPage composedPage() {
    long guestPhysical = guestPhysical();
    long allowed =
        definitions.protection(virtual, guestPhysical & -4096L, 4096, PrivilegeMode.S.code());
    if ((allowed & PhysicalMemoryProtection.PARTIAL) != 0) {
      return null;
    }
    long leaf = virtual.state.get(Rv64State.WALK_GUEST_LEAF);
    long permitted = allowed & definitions.supervisorPermissions(virtual, leaf);
    boolean executable = (permitted & PhysicalMemoryProtection.EXECUTE) != 0;
    if (executable && (allowed & PhysicalMemoryProtection.READ) == 0) {
      return null;
    }
    return new GuestPage(
        guestPhysical,
        (int) virtual.state.get(Rv64State.WALK_GUEST_SHIFT),
        (permitted & PhysicalMemoryProtection.READ) != 0,
        (permitted & PhysicalMemoryProtection.WRITE) != 0,
        executable);
  }

  /** Who is shown pages: an address in each, guest-virtual, and what is said of it. */
  interface Neighbour {
    void is(long address, GuestPage page);
  }

  /**
   * Shows the pages beside one of 4 KiB whose entries are in the same {@value #LINE} bytes of the
   * guest's table and differ from its own in nothing but the page's number: of those the definition
   * says what it has said of this one, A and D included, whatever that was.
   *
   * @param address that was walked for
   */
  void neighbours(long address, Neighbour shown) {
    if ((mode & AddressTranslation.VIRTUAL_MODE) != 0
        || virtual.state.get(Rv64State.WALK_SHIFT) != PAGE_SHIFT) {
      return;
    }
    long leaf = virtual.state.get(Rv64State.WALK_LEAF);
    long line = virtual.state.get(Rv64State.WALK_LEAF_ADDRESS) & -LINE;
    if (!mayBeWalked(line)) {
      return;
    }
    long first = address & -(LINE / ENTRY << PAGE_SHIFT);
    for (int i = 0; i < LINE / ENTRY; i++) {
      long entry = virtual.readPhysical(line + i * ENTRY);
      if (entry != leaf && ((entry ^ leaf) & ~PAGE_NUMBER) == 0) {
        long guestPhysical = (entry & PAGE_NUMBER) << 2;
        shown.is(first + ((long) i << PAGE_SHIFT), page(leaf, PAGE_SHIFT, guestPhysical));
      }
    }
  }

  /** Whether protection lets walks read all entries of a line. */
  private boolean mayBeWalked(long line) {
    long allowed = definitions.protection(virtual, line, LINE, PrivilegeMode.S.code());
    long decisive = PhysicalMemoryProtection.READ | PhysicalMemoryProtection.PARTIAL;
    return virtual.hasPhysical(line) && (allowed & decisive) == PhysicalMemoryProtection.READ;
  }

  /** The page, and what the mode that it was walked for may do with it. */
  GuestPage page() {
    return page(
        virtual.state.get(Rv64State.WALK_LEAF),
        (int) virtual.state.get(Rv64State.WALK_SHIFT),
        guestPhysical());
  }

  private GuestPage page(long leaf, int shift, long guestPhysical) {
    long frame = guestPhysical & -4096L;
    long allowed = definitions.protection(virtual, frame, 4096, mode);
    if ((allowed & PhysicalMemoryProtection.PARTIAL) != 0) {
      allowed = 0;
    }
    if ((mode & AddressTranslation.VIRTUAL_MODE) != 0) {
      return virtualPage(guestPhysical, shift, allowed);
    }
    boolean unpaged = shift == AddressTranslation.UNPAGED;
    long permitted =
        allowed & (unpaged ? EVERYTHING : definitions.permissions(virtual, leaf, mode));
    boolean dirty = (leaf & DIRTY) != 0;
    return new GuestPage(
        guestPhysical,
        shift,
        (permitted & PhysicalMemoryProtection.READ) != 0,
        dirty && (permitted & PhysicalMemoryProtection.WRITE) != 0,
        (permitted & PhysicalMemoryProtection.EXECUTE) != 0);
  }

  /** Of a guest's guest: as both its own tables and those behind them have it. */
  private GuestPage virtualPage(long guestPhysical, int shift, long allowed) {
    int privilege = mode & ~AddressTranslation.VIRTUAL_MODE;
    long permitted = allowed & definitions.bothStagesPermissions(virtual, privilege);
    return new GuestPage(
            guestPhysical,
            shift,
            (permitted & PhysicalMemoryProtection.READ) != 0,
            (permitted & PhysicalMemoryProtection.WRITE) != 0,
            (permitted & PhysicalMemoryProtection.EXECUTE) != 0)
        .fencedBy((int) virtual.state.get(Rv64State.WALK_VIRTUAL_SHIFT));
  }

  /** Whether the guest's protection says one thing of a whole block of {@code 1 << shift} bytes. */
  boolean isUniform(long guestPhysical, int shift) {
    long current = virtual.state.get(Rv64State.MODE);
    long allowed = definitions.protection(virtual, guestPhysical, 1L << shift, current);
    return (allowed & PhysicalMemoryProtection.PARTIAL) == 0;
  }
}
