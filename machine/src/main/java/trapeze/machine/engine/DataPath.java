package trapeze.machine.engine;

import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.device.Bus;
import trapeze.machine.memory.RawMemory;

/**
 * Loads and stores by virtual address: a table look-up where the translation is cached and the
 * address aligned, all else behind it.
 *
 * <p>Accesses are opaque, which harts that run at the same time need; where one runs alone they
 * cost no more than plain ones (measured on whole guests).
 */
public abstract class DataPath extends PhysicalPath {
  private static final int LOAD_MISALIGNED = 4;
  private static final int STORE_MISALIGNED = 6;

  private final ContextTable<DataContext> contexts = new ContextTable<>(DataContext::new);
  private DataContext context = contexts.find(0, -1);
  private long[] readTable = context.read;
  private long[] writeTable = context.write;
  private int dataMode;

  /** Whom loads and stores are shown; then the tables that the fast paths look into are empty. */
  private @Nullable DataObserver dataObserver;

  /** Where the access being observed went: the physical address of its first byte. */
  private long observedAt;

  DataPath(Engine engine, HartState state, Bus bus) {
    super(engine, state, bus);
  }

  /** Makes the translations for these circumstances current. */
  final void useDataContext(long satp, long rules, int mode) {
    dataMode = mode;
    if (!context.isFor(satp, rules)) {
      context = contexts.find(satp, rules);
      chooseTables();
    }
  }

  /** Whom loads and stores are shown, if anybody. */
  protected final @Nullable DataObserver dataObserver() {
    return dataObserver;
  }

  private void chooseTables() {
    readTable = dataObserver == null ? context.read : DataContext.EMPTY;
    writeTable = dataObserver == null ? context.write : DataContext.EMPTY;
  }

  /** Shows loads and stores with their values from now on, or no longer; forgets no translation. */
  public final void observeData(@Nullable DataObserver newObserver) {
    dataObserver = newObserver;
    chooseTables();
  }

  final void clearData() {
    contexts.clear();
  }

  final void fenceData(boolean hasAddress, long address, boolean hasAsid, long asid) {
    contexts.fence(hasAddress, address, hasAsid, asid);
  }

  private static int index(long address) {
    return (int) (address >>> DataContext.INDEX_SHIFT) & DataContext.INDEX_MASK;
  }

  /** Loads 8 bits, zero-extended. */
  public final long load1(long address) {
    long[] table = readTable;
    int i = index(address);
    return table[i] == (address & PAGE_MASK)
        ? RawMemory.getByteOpaque(address + table[i + 1]) & 0xffL
        : loadSlowly(address, 1);
  }

  /** Loads 16 bits, zero-extended. */
  public final long load2(long address) {
    long[] table = readTable;
    int i = index(address);
    return table[i] == (address & (PAGE_MASK | 1))
        ? RawMemory.getShortOpaque(address + table[i + 1]) & 0xffffL
        : loadSlowly(address, 2);
  }

  /** Loads 32 bits, zero-extended. */
  public final long load4(long address) {
    long[] table = readTable;
    int i = index(address);
    return table[i] == (address & (PAGE_MASK | 3))
        ? RawMemory.getIntOpaque(address + table[i + 1]) & 0xffff_ffffL
        : loadSlowly(address, 4);
  }

  /** Loads 64 bits. */
  public final long load8(long address) {
    long[] table = readTable;
    int i = index(address);
    return table[i] == (address & (PAGE_MASK | 7))
        ? RawMemory.getLongOpaque(address + table[i + 1])
        : loadSlowly(address, 8);
  }

  /** Stores the low 8 bits of a value. */
  public final void store1(long address, long value) {
    long[] table = writeTable;
    int i = index(address);
    if (table[i] == (address & PAGE_MASK)) {
      RawMemory.putByteOpaque(address + table[i + 1], (byte) value);
    } else {
      storeSlowly(address, 1, value);
    }
  }

  /** Stores the low 16 bits of a value. */
  public final void store2(long address, long value) {
    long[] table = writeTable;
    int i = index(address);
    if (table[i] == (address & (PAGE_MASK | 1))) {
      RawMemory.putShortOpaque(address + table[i + 1], (short) value);
    } else {
      storeSlowly(address, 2, value);
    }
  }

  /** Stores the low 32 bits of a value. */
  public final void store4(long address, long value) {
    long[] table = writeTable;
    int i = index(address);
    if (table[i] == (address & (PAGE_MASK | 3))) {
      RawMemory.putIntOpaque(address + table[i + 1], (int) value);
    } else {
      storeSlowly(address, 4, value);
    }
  }

  /** Stores 64 bits. */
  public final void store8(long address, long value) {
    long[] table = writeTable;
    int i = index(address);
    if (table[i] == (address & (PAGE_MASK | 7))) {
      RawMemory.putLongOpaque(address + table[i + 1], value);
    } else {
      storeSlowly(address, 8, value);
    }
  }

