package trapeze.machine.engine;

import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.AddressTranslation;
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
public abstract class DataPath extends DataTranslations {
  private static final int LOAD_MISALIGNED = 4;
  private static final int STORE_MISALIGNED = 6;

  private final Regime guestRegime = new Regime();

  DataPath(Engine engine, HartState state, Bus bus) {
    super(engine, state, bus);
  }

  /**
   * Loads 1, 2, 4 or 8 bytes as a guest would, zero-extended (priv:hlsv).
   *
   * @param executable whether execute permission is asked for in place of read permission
   */
  public final long guestLoad(long address, int bytes, boolean executable) {
    DataContext own = context;
    int ownMode = dataMode;
    enterGuest();
    try {
      return executable ? loadExecutable(address, bytes) : load(address, bytes);
    } finally {
      returnTo(own, ownMode);
    }
  }

  private long loadExecutable(long address, int bytes) {
    long value = loadUncached(address, bytes, AccessKind.READ_EXECUTABLE);
    DataObserver to = dataObserver;
    if (to != null) {
      to.loaded(address, observedAt, bytes, value);
    }
    return value;
  }

  /** Stores the low 1, 2, 4 or 8 bytes of a value as a guest would (priv:hlsv). */
  public final void guestStore(long address, int bytes, long value) {
    DataContext own = context;
    int ownMode = dataMode;
    enterGuest();
    try {
      store(address, bytes, value);
    } finally {
      returnTo(own, ownMode);
    }
  }

  /** Loads 1, 2, 4 or 8 bytes, zero-extended. */
  public final long load(long address, int bytes) {
    return switch (bytes) {
      case 1 -> load1(address);
      case 2 -> load2(address);
      case 4 -> load4(address);
      default -> load8(address);
    };
  }

  /** Stores the low 1, 2, 4 or 8 bytes of a value. */
  public final void store(long address, int bytes, long value) {
    switch (bytes) {
      case 1 -> store1(address, value);
      case 2 -> store2(address, value);
      case 4 -> store4(address, value);
      default -> store8(address, value);
    }
  }

  /** Lets accesses act as the guest's, in the mode that SPVP says. */
  private void enterGuest() {
    long spvp = registers[Rv64State.HSTATUS.index()] & Rv64State.SPVP.mask();
    PrivilegeMode mode = spvp == 0 ? PrivilegeMode.U : PrivilegeMode.S;
    guestRegime.becomeOfData(registers, AddressTranslation.VIRTUAL_MODE | mode.code());
    useDataContext(guestRegime);
  }

  private void returnTo(DataContext own, int mode) {
    dataMode = mode;
    context = own;
    chooseTables();
  }

  /**
   * Where the host holds what an address is known to lead to that may be loaded, or 0: for the
   * loop, which has somebody else make an access of which the table does not know.
   *
   * @param alignment bits of the address that must be clear
   */
  public final long hostForLoad(long address, long alignment) {
    long[] table = readTable;
    long place = DataTable.place(table, address);
    return DataTable.tag(table, place) == (address & (PAGE_MASK | alignment))
        ? address + DataTable.addend(table, place)
        : 0;
  }

  /** The same of what may be stored to. */
  public final long hostForStore(long address, long alignment) {
    long[] table = writeTable;
    long place = DataTable.place(table, address);
    return DataTable.tag(table, place) == (address & (PAGE_MASK | alignment))
        ? address + DataTable.addend(table, place)
        : 0;
  }

  /** Reads 8 bits of memory, zero-extended, as loads do. */
  public static long read1(long host) {
    return RawMemory.getByteOpaque(host) & 0xffL;
  }

  /** Reads 16 bits, zero-extended. */
  public static long read2(long host) {
    return RawMemory.getShortOpaque(host) & 0xffffL;
  }

  /** Reads 32 bits, zero-extended. */
  public static long read4(long host) {
    return RawMemory.getIntOpaque(host) & 0xffff_ffffL;
  }

  /** Reads 64 bits. */
  public static long read8(long host) {
    return RawMemory.getLongOpaque(host);
  }

  /** Writes the low 8 bits of a value to memory, as stores do. */
  public static void write1(long host, long value) {
    RawMemory.putByteOpaque(host, (byte) value);
  }

  /** Writes the low 16 bits of a value. */
  public static void write2(long host, long value) {
    RawMemory.putShortOpaque(host, (short) value);
  }

  /** Writes the low 32 bits of a value. */
  public static void write4(long host, long value) {
    RawMemory.putIntOpaque(host, (int) value);
  }

  /** Writes 64 bits. */
  public static void write8(long host, long value) {
    RawMemory.putLongOpaque(host, value);
  }

  /** Loads 8 bits, zero-extended. */
  public final long load1(long address) {
    long[] table = readTable;
    long place = DataTable.place(table, address);
    return DataTable.tag(table, place) == (address & PAGE_MASK)
        ? RawMemory.getByteOpaque(address + DataTable.addend(table, place)) & 0xffL
        : loadSlowly(address, 1);
  }

