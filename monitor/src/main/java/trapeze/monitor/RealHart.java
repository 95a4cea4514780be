package trapeze.monitor;

import org.jspecify.annotations.Nullable;
import trapeze.isa.rv64.Deprivileging;
import trapeze.isa.rv64.Deprivileging.Fixed;
import trapeze.machine.Hart;
import trapeze.machine.Stop;
import trapeze.machine.board.Hardware;
import trapeze.machine.engine.Reservation;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.events.WorldSwitchEvent;

/** A real hart as the monitor holds it: set up once so that guests run in its U-mode only. */
final class RealHart {
  private final int id;
  private final Hart hart;
  private final Hardware hardware;
  private @Nullable VirtualHart dispatched;

  RealHart(int id, Hart hart, PhysicalMemory memory) {
    this.id = id;
    this.hart = hart;
    this.hardware = new Hardware(hart, memory);
    hart.hasResident(true);
    for (Fixed fixed : Deprivileging.CONFIGURATION) {
      hardware.state().set(fixed.variable(), fixed.value());
    }
  }

  int id() {
    return id;
  }

  Hardware hardware() {
    return hardware;
  }

  /** Lets the hart run, and shows its steps and accesses to a virtual hart's relay. */
  Stop runShowing(StepRelay relay, long steps) {
    hart.trace(relay);
    hart.observeData(relay);
    try {
      return hardware.run(steps);
    } finally {
      hart.trace(null);
      hart.observeData(null);
    }
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
      show(before, virtual);
    }
  }

  private void show(@Nullable VirtualHart from, VirtualHart to) {
    WorldSwitchEvent event = new WorldSwitchEvent();
    if (event.shouldCommit()) {
      event.realHart = id;
      event.from = from == null ? "" : from.name();
      event.to = to.name();
      event.commit();
    }
  }
}
