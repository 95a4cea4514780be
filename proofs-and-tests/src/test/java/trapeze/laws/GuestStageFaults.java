package trapeze.laws;

import static trapeze.laws.Pitfall.FENCES;
import static trapeze.laws.Pitfall.RESOURCES;
import static trapeze.laws.Pitfall.TRANSLATION;

import java.util.List;
import java.util.function.UnaryOperator;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.Allocator;
import trapeze.monitor.Parts;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.monitor.design.Execution;
import trapeze.monitor.design.Place;
import trapeze.shadow.HostMap;
import trapeze.shadow.Resources;

/** Faults in the second stage of address translation, and in what goes with it. */
final class GuestStageFaults {
  private GuestStageFaults() {}

  private static final String G_STAGE = "G-stage";

  static final List<Fault> ALL =
      List.of(
          placed("G-stage entries are one frame off", 4096).against(Fault.Law.RESOURCE_CONTROL),
          placed("G-stage entries are one frame off, and nobody looks at accesses", 4096)
              .against(Fault.Law.REAL_TABLES),
          executed(
              FENCES,
              "fences in the guest's M are not carried out in VS-stage",
              usual ->
                  new FaultyDesign.Passing(usual) {
                    @Override
                    public void fence(boolean has, long address, boolean hasAsid, long asid) {}
                  }),
          executed(
              TRANSLATION,
              "G-stage stays as it is when the guest's protection changes",
              GuestStageFaults::keeping),
          executed(
                  TRANSLATION,
                  "what G-stage then allows too much is in the tables",
                  GuestStageFaults::keeping)
              .against(Fault.Law.REAL_TABLES),
          new Fault(
                  RESOURCES,
                  "all guests have one VMID",
                  "allocator",
                  Fault.Law.RESOURCE_CONTROL,
                  new Parts() {
                    @Override
                    public Resources resources(Allocator allocator, int realHart, long frames) {
                      return new ResourceFaults.Other(
                          super.resources(allocator, realHart, frames)) {
                        @Override
                        public int takeVmid() {
                          return 1;
                        }
                      };
                    }
                  },
                  HartFactory.REAL)
              .in(Designs.HARDWARE));

  private static Execution keeping(Execution usual) {
    return new FaultyDesign.Passing(usual) {
      @Override
      public void protectionChanged() {}
    };
  }

  private static Fault placed(String name, long by) {
    return fault(
        RESOURCES,
        name,
        new FaultyDesign(
            Designs.HARDWARE, place -> elsewhere(place, by), UnaryOperator.identity()));
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

  private static Fault executed(Pitfall pitfall, String name, UnaryOperator<Execution> wrong) {
    return fault(
        pitfall, name, new FaultyDesign(Designs.HARDWARE, UnaryOperator.identity(), wrong));
  }

  private static Fault fault(Pitfall pitfall, String name, Design faulty) {
    Parts parts =
        new Parts() {
          @Override
          public Design design(Design asked) {
            return faulty;
          }
        };
    return new Fault(pitfall, name, G_STAGE, Fault.Law.EQUIVALENCE, parts, HartFactory.REAL)
        .in(Designs.HARDWARE);
  }
}
