package trapeze.machine.engine;

import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.device.Bus;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.machine.memory.RawMemory;
import trapeze.machine.memory.ReservationSets;

/**
 * A hart's accesses by physical address: translation as the specification says it, protection, page
 * walks, memory and devices. Nothing is cached here.
 */
public abstract class PhysicalPath extends TriggerPath {
  static final int PAGE = 4096;
  static final long PAGE_MASK = -PAGE;
  private static final long NOT_UNIFORM = 8;

  private final PhysicalMemory memory;
  private final long memoryBase;
  private final long memorySize;
  private final long hostBase;
  final ReservationSets reservationSets;
  @Nullable AccessObserver observer;
  private @Nullable WalkListener walkListener;

  /** Whether the last translation holds for every access of its kind to the same page. */
  boolean holdsForPage;

  /**
   * Bits of address inside what the leaf of the last translation maps; of a guest's the VS-stage's,
   * which a fence of an address is about.
   */
  int leafShift;

  /** Bits of address inside what the last translation holds for, protection aside; 12 to 63. */
  int pageShift;

  /** The effective mode of the last translation. */
  private int accessMode;

  PhysicalPath(Engine engine, HartState state, Bus bus) {
    super(engine, state, bus);
    memory = bus.memory();
    reservationSets = memory.reservationSets();
    memoryBase = memory.base();
    memorySize = memory.size();
    hostBase = memory.hostAddress(memoryBase);
  }

  /** Shows every page walk from now on, or none; forgets no translation. */
  public final void onWalk(@Nullable WalkListener listener) {
    walkListener = listener;
  }

  /** Whether anybody is shown accesses, or halts the hart at some. */
  final boolean isWatched() {
    return observer != null || walkListener != null || triggers() != null;
  }

  /** Whether all these physical addresses are memory. */
  final boolean isMemory(long physical, int bytes) {
    long offset = physical - memoryBase;
    return offset >= 0 && offset <= memorySize - bytes;
  }

  /** Where the host holds a physical address that is memory. */
  final long host(long physical) {
    return hostBase + (physical - memoryBase);
  }

  /** The physical address of what the host holds there. */
  final long physical(long host) {
    return memoryBase + (host - hostBase);
  }

  /**
   * Translates and checks an access; raises its page fault or access fault.
   *
   * @param address virtual; what the trap value will be
   * @param bytes 1 to 8, none of them behind the page's end
   * @return the physical address
   */
  final long translate(long address, int bytes, AccessKind kind, int mode) {
    if (walkListener != null) {
      walkListener.begins();
    }
    accessMode = mode;
    long outcome = definitions.translate(hart(), address, kind.ordinal(), mode);
    while (outcome == AddressTranslation.CHANGED) {
      outcome = definitions.translate(hart(), address, kind.ordinal(), mode);
    }
    if (outcome != AddressTranslation.TRANSLATED) {
      throw raiseIn(mode, outcome, address);
    }
    long physical = scratch[Rv64State.WALK_ADDRESS.index()];
    boolean isGuests = (mode & AddressTranslation.VIRTUAL_MODE) != 0;
    leafShift =
        (int) scratch[(isGuests ? Rv64State.WALK_VIRTUAL_SHIFT : Rv64State.WALK_SHIFT).index()];
    pageShift = (int) scratch[Rv64State.WALK_SHIFT.index()];
    int privilege = mode & 3;
    long allowed = definitions.protection(hart(), physical & PAGE_MASK, PAGE, privilege);
    holdsForPage = (allowed & NOT_UNIFORM) == 0;
    if (!holdsForPage) {
      allowed = definitions.protection(hart(), physical, bytes, privilege);
    }
    if ((allowed & NOT_UNIFORM) != 0 || (allowed & needed(kind)) != needed(kind)) {
      throw accessFault(address, kind);
    }
    return physical;
  }

  /** Whether protection lets such accesses in an effective mode to all of a range. */
  final boolean allows(long physical, long bytes, AccessKind kind, int mode) {
    long allowed = definitions.protection(hart(), physical, bytes, mode & 3);
    return (allowed & (NOT_UNIFORM | needed(kind))) == needed(kind);
  }