  /** Where the host holds an aligned address that may be read, or 0 if that is not cached. */
  final long cachedForRead(long address, int bytes) {
    long[] table = context.read;
    int i = index(address);
    return table[i] == (address & (PAGE_MASK | (bytes - 1))) ? address + table[i + 1] : 0;
  }

  /** Where the host holds an aligned address that may be written, or 0 if that is not cached. */
  final long cachedForWrite(long address, int bytes) {
    long[] table = context.write;
    int i = index(address);
    return (table[i] & ~DataContext.GUARDED) == (address & (PAGE_MASK | (bytes - 1)))
        ? address + table[i + 1]
        : 0;
  }

  /** Translates a data access inside one page, and caches what it found if that may be. */
  final long physical(long address, int bytes, AccessKind kind) {
    long physical = translate(address, bytes, kind, dataMode);
    observedAt = physical;
    long page = physical & PAGE_MASK;
    if (holdsForPage && observer == null && keepsTranslated(address) && isMemory(page, PAGE)) {
      long virtualPage = address & PAGE_MASK;
      long addend = host(page) - virtualPage;
      if (kind == AccessKind.WRITE) {
        context.enterWrite(virtualPage, addend, reservationSets.isActive());
      } else {
        context.enterRead(virtualPage, addend);
      }
      context.noteLeaf(address, leafShift);
    }
    return physical;
  }

  private long loadSlowly(long address, int bytes) {
    DataObserver to = dataObserver;
    if (to == null) {
      return loadUncached(address, bytes);
    }
    long host = cachedForRead(address, bytes);
    long value = host == 0 ? loadUncached(address, bytes) : HostAccess.read(host, bytes);
    to.loaded(address, host == 0 ? observedAt : physical(host), bytes, value);
    return value;
  }

  private void storeSlowly(long address, int bytes, long value) {
    long cached = cachedForWrite(address, bytes);
    DataObserver to = dataObserver;
    if (to == null) {
      if (cached != 0) {
        storeGuarded(cached, bytes, value);
      } else {
        storeUncached(address, bytes, value);
      }
      return;
    }
    if (cached != 0) {
      observedAt = physical(cached);
      storeToMemory(cached, bytes, value);
    } else {
      storeUncached(address, bytes, value);
    }
    to.stored(address, observedAt, bytes, value & -1L >>> Long.SIZE - 8 * bytes);
  }

  private long loadUncached(long address, int bytes) {
    int first = bytesInPage(address, bytes);
    if ((address & (bytes - 1)) != 0) {
      requireMisaligned(LOAD_MISALIGNED, address);
      int i = index(address);
      if (context.read[i] == (address & PAGE_MASK) && first == bytes) {
        long host = address + context.read[i + 1];
        observedAt = physical(host);
        return HostAccess.read(host, bytes);
      }
    }
    long physical = physical(address, first, AccessKind.READ);
    if (first == bytes) {
      return readPhysical(physical, bytes, address);
    }
    long next = address + first;
    long physicalNext = physical(next, bytes - first, AccessKind.READ);
    observedAt = physical;
    requireMemory(physical, first, address, AccessKind.READ);
    requireMemory(physicalNext, bytes - first, next, AccessKind.READ);
    return readPhysical(physical, first, address)
        | readPhysical(physicalNext, bytes - first, next) << 8 * first;
  }

  private void storeUncached(long address, int bytes, long value) {
    int first = bytesInPage(address, bytes);
    if ((address & (bytes - 1)) != 0) {
      requireMisaligned(STORE_MISALIGNED, address);
      int i = index(address);
      long[] table = context.write;
      if ((table[i] & ~DataContext.GUARDED) == (address & PAGE_MASK) && first == bytes) {
        long host = address + table[i + 1];
        observedAt = physical(host);
        storeToMemory(host, bytes, value);
        return;
      }
    }
    long physical = physical(address, first, AccessKind.WRITE);
    if (first == bytes) {
      writePhysical(physical, bytes, value, address);
      return;
    }
    long next = address + first;
    long physicalNext = physical(next, bytes - first, AccessKind.WRITE);
    observedAt = physical;
    requireMemory(physical, first, address, AccessKind.WRITE);
    requireMemory(physicalNext, bytes - first, next, AccessKind.WRITE);
    writePhysical(physical, first, value, address);
    writePhysical(physicalNext, bytes - first, value >>> 8 * first, next);
  }

  private static int bytesInPage(long address, int bytes) {
    return Math.min(bytes, PAGE - (int) (address & (PAGE - 1)));
  }

  private void requireMisaligned(int cause, long address) {
    if (choices[Rv64State.MISALIGNED.index()] == 0) {
      throw raise(cause, address);
    }
  }

  /** An access that crosses into another page must find memory on both sides. */
  private void requireMemory(long physical, int bytes, long address, AccessKind kind) {
    if (!isMemory(physical, bytes)) {
      throw accessFault(address, kind);
    }
  }
}
