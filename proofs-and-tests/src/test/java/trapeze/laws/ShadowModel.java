package trapeze.laws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.PhysicalMemoryProtection;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;

/**
 * What shadow paging should keep of a guest, by its documentation (docs/decisions, 5) and not by
 * its code: one real address space for each virtual context, so many of them as the policy has; a
 * page entered when it is first needed, as large as guest, host and protection allow; forgotten
 * when the guest fences it, changes its protection, or its context must make room.
 *
 * <p>Assumed of the host: a guest's memory is one run, aligned as its largest pages are; and there
 * are frames enough for the page tables.
 */
class ShadowModel {
  /** Sizes of the real machine's pages, the largest first, as bits of address inside. */
  private static final int[] SIZES = {48, 39, 30, 21, 12};

  private static final long READABLE = 1;
  private static final long WRITABLE = 2;

  /** What decides the meaning of addresses. */
  record Context(int mode, long satp, long options) {
    static Context of(HartState state) {
      int mode = (int) state.get(Rv64State.MODE);
      long satp = state.get(Rv64State.SATP);
      if (mode == 3 || satp >>> 60 == 0) {
        return new Context(mode, 0, 0);
      }
      long sum = mode == 1 ? state.get(Rv64State.MSTATUS) & Rv64State.SUM.mask() : 0;
      long mxr = state.get(Rv64State.MSTATUS) & Rv64State.MXR.mask();
      long environment = Rv64State.MENVCFG_ADUE.mask() | Rv64State.MENVCFG_PBMTE.mask();
      return new Context(mode, satp, sum | mxr | state.get(Rv64State.MENVCFG) & environment);
    }

    boolean isTranslated() {
      return satp != 0;
    }
  }

  /**
   * What the guest's own tables and protection say of an address, at an access to it.
   *
   * @param address guest-virtual
   * @param kind of access
   * @param outcome of the translation, as the definition gives it
   * @param physical where it leads
   * @param size of the guest's page, as bits of address inside
   * @param allowed R, W, X by the guest's entry
   * @param isDirty whether its D is set, so that a store has nothing more to set
   * @param leaf the guest's entry itself
   * @param protection R, W, X and PARTIAL for the page's frame
   * @param neighbours the same of pages whose entries are in the same 64 bytes of memory, and equal
   *     but for the page, where both are of 4 KiB
   * @param way the entries that the walk has come through, from the root on
   */
  record Access(
      long address,
      AccessKind kind,
      int outcome,
      long physical,
      int size,
      long allowed,
      boolean isDirty,
      long leaf,
      long protection,
      List<Access> neighbours,
      List<TablesModel.Step> way) {

    boolean isTranslated() {
      return outcome == AddressTranslation.TRANSLATED;
    }

    /** Whether the guest's protection says different things of parts of the page. */
    boolean isDivided() {
      return (protection & PhysicalMemoryProtection.PARTIAL) != 0;
    }

    long permissions() {
      long dirty = isDirty ? PhysicalMemoryProtection.WRITE : 0;
      long both = allowed & protection & (5 | dirty);
      return isDivided() ? 0 : both;
    }
  }

  /** An entry: a page, the guest's page that it is of, and what may be done with it. */
  private record Page(
      long first, int size, long guestFirst, int guestSize, long block, long permissions) {
    boolean holds(long address) {
      return in(first, size, address);
    }

    boolean isOf(long address) {
      return in(guestFirst, guestSize, address);
    }

    boolean meets(Page other) {
      return holds(other.first) || other.holds(first);
    }

    boolean mayWrite(long frame) {
      return (permissions & WRITABLE) != 0 && in(block, size, frame);
    }

    boolean overlaps(long start, int bits) {
      return in(start, bits, first) || holds(start);
    }

    private static boolean in(long first, int size, long address) {
      return size >= 63 || (address ^ first) >>> size == 0;
    }
  }

  private final boolean looksAhead;
  private final int spaces;
  private final long memoryFirst;
  private final long memoryBytes;
  private final Map<Context, List<Page>> kept = new LinkedHashMap<>(16, 0.75f, true);
  private List<Page> pages = new ArrayList<>();
  private @Nullable Context current;
  private @Nullable TablesModel tables;

  /**
   * Nothing kept.
   *
   * @param spaces how many contexts are kept
   */
  ShadowModel(int spaces, long memoryFirst, long memoryBytes) {
    this(spaces, false, memoryFirst, memoryBytes);
  }

  /**
   * Nothing kept.
   *
   * @param looksAhead whether pages beside one that is asked for are entered too
   */
  ShadowModel(int spaces, boolean looksAhead, long memoryFirst, long memoryBytes) {
    this.looksAhead = looksAhead;
    this.spaces = spaces;
    this.memoryFirst = memoryFirst;
    this.memoryBytes = memoryBytes;
  }

  /** What a page says that is entered for an access: R, W, X, and what else a subclass has. */
  long entered(Access access) {
    return access.permissions();
  }

  /** Whether what a page says lets an access pass. */
  boolean passes(long permissions, AccessKind kind) {
    return (permissions & needed(kind)) != 0;
  }

  /** Whether a page that says so is worth entering for an access. */
  boolean suffices(long permissions, AccessKind kind) {
    return passes(permissions, kind);
  }

  /** Whether the real hart is in this context's space. */
  boolean isIn(Context context) {
    return context.equals(current);
  }

