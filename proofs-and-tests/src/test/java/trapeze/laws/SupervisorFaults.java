package trapeze.laws;

import static trapeze.laws.Pitfall.EXITS;
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
import trapeze.machine.board.Hardware;
import trapeze.machine.engine.TrapListener;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Context;
import trapeze.shadow.GuestPage;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/** Faults that only a monitor can have whose guests' kernels are in the real S. */
final class SupervisorFaults {
  private SupervisorFaults() {}

  private static final long USER = 8;
  private static final long PAGE_FAULTS = 0xb000;
  private static final long ILLEGAL = 4;

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
          Fault.ofRealHart(
                  TIME,
                  "a delegated trap is not counted",
                  (state, bus, clock) ->
                      new Hart(state, bus, clock) {
                        @Override
                        public void onDelegated(TrapListener listener) {
                          // The monitor is never told.
                        }
                      })
              .in(Designs.SUPERVISOR),
          fault(
                  TRAPPING,
                  "the real TW is not set",
                  new Altered() {
                    @Override
                    public long supervisorStatus(Hart hart, long real) {
                      return super.supervisorStatus(hart, real) & ~Rv64State.TW.mask();
                    }
                  })
              .on(Faults.NEVER_WAITS),
          Fault.ofShadowPaging(
                  VISIBILITY,
                  "a page of the guest's S is entered as one of its U",
                  SupervisorFaults::allOfUsers)
              .against(Fault.Law.REAL_TABLES)
              .in(Designs.SUPERVISOR),
          fault(
                  EXITS,
                  "S and U of kernels in the real S are deprivileged like M",
                  new Altered() {
                    @Override
                    public long runsInSupervisor(Hart hart) {
                      return 0;
                    }
                  })
              .against(Fault.Law.EFFICIENCY),
          fault(
                  EXITS,
                  "no exception is delegated to kernels in the real S",
                  new Altered() {
                    @Override
                    public long supervisorExceptions(Hart hart) {
                      return 0;
                    }
                  })
              .against(Fault.Law.EFFICIENCY),
          fault(
                  EXITS,
                  "S and U have a space each, though pages have their own U",
                  new Altered() {
                    @Override
                    public long supervisorOptions(Hart hart) {
                      return super.supervisorOptions(hart) | mode(hart) << 40;
                    }
                  })
              .against(Fault.Law.EFFICIENCY),
          fault(
                  EXITS,
                  "SRET of kernels in the real S always traps",
                  new Altered() {
                    @Override
                    public long supervisorStatus(Hart hart, long real) {
                      return super.supervisorStatus(hart, real) | Rv64State.TSR.mask();
                    }
                  })
              .against(Fault.Law.EFFICIENCY));

  private static ShadowSpaces allOfUsers(
      Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
    return new ShadowSpaces(hardware, resources, policy, hostMap) {
      @Override
      public boolean fill(Context context, long at, GuestPage page, Uniformity uniformity) {
        GuestPage wrong =
            new GuestPage(
                page.guestPhysical(),
                page.shift(),
                page.readable(),
                page.writable(),
                page.executable());
        return super.fill(context, at, wrong, uniformity);
      }
    };
  }

  private static Fault fault(Pitfall pitfall, String name, Altered altered) {
    return Fault.ofDefinitions(pitfall, name, () -> altered).in(Designs.SUPERVISOR);
  }
}
