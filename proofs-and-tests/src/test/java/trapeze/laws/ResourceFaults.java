package trapeze.laws;

import static trapeze.laws.Pitfall.RESOURCES;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.UnaryOperator;
import trapeze.machine.board.Hardware;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.Allocator;
import trapeze.monitor.Parts;
import trapeze.shadow.Context;
import trapeze.shadow.HostMap;
import trapeze.shadow.RealSpace;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/** Faults in handing out what is real: memory, frames for page tables, ASIDs. */
final class ResourceFaults {
  private ResourceFaults() {}

  private static final long PAGE = 0x1000;

  static final List<Fault> ALL =
      List.of(
          mapping(
              "a guest is mapped one page past its memory",
              map -> new HostMap(map.guestBase(), map.hostBase(), map.size() + PAGE)),
          mapping(
              "a guest is mapped one page before its memory",
              map -> new HostMap(map.guestBase() - PAGE, map.hostBase() - PAGE, map.size() + PAGE)),
          mapping(
              "a guest is mapped one page further than its memory lies",
              map -> new HostMap(map.guestBase(), map.hostBase() + PAGE, map.size())),
          Fault.ofResources(
              RESOURCES, "a page-table frame is handed out while it is in use", Generous::new),
          Fault.ofResources(
              RESOURCES, "a page-table frame is handed out as it was left", Untidy::new),
          Fault.ofResources(RESOURCES, "every guest has the same ASID", OneAsid::new),
          new Fault(
              RESOURCES,
              "a quota is not counted",
              "allocator",
              Fault.Law.RESOURCE_CONTROL,
              new Parts() {
                @Override
                public Resources resources(Allocator allocator, int realHart, long frames) {
                  return super.resources(allocator, realHart, 4 * frames);
                }
              },
              HartFactory.REAL),
          Fault.ofShadowPaging(
                  RESOURCES,
                  "a guest enters the space that another guest has for the same context",
                  (hardware, resources, policy, hostMap) ->
                      new ShadowSpaces(hardware, resources, policy, hostMap) {
                        @Override
                        public RealSpace enter(Context context) {
                          return SHARED.computeIfAbsent(hardware, _ -> super.enter(context));
                        }
                      })
              .against(Fault.Law.RESOURCE_CONTROL));

  private static final Map<Hardware, RealSpace> SHARED = new WeakHashMap<>();

  private static Fault mapping(String name, UnaryOperator<HostMap> taken) {
    return Fault.ofShadowPaging(
            RESOURCES,
            name,
            (hardware, resources, policy, hostMap) ->
                new ShadowSpaces(hardware, resources, policy, taken.apply(hostMap)))
        .against(Fault.Law.RESOURCE_CONTROL);
  }

  /** Resources that hand out something in another way. */
  static class Other implements Resources {
    private final Resources usual;

    Other(Resources usual) {
      this.usual = usual;
    }

    @Override
    public long takeFrame() {
      return usual.takeFrame();
    }

    @Override
    public void giveFrame(long frame) {
      usual.giveFrame(frame);
    }

    @Override
    public int takeAsid() {
      return usual.takeAsid();
    }

    @Override
    public void giveAsid(int asid) {
      usual.giveAsid(asid);
    }

    @Override
    public long takeGuestRoot() {
      return usual.takeGuestRoot();
    }

    @Override
    public void giveGuestRoot(long root) {
      usual.giveGuestRoot(root);
    }

    @Override
    public int takeVmid() {
      return usual.takeVmid();
    }

    @Override
    public void giveVmid(int vmid) {
      usual.giveVmid(vmid);
    }
  }

  /** Gives each frame back the moment it is taken. */
  private static final class Generous extends Other {
    Generous(Resources usual) {
      super(usual);
    }

    @Override
    public long takeFrame() {
      long frame = super.takeFrame();
      super.giveFrame(frame);
      return frame;
    }

    @Override
    public void giveFrame(long frame) {}
  }

  /** Keeps the frames that come back, and hands them out as they are. */
  private static final class Untidy extends Other {
    private final Deque<Long> kept = new ArrayDeque<>();

    Untidy(Resources usual) {
      super(usual);
    }

    @Override
    public long takeFrame() {
      return kept.isEmpty() ? super.takeFrame() : kept.removeLast();
    }

    @Override
    public void giveFrame(long frame) {
      kept.add(frame);
    }
  }

  private static final class OneAsid extends Other {
    OneAsid(Resources usual) {
      super(usual);
    }

    @Override
    public int takeAsid() {
      super.takeAsid();
      return 1;
    }

    @Override
    public void giveAsid(int asid) {}
  }
}
