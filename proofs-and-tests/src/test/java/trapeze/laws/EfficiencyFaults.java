package trapeze.laws;

import static trapeze.laws.Pitfall.EXITS;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import trapeze.machine.board.Hardware;
import trapeze.shadow.Context;
import trapeze.shadow.GuestPage;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.RealSpace;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/** Faults that change nothing that a guest could see, and cost it time. */
final class EfficiencyFaults {
  private EfficiencyFaults() {}

  private static final int PAGE_SHIFT = 12;

  static final List<Fault> ALL =
      List.of(
          interpreting(
              "superpages are not entered but interpreted",
              (in, page) -> in.isTranslated() && page.shift() > PAGE_SHIFT),
          interpreting("what may not be written is interpreted", (in, page) -> !page.writable()),
          interpreting("the guest's U is interpreted", (in, page) -> in.mode() == 0),
          filling(
              "superpages are entered 4 KiB at a time",
              page ->
                  new GuestPage(
                      page.guestPhysical(),
                      PAGE_SHIFT,
                      page.readable(),
                      page.writable(),
                      page.executable())),
          filling(
              "what may be executed is not entered writable",
              page ->
                  new GuestPage(
                      page.guestPhysical(),
                      page.shift(),
                      page.readable(),
                      page.writable() && !page.executable(),
                      page.executable())),
          spaces("a page is entered at the second access to it", Hesitating::new),
          spaces("a context is emptied when the guest turns to it", Emptying::new),
          spaces(
              "every fence drops everything",
              (hardware, resources, policy, hostMap) ->
                  new ShadowSpaces(hardware, resources, policy, hostMap) {
                    @Override
                    public void fence(boolean hasAddress, long at, boolean hasAsid, long asid) {
                      clear();
                    }
                  }),
          spaces(
              "a fence of an address drops its whole address space",
              (hardware, resources, policy, hostMap) ->
                  new ShadowSpaces(hardware, resources, policy, hostMap) {
                    @Override
                    public void fence(boolean hasAddress, long at, boolean hasAsid, long asid) {
                      super.fence(false, 0, hasAsid, asid);
                    }
                  }),
          spaces(
              "whatever the policy, one context is kept",
              (hardware, resources, policy, hostMap) ->
                  new ShadowSpaces(hardware, resources, Policy.FLUSH, hostMap)));

  private static Fault spaces(String name, Fault.Spaces spaces) {
    return Fault.ofShadowPaging(EXITS, name, spaces).against(Fault.Law.EFFICIENCY);
  }

  /** Pages that are never entered. */
  private static Fault interpreting(String name, BiPredicate<Context, GuestPage> which) {
    return spaces(
        name,
        (hardware, resources, policy, hostMap) ->
            new ShadowSpaces(hardware, resources, policy, hostMap) {
              @Override
              public boolean fill(Context in, long at, GuestPage page, Uniformity asked) {
                return !which.test(in, page) && super.fill(in, at, page, asked);
              }
            });
  }

  /** Pages that are entered with less than they are. */
  private static Fault filling(String name, UnaryOperator<GuestPage> taken) {
    return spaces(
        name,
        (hardware, resources, policy, hostMap) ->
            new ShadowSpaces(hardware, resources, policy, hostMap) {
              @Override
              public boolean fill(Context in, long at, GuestPage page, Uniformity asked) {
                return super.fill(in, at, taken.apply(page), asked);
              }
            });
  }

  private static final class Hesitating extends ShadowSpaces {
    private final Set<Long> seen = new HashSet<>();

    Hesitating(Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
      super(hardware, resources, policy, hostMap);
    }

    @Override
    public boolean fill(Context in, long at, GuestPage page, Uniformity asked) {
      return !seen.add(at >>> PAGE_SHIFT) && super.fill(in, at, page, asked);
    }
  }

  private static final class Emptying extends ShadowSpaces {
    private @Nullable Context current;

    Emptying(Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
      super(hardware, resources, policy, hostMap);
    }

    @Override
    public RealSpace enter(Context context) {
      if (!context.equals(current)) {
        current = context;
        clear();
      }
      return super.enter(context);
    }
  }
}