  /** Loads 16 bits, zero-extended. */
  public final long load2(long address) {
    long[] table = readTable;
    long place = DataTable.place(table, address);
    return DataTable.tag(table, place) == (address & (PAGE_MASK | 1))
        ? RawMemory.getShortOpaque(address + DataTable.addend(table, place)) & 0xffffL
        : loadSlowly(address, 2);
  }

  /** Loads 32 bits, zero-extended. */
  public final long load4(long address) {
    long[] table = readTable;
    long place = DataTable.place(table, address);
    return DataTable.tag(table, place) == (address & (PAGE_MASK | 3))
        ? RawMemory.getIntOpaque(address + DataTable.addend(table, place)) & 0xffff_ffffL
        : loadSlowly(address, 4);
  }

  /** Loads 64 bits. */
  public final long load8(long address) {
    long[] table = readTable;
    long place = DataTable.place(table, address);
    return DataTable.tag(table, place) == (address & (PAGE_MASK | 7))
        ? RawMemory.getLongOpaque(address + DataTable.addend(table, place))
        : loadSlowly(address, 8);
  }

  /** Stores the low 8 bits of a value. */
  public final void store1(long address, long value) {
    long[] table = writeTable;
    long place = DataTable.place(table, address);
    if (DataTable.tag(table, place) == (address & PAGE_MASK)) {
      RawMemory.putByteOpaque(address + DataTable.addend(table, place), (byte) value);
    } else {
      storeSlowly(address, 1, value);
    }
  }

  /** Stores the low 16 bits of a value. */
  public final void store2(long address, long value) {
    long[] table = writeTable;
    long place = DataTable.place(table, address);
    if (DataTable.tag(table, place) == (address & (PAGE_MASK | 1))) {
      RawMemory.putShortOpaque(address + DataTable.addend(table, place), (short) value);
    } else {
      storeSlowly(address, 2, value);
    }
  }

  /** Stores the low 32 bits of a value. */
  public final void store4(long address, long value) {
    long[] table = writeTable;
    long place = DataTable.place(table, address);
    if (DataTable.tag(table, place) == (address & (PAGE_MASK | 3))) {
      RawMemory.putIntOpaque(address + DataTable.addend(table, place), (int) value);
    } else {
      storeSlowly(address, 4, value);
    }
  }

  /** Stores 64 bits. */
  public final void store8(long address, long value) {
    long[] table = writeTable;
    long place = DataTable.place(table, address);
    if (DataTable.tag(table, place) == (address & (PAGE_MASK | 7))) {
      RawMemory.putLongOpaque(address + DataTable.addend(table, place), value);
    } else {
      storeSlowly(address, 8, value);
    }
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
    return loadUncached(address, bytes, AccessKind.READ);
  }

  private long loadUncached(long address, int bytes, AccessKind kind) {
    int first = bytesInPage(address, bytes);
    if ((address & (bytes - 1)) != 0) {
      requireMisaligned(LOAD_MISALIGNED, address);
      long[] table = context.read.entries;
      long place = DataTable.place(table, address);
      if (kind == AccessKind.READ
          && DataTable.tag(table, place) == (address & PAGE_MASK)
          && first == bytes) {
        long host = address + DataTable.addend(table, place);
        observedAt = physical(host);
        return HostAccess.read(host, bytes);
      }
    }
    long physical = physical(address, first, kind);
    if (first == bytes) {
      // No device may be executed.
      if (kind == AccessKind.READ_EXECUTABLE) {
        requireMemory(physical, bytes, address, kind);
      }
      return readPhysical(physical, bytes, address);
    }
    long next = address + first;
    long physicalNext = physical(next, bytes - first, kind);
    observedAt = physical;
    requireMemory(physical, first, address, kind);
    requireMemory(physicalNext, bytes - first, next, kind);
    return readPhysical(physical, first, address)
        | readPhysical(physicalNext, bytes - first, next) << 8 * first;
  }

  private void storeUncached(long address, int bytes, long value) {
    int first = bytesInPage(address, bytes);
    if ((address & (bytes - 1)) != 0) {
      requireMisaligned(STORE_MISALIGNED, address);
      long[] table = context.write.entries;
      long place = DataTable.place(table, address);
      if ((DataTable.tag(table, place) & ~DataTable.GUARDED) == (address & PAGE_MASK)
          && first == bytes) {
        long host = address + DataTable.addend(table, place);
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
      throw raiseIn(dataMode, cause, address);
    }
  }

  /** An access that crosses into another page must find memory on both sides. */
  private void requireMemory(long physical, int bytes, long address, AccessKind kind) {
    if (!isMemory(physical, bytes)) {
      throw accessFault(address, kind);
    }
  }
}
