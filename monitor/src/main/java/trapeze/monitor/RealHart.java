package trapeze.monitor;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import trapeze.isa.rv64.Deprivileging.Fixed;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.Stop;
import trapeze.machine.board.Hardware;
import trapeze.machine.engine.Reservation;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.monitor.events.WorldSwitchEvent;

/** A real hart as the monitor holds it: set up for guests of the design that it executes now. */
final class RealHart {
  private final int id;
  private final Hart hart;
  private final Hardware hardware;

  /** The control registers as they were when the monitor came, and what the hart is like. */
  private final HartState found;

  private Design design = Designs.TRAP_AND_EMULATE;
  private @Nullable VirtualHart dispatched;

  RealHart(int id, Hart hart, PhysicalMemory memory) {
    this.id = id;
    this.hart = hart;
    this.hardware = new Hardware(hart, memory);
    this.found = hardware.state().copy();
    hart.hasResident(true);
    hart.onDelegated(this::delegates);
    configure(Designs.TRAP_AND_EMULATE);
  }

  /** Sets the real hart up for guests of a design; of what another has set, nothing is left. */
  private void configure(Design wanted) {
    HartState state = hardware.state();
    System.arraycopy(found.registers, 0, state.registers, 0, found.registers.length);
    System.arraycopy(found.choices, 0, state.choices, 0, found.choices.length);
    for (Fixed fixed : wanted.configuration()) {
      state.set(fixed.variable(), fixed.value());
    }
    design = wanted;
  }

  /** The real hart gives the guest a trap by itself. */
  private void delegates(Trap trap) {
    Objects.requireNonNull(dispatched).tookByDelegation(trap);
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

  /** Whether this virtual hart was dispatched last. */
  boolean holds(VirtualHart virtual) {
    return dispatched == virtual;
  }

  /** The hart itself, to be asked what it would do. */
  Hart hart() {
    return hart;
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
      if (virtual.design() != design) {
        configure(virtual.design());
      }
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
