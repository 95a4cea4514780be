package trapeze.machine.engine;

import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.state.HartState;
import trapeze.machine.device.Bus;
import trapeze.machine.memory.RawMemory;

/**
 * Atomic memory operations and reservations.
 *
 * <p>Choices of this implementation (unpriv:ext:zalrsc): a reservation covers the bytes that were
 * loaded, at their physical address. An SC of the same width to the same bytes succeeds if they
 * still hold the value that the LR loaded, compared and replaced in one atomic step. An SC that
 * finds no reservation is still translated and may fault. Only memory can be reserved.
 *
 * <p>That a store of another hart breaks a reservation even if it puts back the same value is seen
 * to where harts take turns: a turn's end ends the reservation. Where they run at the same time it
 * is not, a known departure from the manual.
 */
public abstract class AtomicPath extends DataPath {
  private static final int NO_RESERVATION = 0;

  private long reservedAddress;
  private int reservedBytes = NO_RESERVATION;
  private long reservedValue;

  AtomicPath(Engine engine, HartState state, Bus bus) {
    super(engine, state, bus);
  }

  /** Does an atomic read-modify-write of 4 or 8 aligned bytes; gives the old value. */
  public final long atomic(AtomicOperator operator, long address, int bytes, long operand) {
    long host = cachedForWrite(address, bytes);
    if (host == 0) {
      long physical = physical(address, bytes, AccessKind.WRITE);
      if (!isMemory(physical, bytes)) {
        return atomicOnDevice(operator, physical, bytes, operand, address);
      }
      report(physical, bytes, AccessKind.WRITE, false);
      host = host(physical);
    }
    return bytes == 4
        ? Atomics.modifyInt(operator, host, (int) operand) & 0xffff_ffffL
        : Atomics.modifyLong(operator, host, operand);
  }

  private long atomicOnDevice(
      AtomicOperator operator, long physical, int bytes, long operand, long address) {
    report(physical, bytes, AccessKind.WRITE, false);
    if (!bus.accepts(physical, bytes)) {
      throw accessFault(address, AccessKind.WRITE);
    }
    stopAfterThis();
    long old = bus.read(physical, bytes);
    long combined =
        bytes == 4
            ? Atomics.combine(operator, (int) old, (int) operand)
            : Atomics.combine(operator, old, operand);
    bus.write(physical, bytes, combined);
    return old;
  }

  /** Loads 4 or 8 aligned bytes and reserves them. */
  public final long loadReserved(long address, int bytes) {
    long physical = physical(address, bytes, AccessKind.READ);
    if (!isMemory(physical, bytes)) {
      throw accessFault(address, AccessKind.READ);
    }
    report(physical, bytes, AccessKind.READ, false);
    long host = host(physical);
    reservedAddress = physical;
    reservedBytes = bytes;
    reservedValue =
        bytes == 4 ? RawMemory.getIntOpaque(host) & 0xffff_ffffL : RawMemory.getLongOpaque(host);
    RawMemory.acquireFence();
    return reservedValue;
  }

  /** Stores 4 or 8 aligned bytes if the reservation holds, and ends it; 0 if it held, else 1. */
  public final long storeConditional(long address, int bytes, long value) {
    long physical = physical(address, bytes, AccessKind.WRITE);
    if (!isMemory(physical, bytes)) {
      throw accessFault(address, AccessKind.WRITE);
    }
    boolean held = reservedBytes == bytes && reservedAddress == physical;
    reservedBytes = NO_RESERVATION;
    if (held) {
      report(physical, bytes, AccessKind.WRITE, false);
      long host = host(physical);
      held =
          bytes == 4
              ? RawMemory.compareAndSetInt(host, (int) reservedValue, (int) value)
              : RawMemory.compareAndSetLong(host, reservedValue, value);
    }
    return held ? 0 : 1;
  }

  /** Ends the reservation, if there is one: on a switch of worlds, or because an SC must fail. */
  public void cancelReservation() {
    reservedBytes = NO_RESERVATION;
  }

  /** The reservation as it is, to be put back when this hart's program goes on. */
  public final Reservation reservation() {
    return new Reservation(reservedAddress, reservedBytes, reservedValue);
  }

  /** Puts a reservation back that {@link #reservation} gave. */
  public final void reservation(Reservation kept) {
    reservedAddress = kept.address();
    reservedBytes = kept.bytes();
    reservedValue = kept.value();
  }

  /** Whether the hart holds a reservation. */
  public final boolean hasReservation() {
    return reservedBytes != NO_RESERVATION;
  }
}
