package trapeze.laws;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Deprivileging.Fixed;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.board.Implementation;
import trapeze.machine.engine.Engine;
import trapeze.monitor.Allocator;
import trapeze.monitor.Parts;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.monitor.design.Execution;
import trapeze.monitor.design.ExitAction;
import trapeze.monitor.design.Missing;
import trapeze.monitor.design.Place;
import trapeze.monitor.design.StateWords;
import trapeze.shadow.HostMap;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/** Faults in the hardware-assisted design, each with a guest that shows it. */
final class AssistedFaults {
  private AssistedFaults() {}

  /**
   * A fault.
   *
   * @param name what is wrong, in a line
   * @param law that must fail
   * @param program number of a guest that shows it, see {@link Trial#program}
   * @param parts the monitor's parts with it
   */
  record Seeded(String name, Fault.Law law, int program, Parts parts) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Seeded> ALL =
      List.of(
          ofDefinitions(
              "hvip is not cleared when nothing is pending any more",
              Fault.Law.EQUIVALENCE,
              57,
              () ->
                  new Altered() {
                    private long ever;

                    @Override
                    public long assistedPending(Hart hart) {
                      ever |= super.assistedPending(hart);
                      return ever & super.assistedInterrupts(hart);
                    }
                  }),
          ofDefinitions(
              "hvip tells of nothing",
              Fault.Law.EQUIVALENCE,
              15,
              () ->
                  new Altered() {
                    @Override
                    public long assistedPending(Hart hart) {
                      return 0;
                    }
                  }),
          ofDefinitions(
              "sie does not come back",
              Fault.Law.EQUIVALENCE,
              10,
              () ->
                  new Altered() {
                    @Override
                    public long savedAssistedEnabled(Hart hart, long real) {
                      return hart.state.get(Rv64State.MIE);
                    }
                  }),
          ofDefinitions(
              "sstatus does not come back",
              Fault.Law.EQUIVALENCE,
              2,
              () ->
                  new Altered() {
                    @Override
                    public long savedAssistedStatus(Hart hart, long real) {
                      return hart.state.get(Rv64State.MSTATUS);
                    }
                  }),
          ofDefinitions(
              "exceptions are delegated that the guest does not delegate",
              Fault.Law.EQUIVALENCE,
              2,
              () ->
                  new Altered() {
                    @Override
                    public long assistedExceptions(Hart hart, long withheld) {
                      return 0xb1ff & ~withheld;
                    }
                  }),
          ofDefinitions(
              "interrupts are delegated that the guest does not delegate",
              Fault.Law.EQUIVALENCE,
              176,
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
          ofDefinitions(
              "nothing is delegated",
              Fault.Law.EFFICIENCY,
              2,
              () ->
                  new Altered() {
                    @Override
                    public long assistedExceptions(Hart hart, long withheld) {
                      return 0;
                    }
                  }),
          ofDefinitions(
              "VTW is clear",
              Fault.Law.EQUIVALENCE,
              3,
              () ->
                  new Altered() {
                    @Override
                    public long assistedControl(Hart hart, long trapsPaging) {
                      return super.assistedControl(hart, trapsPaging) & ~Rv64State.VTW.mask();
                    }
                  }),
          ofDefinitions(
              "VTVM does not follow TVM",
              Fault.Law.EQUIVALENCE,
              76,
              () ->
                  new Altered() {
                    @Override
                    public long assistedControl(Hart hart, long trapsPaging) {
                      return super.assistedControl(hart, trapsPaging) & ~Rv64State.VTVM.mask();
                    }
                  }),
          ofDefinitions(
              "VTSR does not follow TSR",
              Fault.Law.EQUIVALENCE,
              52,
              () ->
                  new Altered() {
                    @Override
                    public long assistedControl(Hart hart, long trapsPaging) {
                      return super.assistedControl(hart, trapsPaging) & ~Rv64State.VTSR.mask();
                    }
                  }),
          ofDefinitions(
              "satp and fences always trap",
              Fault.Law.EFFICIENCY,
              2,
              () ->
                  new Altered() {
                    @Override
                    public long assistedControl(Hart hart, long trapsPaging) {
                      return super.assistedControl(hart, 1);
                    }
                  }),
          ofDefinitions(
              "stimecmp is lent",
              Fault.Law.RESOURCE_CONTROL,
              2,
              () ->
                  new Altered() {
                    @Override
                    public long assistedEnvironment(Hart hart) {
                      return super.assistedEnvironment(hart) | Rv64State.HENVCFG_STCE.mask();
                    }
                  }),
          ofDefinitions(
              "hardware updates of A and D are lent to guests that have not enabled them",
              Fault.Law.EQUIVALENCE,
              3,
              () ->
                  new Altered() {
                    @Override
                    public long assistedEnvironment(Hart hart) {
                      return super.assistedEnvironment(hart) | Rv64State.HENVCFG_ADUE.mask();
                    }
                  }),
          ofDefinitions(
              "the guest is in VS and VU under MPRV and in M too",
              Fault.Law.EQUIVALENCE,
              1,
              () ->
                  new Altered() {
                    @Override
                    public long isAssisted(Hart hart) {
                      return 1;
                    }
                  }),
          ofDefinitions(
              "S and U are deprivileged like M",
              Fault.Law.EFFICIENCY,
              2,
              () ->
                  new Altered() {
                    @Override
                    public long isAssisted(Hart hart) {
                      return 0;
                    }
                  }),
          ofExecution(
              "G-stage entries are one frame off",
              Fault.Law.RESOURCE_CONTROL,
              2,
              place -> elsewhere(place, 4096),
              UnaryOperator.identity()),
          ofExecution(
              "fences in the guest's M are not carried out in VS-stage",
              Fault.Law.EQUIVALENCE,
              27,
              UnaryOperator.identity(),
              usual ->
                  new Passing(usual) {
                    @Override
                    public void fence(boolean has, long address, boolean hasAsid, long asid) {}
                  }),
          ofExecution(
              "G-stage stays as it is when the guest's protection changes",
              Fault.Law.EQUIVALENCE,
              31,
              UnaryOperator.identity(),
              usual ->
                  new Passing(usual) {
                    @Override
                    public void protectionChanged() {}
                  }),
          new Seeded(
              "all guests have one VMID",
              Fault.Law.RESOURCE_CONTROL,
              1,
              new Assisted() {
                @Override
                public Resources resources(Allocator allocator, int realHart, long frames) {
                  return new ResourceFaults.Other(super.resources(allocator, realHart, frames)) {
                    @Override
                    public int takeVmid() {
                      return 1;
                    }
                  };
                }
              }));

  /** The monitor as it is, all guests being of this design. */
  private static class Assisted extends Parts {
    @Override
    public Design design(Design asked) {
      return Designs.HARDWARE;
    }
  }

  private static Seeded ofDefinitions(
      String name, Fault.Law law, int program, Supplier<Altered> altered) {
    return new Seeded(
        name,
        law,
        program,
        new Assisted() {
          @Override
          public Engine engine() {
            return altered.get().engine();
          }
        });
  }

  private static Place elsewhere(Place place, long by) {
    HostMap map = place.hostMap();
    return new Place(
        place.virtual(),
        place.hardware(),
        new HostMap(map.guestBase(), map.hostBase() + by, map.size()),
        place.resources(),
        place.spaces());
  }

  private static Seeded ofExecution(
      String name,
      Fault.Law law,
      int program,
      UnaryOperator<Place> place,
      UnaryOperator<Execution> execution) {
    Design faulty =
        new Design() {
          @Override
          public String title() {
            return Designs.HARDWARE.title();
          }

          @Override
          public String summary() {
            return name;
          }

          @Override
          public List<Fixed> configuration() {
            return Designs.HARDWARE.configuration();
          }

          @Override
          public String lacks(Implementation real, Implementation guest) {
            return Designs.HARDWARE.lacks(real, guest);
          }

          @Override
          public Execution execution(Place usual) {
            return execution.apply(Designs.HARDWARE.execution(place.apply(usual)));
          }
        };
    return new Seeded(
        name,
        law,
        program,
        new Parts() {
          @Override
          public Design design(Design asked) {
            return faulty;
          }
        });
  }

  /** An execution that another one does. */
  private static class Passing implements Execution {
    private final Execution usual;

    Passing(Execution usual) {
      this.usual = usual;
    }

    @Override
    public void install() {
      usual.install();
    }

    @Override
    public void save() {
      usual.save();
    }

    @Override
    public StateWords loaded() {
      return usual.loaded();
    }

    @Override
    public StateWords saved() {
      return usual.saved();
    }

    @Override
    public Trap asTheGuestSees(Trap trap) {
      return usual.asTheGuestSees(trap);
    }

    @Override
    public void tookByDelegation() {
      usual.tookByDelegation();
    }

    @Override
    public boolean mayHaveFenced() {
      return usual.mayHaveFenced();
    }

    @Override
    public ExitAction action(Trap trap) {
      return usual.action(trap);
    }

    @Override
    public Missing missing(Trap trap, AccessKind kind) {
      return usual.missing(trap, kind);
    }

    @Override
    public void fence(boolean hasAddress, long address, boolean hasAsid, long asid) {
      usual.fence(hasAddress, address, hasAsid, asid);
    }

    @Override
    public void protectionChanged() {
      usual.protectionChanged();
    }

    @Override
    public Optional<ShadowSpaces.Leaf> find(long address) {
      return usual.find(address);
    }

    @Override
    public void release() {
      usual.release();
    }
  }
}
