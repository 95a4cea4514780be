package trapeze.machine.engine;

import trapeze.isa.ir.AccessKind;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.device.Bus;
import trapeze.machine.engine.translate.Leave;
import trapeze.machine.memory.RawMemory;

/**
 * Loads and stores of translated code. They do what {@link DataPath}'s do, by the same tables, as
 * long as that is to read or write memory; before all else, devices and what somebody watches for
 * instance, they leave the translation, and the interpreter executes the instruction.
 *
 * <p>They are static methods, so that HotSpot counts for all of them together how often a table
 * does not know an address. For each place by itself it would compile the code as if that never
 * happened, and again where it does.
 */
public abstract class TranslatedPath extends DataPath {
  TranslatedPath(Engine engine, HartState state, Bus bus) {
    super(engine, state, bus);
  }

  /** What makes places of addresses in a table, for the methods below. */
  public static long mask(long[] table) {
    return DataTable.mask(table);
  }

  /** Loads 8 bits, zero-extended, by the table of what may be loaded. */
  public static long load1(Hart hart, long[] table, long mask, long address) {
    long place = DataTable.place(mask, address);
    return DataTable.tag(table, place) == (address & PAGE_MASK)
        ? RawMemory.getByteOpaque(address + DataTable.addend(table, place)) & 0xffL
        : hart.loadOrLeave(address, 1);
  }

  /** Loads 16 bits, zero-extended. */
  public static long load2(Hart hart, long[] table, long mask, long address) {
    long place = DataTable.place(mask, address);
    return DataTable.tag(table, place) == (address & (PAGE_MASK | 1))
        ? RawMemory.getShortOpaque(address + DataTable.addend(table, place)) & 0xffffL
        : hart.loadOrLeave(address, 2);
  }

  /** Loads 32 bits, zero-extended. */
  public static long load4(Hart hart, long[] table, long mask, long address) {
    long place = DataTable.place(mask, address);
    return DataTable.tag(table, place) == (address & (PAGE_MASK | 3))
        ? RawMemory.getIntOpaque(address + DataTable.addend(table, place)) & 0xffff_ffffL
        : hart.loadOrLeave(address, 4);
  }

  /** Loads 64 bits. */
  public static long load8(Hart hart, long[] table, long mask, long address) {
    long place = DataTable.place(mask, address);
    return DataTable.tag(table, place) == (address & (PAGE_MASK | 7))
        ? RawMemory.getLongOpaque(address + DataTable.addend(table, place))
        : hart.loadOrLeave(address, 8);
  }

  /** Stores the low 8 bits of a value, by the table of what may be stored to. */
  public static void store1(Hart hart, long[] table, long mask, long address, long value) {
    long place = DataTable.place(mask, address);
    if (DataTable.tag(table, place) == (address & PAGE_MASK)) {
      RawMemory.putByteOpaque(address + DataTable.addend(table, place), (byte) value);
    } else {
      hart.storeOrLeave(address, 1, value);
    }
  }

  /** Stores the low 16 bits of a value. */
  public static void store2(Hart hart, long[] table, long mask, long address, long value) {
    long place = DataTable.place(mask, address);
    if (DataTable.tag(table, place) == (address & (PAGE_MASK | 1))) {
      RawMemory.putShortOpaque(address + DataTable.addend(table, place), (short) value);
    } else {
      hart.storeOrLeave(address, 2, value);
    }
  }

  /** Stores the low 32 bits of a value. */
  public static void store4(Hart hart, long[] table, long mask, long address, long value) {
    long place = DataTable.place(mask, address);
    if (DataTable.tag(table, place) == (address & (PAGE_MASK | 3))) {
      RawMemory.putIntOpaque(address + DataTable.addend(table, place), (int) value);
    } else {
      hart.storeOrLeave(address, 4, value);
    }
  }

  /** Stores 64 bits. */
  public static void store8(Hart hart, long[] table, long mask, long address, long value) {
    long place = DataTable.place(mask, address);
    if (DataTable.tag(table, place) == (address & (PAGE_MASK | 7))) {
      RawMemory.putLongOpaque(address + DataTable.addend(table, place), value);
    } else {
      hart.storeOrLeave(address, 8, value);
    }
  }

  /** Loads from memory what the table does not know. */
  public final long loadOrLeave(long address, int bytes) {
    return HostAccess.read(hostOrLeave(address, bytes, AccessKind.READ), bytes);
  }

  /** Stores to memory what the table does not know. */
  public final void storeOrLeave(long address, int bytes, long value) {
    long cached = dataObserver() == null ? cachedForWrite(address, bytes) : 0;
    long host = cached != 0 ? cached : hostOrLeave(address, bytes, AccessKind.WRITE);
    storeToMemory(host, bytes, value);
  }

  /** Where the host holds an aligned address; raises what the access raises. */
  private long hostOrLeave(long address, int bytes, AccessKind kind) {
    if ((address & (bytes - 1)) != 0 || isWatched() || dataObserver() != null) {
      throw Leave.NOW;
    }
    long physical = physical(address, bytes, kind);
    if (!isMemory(physical, bytes)) {
      throw Leave.NOW;
    }
    return host(physical);
  }
}