  private static long needed(AccessKind kind) {
    return switch (kind) {
      case READ -> 1;
      case READ_EXECUTABLE -> 5;
      case WRITE -> 2;
      case EXECUTE -> 4;
    };
  }

  final RuntimeException accessFault(long address, AccessKind kind) {
    return raiseIn(
        accessMode,
        switch (kind) {
          case EXECUTE -> 1;
          case READ, READ_EXECUTABLE -> 5;
          case WRITE -> 7;
        },
        address);
  }

  /** Reads memory or a device; {@code address} is the virtual one, for the trap. */
  final long readPhysical(long physical, int bytes, long address) {
    report(physical, bytes, AccessKind.READ, false);
    if (isMemory(physical, bytes)) {
      accesses(address, bytes, true, false);
      return HostAccess.read(host(physical), bytes);
    }
    if (!isPower(bytes) || !bus.accepts(physical, bytes)) {
      throw accessFault(address, AccessKind.READ);
    }
    stopAfterThis();
    accesses(address, bytes, true, false);
    return bus.read(physical, bytes);
  }

  /** Writes memory or a device; {@code address} is the virtual one, for the trap. */
  final void writePhysical(long physical, int bytes, long value, long address) {
    report(physical, bytes, AccessKind.WRITE, false);
    if (isMemory(physical, bytes)) {
      accesses(address, bytes, false, true);
      storeToMemory(host(physical), bytes, value);
      return;
    }
    if (!isPower(bytes) || !bus.accepts(physical, bytes)) {
      throw accessFault(address, AccessKind.WRITE);
    }
    stopAfterThis();
    accesses(address, bytes, false, true);
    bus.write(physical, bytes, value);
  }

  /** Stores to memory, where others may have reserved it. */
  final void storeToMemory(long host, int bytes, long value) {
    if (!reservationSets.isActive()) {
      HostAccess.write(host, bytes, value);
    } else if (ReservationSets.inLine(host, bytes) == bytes) {
      storeGuarded(host, bytes, value);
    } else {
      for (int i = 0; i < bytes; i++) {
        storeGuarded(host + i, 1, value >>> 8 * i);
      }
    }
  }

  /** Stores inside one line of memory whose reservation sets are active. */
  final void storeGuarded(long host, int bytes, long value) {
    long version = reservationSets.begin(host);
    HostAccess.write(host, bytes, value);
    reservationSets.end(host, version);
  }

  private static boolean isPower(int bytes) {
    return Integer.bitCount(bytes) == 1;
  }

  final void report(long physical, int bytes, AccessKind kind, boolean walk) {
    if (observer != null) {
      observer.accesses(physical, bytes, kind, walk);
    }
  }

  private void refer(long physical, AccessKind kind) {
    report(physical, 8, kind, true);
    if (walkListener != null) {
      walkListener.refers(physical, (int) scratch[Rv64State.WALK_STAGE.index()]);
    }
  }

  /** Whether a page-table entry can be at a physical address, a multiple of 8. */
  public final boolean hasPhysical(long physical) {
    return isMemory(physical, 8);
  }

  /** Reads a page-table entry. */
  public final long readPhysical(long physical) {
    refer(physical, AccessKind.READ);
    return RawMemory.getLongOpaque(host(physical));
  }

  /** Writes 8 bytes of memory that is there. */
  public final void writePhysical(long physical, long value) {
    report(physical, 8, AccessKind.WRITE, true);
    storeToMemory(host(physical), 8, value);
  }

  /** Replaces a page-table entry if it is still as expected. */
  public final boolean replacePhysical(long physical, long expected, long value) {
    refer(physical, AccessKind.WRITE);
    long host = host(physical);
    if (!reservationSets.isActive()) {
      return RawMemory.compareAndSetLong(host, expected, value);
    }
    long version = reservationSets.begin(host);
    boolean replaced = RawMemory.compareAndSetLong(host, expected, value);
    reservationSets.end(host, version);
    return replaced;
  }

  /** This hart, as generated code takes it. */
  protected abstract Hart hart();
}