  static long needed(AccessKind kind) {
    return switch (kind) {
      case READ, READ_EXECUTABLE -> PhysicalMemoryProtection.READ;
      case WRITE -> PhysicalMemoryProtection.WRITE;
      case EXECUTE -> PhysicalMemoryProtection.EXECUTE;
    };
  }

  /** The guest executes in this context now; another one makes room if it must. */
  void enter(Context context) {
    if (context.equals(current)) {
      return;
    }
    List<Page> found = kept.get(context);
    if (found == null) {
      if (kept.size() >= spaces) {
        Context eldest = kept.keySet().iterator().next();
        kept.remove(eldest);
        if (tables != null) {
          tables.forget(eldest);
        }
      }
      found = new ArrayList<>();
      kept.put(context, found);
    }
    current = context;
    pages = found;
  }

  /** Whether an access in the current context goes ahead without the monitor. */
  boolean allows(Access access) {
    return pages.stream()
        .anyMatch(
            page -> page.holds(access.address()) && passes(page.permissions(), access.kind()));
  }

  /** Whether anything is kept of an address, be it that it does not allow the access. */
  boolean knows(long address) {
    return pages.stream().anyMatch(page -> page.holds(address));
  }

  /**
   * Enters the page of an access that the guest may make.
   *
   * @param isUniform whether protection says one thing of a block, given its first guest-physical
   *     address and its size
   * @return whether a page can say it: not of what is no memory, or divided
   */
  boolean fill(Access access, BiPredicate<Long, Integer> isUniform) {
    long permissions = entered(access);
    boolean isToTable = access.kind() == AccessKind.WRITE && isTable(access.physical());
    if (!suffices(permissions, access.kind()) || isToTable) {
      return false;
    }
    for (int size : SIZES) {
      long inside = (1L << size) - 1;
      long block = access.physical() & ~inside;
      boolean fits =
          size <= access.size()
              && isMemory(block, inside + 1)
              && ((access.address() ^ access.physical()) & inside) == 0
              && isUniform.test(block, size);
      boolean holdsTable = tables != null && tables.isAnyIn(block, size);
      if (fits && !(holdsTable && size > 12 && mayBeWritten(permissions))) {
        long guestInside = access.size() >= 63 ? -1 : (1L << access.size()) - 1;
        long writable = (permissions & READABLE) << 1;
        Page page =
            new Page(
                access.address() & ~inside,
                size,
                access.address() & ~guestInside,
                access.size(),
                block,
                permissions & (~WRITABLE | (holdsTable ? 0 : writable)));
        pages.removeIf(page::meets);
        pages.add(page);
        if (looksAhead) {
          access.neighbours().forEach(this::fillAhead);
        }
        return true;
      }
    }
    return false;
  }

  /** A page beside one that was asked for: entered if nothing is known of it. */
  private void fillAhead(Access neighbour) {
    long permissions = entered(neighbour);
    boolean says = (permissions & (READABLE | PhysicalMemoryProtection.EXECUTE)) != 0;
    long frame = neighbour.physical() & -4096L;
    if (says && !knows(neighbour.address()) && isMemory(frame, 4096)) {
      long page = neighbour.address() & -4096L;
      long writable = (permissions & READABLE) << 1;
      pages.add(new Page(page, 12, page, 12, frame, permissions & (~WRITABLE | writable)));
    }
  }

  private static boolean mayBeWritten(long permissions) {
    return (permissions & (READABLE | WRITABLE)) == (READABLE | WRITABLE);
  }

  /** From now on the guest's tables are protected from being written, and fences drop nothing. */
  ShadowModel protecting(LongUnaryOperator memory) {
    tables = new TablesModel(memory, this::drop);
    return this;
  }

  private void drop(Context context, long first, int bits) {
    kept.forEach(
        (each, found) -> {
          if (each.equals(context)) {
            found.removeIf(page -> page.overlaps(first, bits));
          }
        });
  }

  /** A walk has led somewhere in the current context, and a page may be entered. */
  void walked(Access access) {
    if (tables == null || current == null || !current.isTranslated()) {
      return;
    }
    for (TablesModel.Step step : access.way()) {
      if (!tables.isTable(step.at())) {
        kept.values().forEach(each -> each.removeIf(page -> page.mayWrite(step.at())));
      }
      tables.walked(current, access.address(), step);
    }
  }

  /** Whether there is a protected table at a guest-physical address. */
  boolean isTable(long address) {
    return tables != null && tables.isTable(address);
  }

  /** The monitor has executed a store to an address where a table is. */
  void stored(long address) {
    if (tables != null) {
      tables.stored(address & -4096L);
    }
  }

  private boolean isMemory(long first, long bytes) {
    long offset = first - memoryFirst;
    return offset >= 0 && offset < memoryBytes && memoryBytes - offset >= bytes;
  }

  /** The guest fences address translation. */
  void fence(boolean hasAddress, long address, boolean hasAsid, long asid) {
    if (tables != null) {
      tables.fence();
      return;
    }
    for (Map.Entry<Context, List<Page>> each : kept.entrySet()) {
      Context context = each.getKey();
      boolean isConcerned = !hasAsid || (context.satp() >>> 44 & 0xffff) == asid;
      if (context.isTranslated() && isConcerned) {
        each.getValue().removeIf(page -> !hasAddress || page.isOf(address));
      }
    }
  }

  /** The guest's protection has changed. */
  void clear() {
    kept.values().forEach(List::clear);
  }
}
