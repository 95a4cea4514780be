package trapeze.machine.engine;

import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.state.HartState;
import trapeze.machine.device.Bus;

/**
 * What is remembered of the translations of loads and stores: tables for each context, which are
 * filled by walks, emptied by fences, and get more room where walks are many.
 */
public abstract class DataTranslations extends PhysicalPath {
  private static final int MOST_CONTEXTS = 32;
  private static final int TRANSLATED_PAGES = 512;
  private static final int MOST_TRANSLATED_PAGES = 1 << 16;

  /** Tables of the greatest size that all contexts of a hart may have between them. */
  private static final int TABLES_OF_MOST = 4;

  /** Whether tables get more room; else they stay as they are at first. */
  private static final boolean GROWS = Optimisation.GROWING_TABLES.isOn();

  /** Whether superpages are kept as such. */
  private static final boolean BLOCKS = Optimisation.WHOLE_SUPERPAGES.isOn();

  private final ContextTable<DataContext> contexts =
      new ContextTable<>(() -> new DataContext(translatedPages()), this::mostContexts);

  /** Those that hold now. */
  DataContext context = contexts.find(new Regime());

  /** What the fast path of loads looks into. */
  long[] readTable = context.read.entries;

  /** What the fast path of stores looks into. */
  long[] writeTable = context.write.entries;

  /** The effective mode of loads and stores. */
  int dataMode;

  /** Whom loads and stores are shown; then the tables that the fast paths look into are empty. */
  @Nullable DataObserver dataObserver;

  /** Where the access being observed went: the physical address of its first byte. */
  long observedAt;

  DataTranslations(Engine engine, HartState state, Bus bus) {
    super(engine, state, bus);
  }

  /** Pages that a table of data has room for at first; 32 bytes of the context's each. */
  protected int translatedPages() {
    return TRANSLATED_PAGES;
  }

  /** Pages that a table of data may have room for, where misses say that it pays. */
  protected int mostTranslatedPages() {
    return MOST_TRANSLATED_PAGES;
  }

  /**
   * Contexts whose translations are kept, of data and of instructions each; one takes 20 KiB at
   * first and 3 KiB.
   */
  protected int mostContexts() {
    return MOST_CONTEXTS;
  }

  /** Makes the translations of a regime current; those that were keep their context meanwhile. */
  final void useDataContext(Regime regime) {
    dataMode = regime.mode;
    if (!context.isFor(regime)) {
      contexts.use(context);
      context = contexts.find(regime);
      chooseTables();
    }
  }

  /** Whom loads and stores are shown, if anybody. */
  protected final @Nullable DataObserver dataObserver() {
    return dataObserver;
  }

  final void chooseTables() {
    readTable = dataObserver == null ? context.read.entries : DataTable.EMPTY;
    writeTable = dataObserver == null ? context.write.entries : DataTable.EMPTY;
  }

  /** Shows loads and stores with their values from now on, or no longer; forgets no translation. */
  public final void observeData(@Nullable DataObserver newObserver) {
    dataObserver = newObserver;
    chooseTables();
  }

  final void clearData() {
    contexts.clear();
  }

  final void fenceData(Fence fence) {
    contexts.fence(fence);
  }

  /** The table of what may be loaded without more ado; it stays while the loop goes on. */
  public final long[] readTable() {
    return readTable;
  }

  /** The same for stores. */
  public final long[] writeTable() {
    return writeTable;
  }

  /** Where the host holds an aligned address that may be read, or 0 if that is not cached. */
  final long cachedForRead(long address, int bytes) {
    long[] table = context.read.entries;
    long place = DataTable.place(table, address);
    return DataTable.tag(table, place) == (address & (PAGE_MASK | (bytes - 1)))
        ? address + DataTable.addend(table, place)
        : 0;
  }

  /** Where the host holds an aligned address that may be written, or 0 if that is not cached. */
  final long cachedForWrite(long address, int bytes) {
    long[] table = context.write.entries;
    long place = DataTable.place(table, address);
    return (DataTable.tag(table, place) & ~DataTable.GUARDED)
            == (address & (PAGE_MASK | (bytes - 1)))
        ? address + DataTable.addend(table, place)
        : 0;
  }

  /** Translates a data access inside one page, and caches what it found if that may be. */
  final long physical(long address, int bytes, AccessKind kind) {
    boolean toWrite = kind == AccessKind.WRITE;
    boolean mayKeep = toWrite || kind == AccessKind.READ;
    if (BLOCKS && mayKeep && !isWatched()) {
      long host = context.inBlock(address, toWrite);
      if (host != 0) {
        enter(address, host - address, toWrite);
        observedAt = physical(host);
        return observedAt;
      }
    }
    long physical = translate(address, bytes, kind, dataMode);
    observedAt = physical;
    long page = physical & PAGE_MASK;
    if (mayKeep
        && holdsForPage
        && observer == null
        && keepsTranslated(address)
        && isMemory(page, PAGE)) {
      long addend = host(physical) - address;
      enter(address, addend, toWrite);
      if (BLOCKS && pageShift >= DataContext.BLOCK_SHIFT && isWhole(physical, kind)) {
        context.enterBlock(address, toWrite, addend);
      }
      context.noteLeaf(address, leafShift);
    }
    return physical;
  }

  private void enter(long address, long addend, boolean toWrite) {
    if (toWrite) {
      context.enterWrite(address & PAGE_MASK, addend, reservationSets.isActive());
    } else {
      context.enterRead(address & PAGE_MASK, addend);
    }
  }

  /** Whether all of the block that holds a physical address is memory for such accesses. */
  private boolean isWhole(long physical, AccessKind kind) {
    long bytes = 1L << DataContext.BLOCK_SHIFT;
    long block = physical & -bytes;
    return isMemory(block, (int) bytes) && allows(block, bytes, kind, dataMode);
  }

  /** Lets tables have another size where misses say that it pays; nobody holds one meanwhile. */
  final void fitTables() {
    if (GROWS && context.isCrowded() && context.fit(steps(), mostTranslatedPages())) {
      shrinkOthers();
      chooseTables();
    }
  }

  /** Takes from those used longest ago what all together have too much. */
  private void shrinkOthers() {
    long most = (long) TABLES_OF_MOST * mostTranslatedPages();
    while (contexts.sum(DataContext::pages) > most) {
      contexts
          .oldest(each -> each != context && each.pages() > 2 * translatedPages())
          .shrink(translatedPages());
    }
  }
}
