package trapeze.laws;

import static trapeze.laws.Pitfall.DEVICES;
import static trapeze.laws.Pitfall.EXITS;
import static trapeze.laws.Pitfall.FENCES;
import static trapeze.laws.Pitfall.FLOATING_POINT;
import static trapeze.laws.Pitfall.INSTANCES;
import static trapeze.laws.Pitfall.RESERVATION;
import static trapeze.laws.Pitfall.RESOURCES;
import static trapeze.laws.Pitfall.TIME;
import static trapeze.laws.Pitfall.TRAPPING;

import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.machine.engine.Reservation;

/** Faults of the real machine, and in what the monitor does with a real hart. */
final class RealHartFaults {
  private RealHartFaults() {}

  static final List<Fault> ALL =
      List.of(
          fencing(
              "an ASID is used again without a fence",
              (usual, has, at, hasAsid, asid) -> {
                if (has != 0 || hasAsid == 0) {
                  usual.fence(has, at, hasAsid, asid);
                }
              }),
          fencing(
              "the real hart is not told when one entry is dropped",
              (usual, has, at, hasAsid, asid) -> {
                if (has == 0) {
                  usual.fence(has, at, hasAsid, asid);
                }
              }),
          running(
              FLOATING_POINT,
              "that FS became Dirty is lost",
              (usual, state, steps) -> {
                long before = state.get(Rv64State.MSTATUS);
                Trap trap = usual.advance(steps);
                state.set(Rv64State.MSTATUS, before);
                return trap;
              }),
          running(
              FLOATING_POINT,
              "FS is never Off on the real hart",
              (usual, state, steps) -> {
                state.set(Rv64State.MSTATUS, state.get(Rv64State.MSTATUS) | 0x2000);
                return usual.advance(steps);
              }),
          running(
              DEVICES,
              "the real machine does not write mtval",
              (usual, state, steps) -> {
                Trap trap = usual.advance(steps);
                return trap == null ? null : new Trap(trap.interrupt(), trap.cause(), 0);
              }),
          running(
                  RESOURCES,
                  "a slice ends a step late",
                  (usual, state, steps) -> usual.advance(steps + 1))
              .against(Fault.Law.RESOURCE_CONTROL),
          running(
                  EXITS,
                  "the floating-point unit is never switched on",
                  (usual, state, steps) -> {
                    long before = state.get(Rv64State.MSTATUS);
                    state.set(Rv64State.MSTATUS, before & ~Rv64State.FS.mask());
                    Trap trap = usual.advance(steps);
                    state.set(Rv64State.MSTATUS, before);
                    return trap;
                  })
              .against(Fault.Law.EFFICIENCY),
          Fault.ofMachine(
              TRAPPING,
              "SRET does nothing in U (x86's POPF ignores what it may not do)",
              Violator.ignoring("sret")),
          Fault.ofMachine(TRAPPING, "WFI does nothing in U", Violator.ignoring("wfi")),
          Fault.ofMachine(
              TRAPPING, "SFENCE.VMA does nothing in U", Violator.ignoring("sfence.vma")),
          Fault.ofMachine(
              TRAPPING,
              "MRET in U jumps and does not trap (the PDP-10's JRST 1)",
              new Violator() {
                @Override
                long inUserMode(Hart hart, long packed, long pc) {
                  return name(packed).equals("mret") ? hart.state.get(Rv64State.MEPC) : AS_USUAL;
                }
              }),
          Fault.ofMachine(
              TRAPPING,
              "mstatus can be read in U (68000's MOVE from SR, x86's SMSW)",
              Violator.showing(0x300)),
          Fault.ofMachine(
              TRAPPING, "sstatus can be read in U (the VAX's MOVPSL)", Violator.showing(0x100)),
          Fault.ofMachine(
              TRAPPING, "satp can be read in U (x86's SGDT, S/370's LRA)", Violator.showing(0x180)),
          Fault.ofMachine(
              TIME, "time can be read in U and is the real machine's", Violator.showing(0xc01)),
          Fault.ofMachine(RESOURCES, "mscratch can be written in U", Violator.open(0x340))
              .against(Fault.Law.RESOURCE_CONTROL),
          Fault.ofMachine(RESOURCES, "satp can be written in U", Violator.open(0x180))
              .against(Fault.Law.RESOURCE_CONTROL),
          Fault.ofMachine(RESOURCES, "mie can be written in U (ARMv7's CPS)", Violator.open(0x304))
              .against(Fault.Law.RESOURCE_CONTROL),
          Fault.ofMachine(
              INSTANCES,
              "cbo.zero works in U, whatever CBZE says",
              new Violator() {
                @Override
                long inUserMode(Hart hart, long packed, long pc) {
                  return name(packed).equals("cbo.zero")
                      ? with(hart, Rv64State.SENVCFG, 0x80, () -> usually(hart, packed, pc))
                      : AS_USUAL;
                }
              }),
          Fault.ofMachine(
              DEVICES, "FENCE.I does nothing on the real hart", Violator.ignoring("fence.i")),
          Fault.ofMachine(RESERVATION, "a reservation outlives its SC", new Reserving()),
          Fault.ofMachine(EXITS, "MUL traps in U", Violator.trapping("mul"))
              .against(Fault.Law.EFFICIENCY),
          Fault.ofMachine(EXITS, "AUIPC traps in U", Violator.trapping("auipc"))
              .against(Fault.Law.EFFICIENCY));

  /** Puts the reservation of the last LR back before each SC. */
  private static final class Reserving extends Violator {
    @Override
    long inUserMode(Hart hart, long packed, long pc) {
      if (!name(packed).startsWith("sc.")) {
        return AS_USUAL;
      }
      Reservation reservation = hart.reservation();
      long next = usually(hart, packed, pc);
      hart.reservation(reservation);
      return next;
    }
  }

  /** The fence of a hart as it is; flags are 0 or 1. */
  @FunctionalInterface
  private interface Fence {
    void fence(long hasAddress, long address, long hasAsid, long asid);
  }

  /** Fences in another way. */
  @FunctionalInterface
  private interface Fencing {
    void fence(Fence usual, long hasAddress, long address, long hasAsid, long asid);
  }

  private static Fault fencing(String name, Fencing fencing) {
    return Fault.ofRealHart(
        FENCES,
        name,
        (state, bus, clock) ->
            new Hart(state, bus, clock) {
              @Override
              public void fenceAddressTranslation(long has, long at, long hasAsid, long asid) {
                fencing.fence(super::fenceAddressTranslation, has, at, hasAsid, asid);
              }
            });
  }

  /** How a hart makes steps as it is. */
  @FunctionalInterface
  private interface Advance {
    @Nullable Trap advance(long steps);
  }

  /** Makes steps in another way. */
  @FunctionalInterface
  private interface Running {
    @Nullable Trap advance(Advance usual, HartState state, long steps);
  }

  private static Fault running(Pitfall pitfall, String name, Running running) {
    return Fault.ofRealHart(
        pitfall, name, (state, bus, clock) -> new Other(state, bus, clock, running));
  }

  private static final class Other extends Hart {
    private final Running running;

    Other(HartState state, Bus bus, Clock clock, Running running) {
      super(state, bus, clock);
      this.running = running;
    }

    @Override
    protected @Nullable Trap advance(long steps) {
      return running.advance(super::advance, state, steps);
    }
  }
}
