package trapeze.monitor;

import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Hardware;
import trapeze.machine.engine.Reservation;
import trapeze.machine.memory.PhysicalMemory;

/** A real hart as the monitor holds it: set up once so that guests run in its U-mode only. */
final class RealHart {
  private static final Csr PMPADDR0 = Rv64.SET.csr("pmpaddr0");
  private static final Csr PMPCFG0 = Rv64.SET.csr("pmpcfg0");

  /** NAPOT with R, W and X. */
  private static final long EVERYTHING = 0x1f;

  private final int id;
  private final Hart hart;
  private final Hardware hardware;
  private @Nullable VirtualHart dispatched;

  RealHart(int id, Hart hart, PhysicalMemory memory) {
    this.id = id;
    this.hart = hart;
    this.hardware = new Hardware(hart, memory);
    hart.hasResident(true);
    hardware.writeCsr(PMPADDR0, -1L);
    hardware.writeCsr(PMPCFG0, EVERYTHING);
    hardware.state().set(Rv64State.MENVCFG, Rv64State.MENVCFG_CBZE.mask());
    hardware.state().set(Rv64State.MODE, PrivilegeMode.U.code());
  }

  int id() {
    return id;
  }

  Hardware hardware() {
    return hardware;
  }

  /** The reservation of the virtual hart that was dispatched last, at a real address. */
  Reservation reservation() {
    return hart.reservation();
  }

  void reservation(Reservation reservation) {
    hart.reservation(reservation);
  }

  /** Ends the reservation, if it is this virtual hart's. */
  void cancelReservation(VirtualHart virtual) {
    if (dispatched == virtual) {
      hart.cancelReservation();
    }
  }

  /** Switches worlds if another virtual hart had this one; each keeps its own reservation. */
  void dispatch(VirtualHart virtual) {
    VirtualHart before = dispatched;
    if (before != virtual) {
      Reservation left = hart.reservation();
      if (before != null) {
        before.keepReservation(left);
      }
      hart.reservation(virtual.keptReservation());
      dispatched = virtual;
    }
  }
}
