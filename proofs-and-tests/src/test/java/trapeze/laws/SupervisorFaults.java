package trapeze.laws;

import static trapeze.laws.Pitfall.INTERRUPTS;
import static trapeze.laws.Pitfall.PRIVILEGE;
import static trapeze.laws.Pitfall.RESOURCES;
import static trapeze.laws.Pitfall.TIME;
import static trapeze.laws.Pitfall.TRANSLATION;
import static trapeze.laws.Pitfall.TRAPPING;
import static trapeze.laws.Pitfall.VISIBILITY;

import java.util.List;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.engine.Engine;
import trapeze.machine.engine.TrapListener;
import trapeze.monitor.Parts;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;

/** Faults that only a monitor can have whose guests' kernels are in the real S. */
final class SupervisorFaults {
  private SupervisorFaults() {}

  private static final long USER = 8;
  private static final long PAGE_FAULTS = 0xb000;
  private static final long ILLEGAL = 4;

  /** The monitor as it is, all guests being of this design. */
  static final Parts PARTS = under(Parts.USUAL);

  static final List<Fault> ALL =
      List.of(
          fault(
                  RESOURCES,
                  "the real TVM is not set",
                  new Altered() {
                    @Override
                    public long supervisorStatus(Hart hart, long real) {
                      return super.supervisorStatus(hart, real) & ~Rv64State.TVM.mask();
                    }
                  })
              .against(Fault.Law.RESOURCE_CONTROL),
          fault(
              TRAPPING,
              "the real TVM is not set, and nobody looks at the real hart",
              new Altered() {
                @Override
                public long supervisorStatus(Hart hart, long real) {
                  return super.supervisorStatus(hart, real) & ~Rv64State.TVM.mask();
                }
              }),
          fault(
              TRAPPING,
              "the guest's TSR is lost",
              new Altered() {
                @Override
                public long supervisorStatus(Hart hart, long real) {
                  return super.supervisorStatus(hart, real) & ~Rv64State.TSR.mask();
                }
              }),
          fault(
              VISIBILITY,
              "the U bit is lost: all pages are S's",
              new Altered() {
                @Override
                public long supervisorPermissions(Hart hart, long leaf) {
                  return super.supervisorPermissions(hart, leaf) & ~USER;
                }
              }),
          fault(
              VISIBILITY,
              "all pages are U's, as for a guest in the real U",
              new Altered() {
                @Override
                public long supervisorPermissions(Hart hart, long leaf) {
                  return super.supervisorPermissions(hart, leaf) | USER;
                }
              }),
          fault(
              INTERRUPTS,
              "what is pending is not projected",
              new Altered() {
                @Override
                public long supervisorPending(Hart hart) {
                  return 0;
                }
              }),
          fault(
              INTERRUPTS,
              "SSIP as the guest's kernel left it does not come back",
              new Altered() {
                @Override
                public long savedSupervisorPending(Hart hart, long real) {
                  return hart.state.get(Rv64State.MIP);
                }
              }),
          fault(
              INTERRUPTS,
              "sie as the guest's kernel left it does not come back",
              new Altered() {
                @Override
                public long savedSupervisorEnabled(Hart hart, long real) {
                  return hart.state.get(Rv64State.MIE);
                }
              }),
          fault(
              PRIVILEGE,
              "sstatus as the guest's kernel left it does not come back",
              new Altered() {
                @Override
                public long savedSupervisorStatus(Hart hart, long real) {
                  return hart.state.get(Rv64State.MSTATUS);
                }
              }),
          fault(
              TRANSLATION,
              "page faults are delegated, the shadow tables' own too",
              new Altered() {
                @Override
                public long supervisorExceptions(Hart hart) {
                  return hart.state.get(Rv64State.MEDELEG) & PAGE_FAULTS
                      | super.supervisorExceptions(hart);
                }
              }),
          fault(
              TRAPPING,
              "illegal instructions are delegated, those that TVM makes illegal too",
              new Altered() {
                @Override
                public long supervisorExceptions(Hart hart) {
                  return hart.state.get(Rv64State.MEDELEG) & ILLEGAL
                      | super.supervisorExceptions(hart);
                }
              }),
          new Fault(
              TIME,
              "a delegated trap is not counted",
              "real hart",
              Fault.Law.EQUIVALENCE,
              PARTS,
              (state, bus, clock) ->
                  new Hart(state, bus, clock) {
                    @Override
                    public void onDelegated(TrapListener listener) {
                      // The monitor is never told.
                    }
                  }));

  private static Fault fault(Pitfall pitfall, String name, Altered altered) {
    Fault fault = Fault.ofDefinitions(pitfall, name, () -> altered);
    return new Fault(pitfall, name, fault.where(), fault.law(), under(fault.parts()), fault.hart());
  }

  private static Parts under(Parts inner) {
    return new Parts() {
      @Override
      public Engine engine() {
        return inner.engine();
      }

      @Override
      public Design design(Design asked) {
        return Designs.SUPERVISOR;
      }
    };
  }
}
