package trapeze.laws;

import static trapeze.laws.Pitfall.ACCESSED_AND_DIRTY;
import static trapeze.laws.Pitfall.EXITS;
import static trapeze.laws.Pitfall.INTERRUPTS;
import static trapeze.laws.Pitfall.MODIFIED_PRIVILEGE;
import static trapeze.laws.Pitfall.PRIVILEGE;
import static trapeze.laws.Pitfall.TIME;
import static trapeze.laws.Pitfall.TRAPPING;

import java.util.List;
import java.util.function.Supplier;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.monitor.design.Designs;

/** Faults in what a real hart is given of a guest in VS and VU, and in what comes back. */
final class AssistedFaults {
  private AssistedFaults() {}

  static final List<Fault> ALL =
      List.of(
          fault(
              INTERRUPTS,
              "hvip is not cleared when nothing is pending any more",
              Fault.Law.EQUIVALENCE,
              () ->
                  new Altered() {
                    private long ever;

                    @Override
                    public long assistedPending(Hart hart) {
                      ever |= super.assistedPending(hart);
                      return ever & super.assistedInterrupts(hart);
                    }
                  }),
          fault(
              INTERRUPTS,
              "hvip tells of nothing",
              Fault.Law.EQUIVALENCE,
              () ->
                  new Altered() {
                    @Override
                    public long assistedPending(Hart hart) {
                      return 0;
                    }
                  }),
          fault(
              INTERRUPTS,
              "sie does not come back",
              Fault.Law.EQUIVALENCE,
              () ->
                  new Altered() {
                    @Override
                    public long savedAssistedEnabled(Hart hart, long real) {
                      return hart.state.get(Rv64State.MIE);
                    }
                  }),
          fault(
              PRIVILEGE,
              "sstatus does not come back",
              Fault.Law.EQUIVALENCE,
              () ->
                  new Altered() {
                    @Override
                    public long savedAssistedStatus(Hart hart, long real) {
                      return hart.state.get(Rv64State.MSTATUS);
                    }
                  }),
          fault(
              PRIVILEGE,
              "exceptions are delegated that the guest does not delegate",
              Fault.Law.EQUIVALENCE,
              () ->
                  new Altered() {
                    @Override
                    public long assistedExceptions(Hart hart, long withheld) {
                      return 0xb1ff & ~withheld;
                    }
                  }),
          fault(
              INTERRUPTS,
              "interrupts are delegated that the guest does not delegate",
              Fault.Law.EQUIVALENCE,
              () ->
                  new Altered() {
                    @Override
                    public long assistedInterrupts(Hart hart) {
                      return 0x444;
                    }

                    @Override
                    public long assistedEnabled(Hart hart) {
                      return (hart.state.get(Rv64State.MIE) & 0x222) << 1;
                    }

                    @Override
                    public long assistedPending(Hart hart) {
                      return (hart.state.get(Rv64State.MIP) & 0x222) << 1;
                    }
                  }),
          fault(
              EXITS,
              "nothing is delegated",
              Fault.Law.EFFICIENCY,
              () ->
                  new Altered() {
                    @Override
                    public long assistedExceptions(Hart hart, long withheld) {
                      return 0;
                    }
                  }),
          fault(
                  TRAPPING,
                  "VTW is clear",
                  Fault.Law.EQUIVALENCE,
                  () ->
                      new Altered() {
                        @Override
                        public long assistedControl(Hart hart, long trapsPaging) {
                          return super.assistedControl(hart, trapsPaging) & ~Rv64State.VTW.mask();
                        }
                      })
              .on(Faults.NEVER_WAITS),
          fault(
              TRAPPING,
              "VTVM does not follow TVM",
              Fault.Law.EQUIVALENCE,
              () ->
                  new Altered() {
                    @Override
                    public long assistedControl(Hart hart, long trapsPaging) {
                      return super.assistedControl(hart, trapsPaging) & ~Rv64State.VTVM.mask();
                    }
                  }),
          fault(
              TRAPPING,
              "VTSR does not follow TSR",
              Fault.Law.EQUIVALENCE,
              () ->
                  new Altered() {
                    @Override
                    public long assistedControl(Hart hart, long trapsPaging) {
                      return super.assistedControl(hart, trapsPaging) & ~Rv64State.VTSR.mask();
                    }
                  }),
          fault(
              EXITS,
              "satp and fences always trap",
              Fault.Law.EFFICIENCY,
              () ->
                  new Altered() {
                    @Override
                    public long assistedControl(Hart hart, long trapsPaging) {
                      return super.assistedControl(hart, 1);
                    }
                  }),
          fault(
              TIME,
              "stimecmp is lent",
              Fault.Law.RESOURCE_CONTROL,
              () ->
                  new Altered() {
                    @Override
                    public long assistedEnvironment(Hart hart) {
                      return super.assistedEnvironment(hart) | Rv64State.HENVCFG_STCE.mask();
                    }
                  }),
          fault(
              ACCESSED_AND_DIRTY,
              "hardware updates of A and D are lent to guests that have not enabled them",
              Fault.Law.EQUIVALENCE,
              () ->
                  new Altered() {
                    @Override
                    public long assistedEnvironment(Hart hart) {
                      return super.assistedEnvironment(hart) | Rv64State.HENVCFG_ADUE.mask();
                    }
                  }),
          fault(
              MODIFIED_PRIVILEGE,
              "the guest is in VS and VU under MPRV and in M too",
              Fault.Law.EQUIVALENCE,
              () ->
                  new Altered() {
                    @Override
                    public long isAssisted(Hart hart) {
                      return 1;
                    }
                  }),
          fault(
              EXITS,
              "S and U are deprivileged like M",
              Fault.Law.EFFICIENCY,
              () ->
                  new Altered() {
                    @Override
                    public long isAssisted(Hart hart) {
                      return 0;
                    }
                  }));

  private static Fault fault(
      Pitfall pitfall, String name, Fault.Law law, Supplier<Altered> altered) {
    return Fault.ofDefinitions(pitfall, name, altered).against(law).in(Designs.HARDWARE);
  }
}
