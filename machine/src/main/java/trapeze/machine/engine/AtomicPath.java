package trapeze.machine.engine;

import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.state.HartState;
import trapeze.machine.device.Bus;
import trapeze.machine.memory.RawMemory;
import trapeze.machine.memory.ReservationSets;

/**
 * Atomic memory operations and reservations.
 *
 * <p>Choices of this implementation (unpriv:ext:zalrsc): an SC must have the width and the physical
 * address of the LR before it. An SC that finds no reservation is still translated and may fault.
 * Only memory can be reserved.
 *
 * <p>Where one hart runs at a time, an SC succeeds if the bytes still hold the value that the LR
 * loaded; that another hart has stored the same value need not be looked for, since a turn's end
 * ends the reservation. Where harts run at the same time, it succeeds if nobody has stored to the
 * reservation set since, be it the same value: see {@link ReservationSets}.
 *
 * <p>There, too, each of these instructions is ordered with all accesses before and behind it,
 * which is more than any {@code aq} and {@code rl} ask.
 */
public abstract class AtomicPath extends TranslatedPath {
  private static final int NO_RESERVATION = 0;

  private long reservedAddress;
  private int reservedBytes = NO_RESERVATION;
  private long reservedValue;
  private long reservedVersion;

  /** Where the last atomic operation went, for whoever observes it. */
  private long atomicAt;

  AtomicPath(Engine engine, HartState state, Bus bus) {
    super(engine, state, bus);
  }

  /** Does an atomic read-modify-write of 4 or 8 aligned bytes; gives the old value. */
  public final long atomic(AtomicOperator operator, long address, int bytes, long operand) {
    long old = perform(operator, address, bytes, operand);
    DataObserver to = dataObserver();
    if (to != null) {
      to.loaded(address, atomicAt, bytes, old);
      to.stored(address, atomicAt, bytes, combine(operator, bytes, old, operand));
    }
    return old;
  }

  private long perform(AtomicOperator operator, long address, int bytes, long operand) {
    long host = cachedForWrite(address, bytes);
    if (host == 0) {
      long physical = physical(address, bytes, AccessKind.WRITE);
      if (!isMemory(physical, bytes)) {
        atomicAt = physical;
        return atomicOnDevice(operator, physical, bytes, operand, address);
      }
      report(physical, bytes, AccessKind.WRITE, false);
      accesses(address, bytes, true, true);
      host = host(physical);
    }
    atomicAt = physical(host);
    return reservationSets.isActive()
        ? atomicInParallel(operator, host, bytes, operand)
        : modify(operator, host, bytes, operand);
  }

  private static long modify(AtomicOperator operator, long host, int bytes, long operand) {
    return bytes == 4
        ? Atomics.modifyInt(operator, host, (int) operand) & 0xffff_ffffL
        : Atomics.modifyLong(operator, host, operand);
  }

  private long atomicInParallel(AtomicOperator operator, long host, int bytes, long operand) {
    long version = reservationSets.begin(host);
    RawMemory.fullFence();
    long old = modify(operator, host, bytes, operand);
    reservationSets.end(host, version);
    RawMemory.fullFence();
    return old;
  }

  private long atomicOnDevice(
      AtomicOperator operator, long physical, int bytes, long operand, long address) {
    report(physical, bytes, AccessKind.WRITE, false);
    if (!bus.accepts(physical, bytes)) {
      throw accessFault(address, AccessKind.WRITE);
    }
    stopAfterThis();
    accesses(address, bytes, true, true);
    long old = bus.read(physical, bytes);
    bus.write(physical, bytes, combine(operator, bytes, old, operand));
    return old;
  }

  /** The value to be stored, zero-extended. */
  private static long combine(AtomicOperator operator, int bytes, long old, long operand) {
    long combined = operator.combine(old, operand, bytes);
    return bytes == 4 ? combined & 0xffff_ffffL : combined;
  }

  /** Loads 4 or 8 aligned bytes and reserves them. */
  public final long loadReserved(long address, int bytes) {
    boolean inParallel = reservationSets.isActive();
    long host = inParallel ? cachedForRead(address, bytes) : 0;
    if (host == 0) {
      long physical = physical(address, bytes, AccessKind.READ);
      if (!isMemory(physical, bytes)) {
        throw accessFault(address, AccessKind.READ);
      }
      report(physical, bytes, AccessKind.READ, false);
      host = host(physical);
    }
    accesses(address, bytes, true, false);
    reservedAddress = physical(host);
    reservedBytes = bytes;
    if (inParallel) {
      RawMemory.fullFence();
      reservedVersion = reservationSets.version(host);
    }
    reservedValue =
        bytes == 4 ? RawMemory.getIntOpaque(host) & 0xffff_ffffL : RawMemory.getLongOpaque(host);
    RawMemory.acquireFence();
    DataObserver to = dataObserver();
    if (to != null) {
      to.loaded(address, reservedAddress, bytes, reservedValue);
    }
    return reservedValue;
  }

  /** Stores 4 or 8 aligned bytes if the reservation holds, and ends it; 0 if it held, else 1. */
  public final long storeConditional(long address, int bytes, long value) {
    boolean inParallel = reservationSets.isActive();
    long host = inParallel ? cachedForWrite(address, bytes) : 0;
    if (host == 0) {
      long physical = physical(address, bytes, AccessKind.WRITE);
      if (!isMemory(physical, bytes)) {
        throw accessFault(address, AccessKind.WRITE);
      }
      host = host(physical);
    }
    boolean held = reservedBytes == bytes && reservedAddress == physical(host);
    reservedBytes = NO_RESERVATION;
    if (held) {
      report(physical(host), bytes, AccessKind.WRITE, false);
      held = inParallel ? storeInParallel(host, bytes, value) : replace(host, bytes, value);
    }
    if (held) {
      accesses(address, bytes, false, true);
    }
    DataObserver to = dataObserver();
    if (held && to != null) {
      to.stored(address, physical(host), bytes, bytes == 4 ? value & 0xffff_ffffL : value);
    }
    return held ? 0 : 1;
  }

  private boolean replace(long host, int bytes, long value) {
    return bytes == 4
        ? RawMemory.compareAndSetInt(host, (int) reservedValue, (int) value)
        : RawMemory.compareAndSetLong(host, reservedValue, value);
  }

  private boolean storeInParallel(long host, int bytes, long value) {
    if (!reservationSets.begin(host, reservedVersion)) {
      return false;
    }
    RawMemory.releaseFence();
    HostAccess.write(host, bytes, value);
    reservationSets.end(host, reservedVersion);
    RawMemory.fullFence();
    return true;
  }

  /** Ends the reservation, if there is one: on a switch of worlds, or because an SC must fail. */
  public void cancelReservation() {
    reservedBytes = NO_RESERVATION;
  }

  /** The reservation as it is, to be put back when this hart's program goes on. */
  public final Reservation reservation() {
    return new Reservation(reservedAddress, reservedBytes, reservedValue, reservedVersion);
  }

  /** Puts a reservation back that {@link #reservation} gave. */
  public final void reservation(Reservation kept) {
    reservedAddress = kept.address();
    reservedBytes = kept.bytes();
    reservedValue = kept.value();
    reservedVersion = kept.version();
  }

  /** Whether the hart holds a reservation. */
  public final boolean hasReservation() {
    return reservedBytes != NO_RESERVATION;
  }
}
