package trapeze.laws;

import static trapeze.laws.Pitfall.EXITS;
import static trapeze.laws.Pitfall.FLOATING_POINT;
import static trapeze.laws.Pitfall.INSTANCES;
import static trapeze.laws.Pitfall.RESOURCES;

import java.util.List;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;

/** Faults in what the real hart is given of a virtual one, and in what comes back. */
final class ProjectionFaults {
  private ProjectionFaults() {}

  private static final long DIRTY = 3;
  private static final long CBZE = Rv64State.MENVCFG_CBZE.mask();

  static final List<Fault> ALL =
      List.of(
          Fault.ofDefinitions(
              FLOATING_POINT,
              "floating-point registers come back, and FS does not",
              () ->
                  new Altered() {
                    @Override
                    public long savedStatus(Hart hart, long real) {
                      return hart.state.get(Rv64State.MSTATUS);
                    }
                  }),
          Fault.ofDefinitions(
              FLOATING_POINT,
              "FS comes back, and floating-point registers do not",
              () ->
                  new Altered() {
                    @Override
                    public long returnsFloatingPoint(Hart hart, long real) {
                      return 0;
                    }
                  }),
          Fault.ofDefinitions(
              FLOATING_POINT,
              "floating-point registers are lent only if FS is Dirty",
              () ->
                  new Altered() {
                    @Override
                    public long lendsFloatingPoint(Hart hart) {
                      return get(hart, Rv64State.FS) == DIRTY ? 1 : 0;
                    }
                  }),
          Fault.ofDefinitions(
              FLOATING_POINT,
              "FS is Dirty on the real hart wherever it is on",
              () ->
                  new Altered() {
                    @Override
                    public long projectedStatus(Hart hart, long real) {
                      long floating = get(hart, Rv64State.FS) == 0 ? 0 : Rv64State.FS.mask();
                      return super.projectedStatus(hart, real) | floating;
                    }
                  }),
          Fault.ofDefinitions(
                  RESOURCES,
                  "the real mstatus is the guest's",
                  () ->
                      new Altered() {
                        @Override
                        public long projectedStatus(Hart hart, long real) {
                          return hart.state.get(Rv64State.MSTATUS);
                        }
                      })
              .against(Fault.Law.RESOURCE_CONTROL),
          Fault.ofDefinitions(
              INSTANCES,
              "cbo.zero is lent to guests that have not enabled it",
              () ->
                  new Altered() {
                    @Override
                    public long projectedEnvironment(Hart hart) {
                      return CBZE;
                    }
                  }),
          Fault.ofDefinitions(
                  EXITS,
                  "cbo.zero is never lent",
                  () ->
                      new Altered() {
                        @Override
                        public long projectedEnvironment(Hart hart) {
                          return 0;
                        }
                      })
              .against(Fault.Law.EFFICIENCY),
          Fault.ofDefinitions(
                  EXITS,
                  "M has a context for every satp",
                  () ->
                      new Altered() {
                        @Override
                        public long contextSatp(Hart hart) {
                          return hart.state.get(Rv64State.SATP);
                        }
                      })
              .against(Fault.Law.EFFICIENCY),
          Fault.ofDefinitions(
                  EXITS,
                  "U has a context for every SUM",
                  () ->
                      new Altered() {
                        @Override
                        public long contextOptions(Hart hart) {
                          long sum = hart.state.get(Rv64State.MSTATUS) & Rv64State.SUM.mask();
                          return super.contextOptions(hart) | sum;
                        }
                      })
              .against(Fault.Law.EFFICIENCY));
}
