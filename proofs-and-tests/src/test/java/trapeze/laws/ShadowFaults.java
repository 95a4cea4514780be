package trapeze.laws;

import static trapeze.laws.Pitfall.ACCESSED_AND_DIRTY;
import static trapeze.laws.Pitfall.FENCES;
import static trapeze.laws.Pitfall.GLOBAL;
import static trapeze.laws.Pitfall.TRANSLATION;
import static trapeze.laws.Pitfall.VISIBILITY;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.board.Hardware;
import trapeze.shadow.Context;
import trapeze.shadow.GuestPage;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.RealSpace;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/** Faults in the shadow tables: contexts, entries, and what a guest's fences drop. */
final class ShadowFaults {
  private ShadowFaults() {}

  private static final int PAGE_SHIFT = 12;
  private static final int MEGAPAGE_SHIFT = 21;
  private static final long ASID = Rv64State.SATP_ASID.mask();

  static final List<Fault> ALL =
      List.of(
          fencing(
              "a fence with an ASID is ignored",
              (usual, hasAddress, address, hasAsid, asid) -> {
                if (!hasAsid) {
                  usual.fence(hasAddress, address, false, asid);
                }
              }),
          fencing(
              "a fence of everything is ignored",
              (usual, hasAddress, address, hasAsid, asid) -> {
                if (hasAddress || hasAsid) {
                  usual.fence(hasAddress, address, hasAsid, asid);
                }
              }),
          fencing(
              "a fence of an address and an ASID drops the next page",
              (usual, hasAddress, address, hasAsid, asid) ->
                  usual.fence(hasAddress, hasAsid ? address + 0x1000 : address, hasAsid, asid)),
          fencing(
              "a fence of an address in every address space drops ASID 1's alone",
              (usual, hasAddress, address, hasAsid, asid) ->
                  usual.fence(
                      hasAddress,
                      address,
                      hasAddress || hasAsid,
                      hasAddress && !hasAsid ? 1 : asid)),
          Fault.ofShadowPaging(FENCES, "a fence of an address leaves a superpage", Superpages::new),
          Fault.ofShadowPaging(FENCES, "every second fence is dropped", Seconds::new),
          Fault.ofShadowPaging(
              FENCES, "a change of protection leaves what has been entered", Unprotected::new),
          entering(
              VISIBILITY,
              "a context knows nothing of SUM and MXR",
              context -> new Context(context.mode(), context.satp(), 0)),
          entering(
              TRANSLATION,
              "S and U share a context",
              context -> new Context(1, context.satp(), context.options())),
          entering(
              VISIBILITY,
              "a context knows nothing of the mode of satp",
              context ->
                  context.mode() == 3
                      ? context
                      : new Context(context.mode(), 8L << 60, context.options())),
          entering(
              FENCES,
              "a context knows nothing of the guest's ASID",
              context -> new Context(context.mode(), context.satp() & ~ASID, context.options())),
          filling(
              ACCESSED_AND_DIRTY,
              "a page that may be read is entered writable",
              page -> with(page, page.readable(), page.readable(), page.executable())),
          filling(
              TRANSLATION,
              "a page that may be read is entered executable",
              page -> with(page, page.readable(), page.writable(), page.readable())),
          filling(
              VISIBILITY,
              "a page that may be executed is entered readable",
              page ->
                  with(
                      page,
                      page.readable() || page.executable(),
                      page.writable(),
                      page.executable())),
          filling(
              TRANSLATION,
              "a page is entered as large as the host allows",
              page ->
                  new GuestPage(
                      page.guestPhysical(),
                      Math.max(page.shift(), MEGAPAGE_SHIFT),
                      page.readable(),
                      page.writable(),
                      page.executable())),
          filling(
              TRANSLATION,
              "a page is entered under the frame before its own",
              page ->
                  new GuestPage(
                      page.shift() == PAGE_SHIFT
                          ? page.guestPhysical() ^ 0x1000
                          : page.guestPhysical(),
                      page.shift(),
                      page.readable(),
                      page.writable(),
                      page.executable())),
          Fault.ofShadowPaging(
              TRANSLATION,
              "protection that divides a superpage is not looked at",
              (hardware, resources, policy, hostMap) ->
                  new ShadowSpaces(hardware, resources, policy, hostMap) {
                    @Override
                    public boolean fill(Context in, long at, GuestPage page, Uniformity asked) {
                      return super.fill(in, at, page, (_, _) -> true);
                    }
                  }),
          Fault.ofShadowPaging(
              GLOBAL,
              "a page of S is entered for U too, as a global entry would be",
              (hardware, resources, policy, hostMap) ->
                  new ShadowSpaces(hardware, resources, policy, hostMap) {
                    @Override
                    public boolean fill(Context in, long at, GuestPage page, Uniformity asked) {
                      long options = in.options() & ~Rv64State.SUM.mask();
                      Context user = new Context(0, in.satp(), options);
                      return (!in.isTranslated()
                              || policy == Policy.FLUSH
                              || super.fill(user, at, page, asked))
                          && super.fill(in, at, page, asked);
                    }
                  }));

  private static GuestPage with(GuestPage page, boolean read, boolean write, boolean execute) {
    return new GuestPage(page.guestPhysical(), page.shift(), read, write, execute);
  }

  private static final class Superpages extends ShadowSpaces {
    private final Map<Long, Boolean> superpages = new HashMap<>();

    Superpages(Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
      super(hardware, resources, policy, hostMap);
    }

    @Override
    public boolean fill(Context in, long at, GuestPage page, Uniformity asked) {
      superpages.put(at >>> MEGAPAGE_SHIFT, page.shift() > PAGE_SHIFT);
      return super.fill(in, at, page, asked);
    }

    @Override
    public void fence(boolean hasAddress, long at, boolean hasAsid, long asid) {
      if (!hasAddress || !superpages.getOrDefault(at >>> MEGAPAGE_SHIFT, false)) {
        super.fence(hasAddress, at, hasAsid, asid);
      }
    }
  }

  private static final class Seconds extends ShadowSpaces {
    private int fences;

    Seconds(Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
      super(hardware, resources, policy, hostMap);
    }

    @Override
    public void fence(boolean hasAddress, long at, boolean hasAsid, long asid) {
      if (++fences % 2 != 0) {
        super.fence(hasAddress, at, hasAsid, asid);
      }
    }
  }

  private static final class Unprotected extends ShadowSpaces {
    private boolean filled;

    Unprotected(Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
      super(hardware, resources, policy, hostMap);
    }

    @Override
    public boolean fill(Context in, long at, GuestPage page, Uniformity asked) {
      filled = true;
      return super.fill(in, at, page, asked);
    }

    @Override
    public void clear() {
      if (!filled) {
        super.clear();
      }
    }
  }

  /** The fence of shadow spaces as they are. */
  @FunctionalInterface
  private interface Fence {
    void fence(boolean hasAddress, long address, boolean hasAsid, long asid);
  }

  /** Fences in another way. */
  @FunctionalInterface
  private interface Fencing {
    void fence(Fence usual, boolean hasAddress, long address, boolean hasAsid, long asid);
  }

  private static Fault fencing(String name, Fencing fencing) {
    return Fault.ofShadowPaging(
        FENCES,
        name,
        (hardware, resources, policy, hostMap) ->
            new ShadowSpaces(hardware, resources, policy, hostMap) {
              @Override
              public void fence(boolean hasAddress, long at, boolean hasAsid, long asid) {
                fencing.fence(super::fence, hasAddress, at, hasAsid, asid);
              }
            });
  }

  /** Contexts that are taken for others. */
  private static Fault entering(Pitfall pitfall, String name, UnaryOperator<Context> taken) {
    return Fault.ofShadowPaging(
        pitfall,
        name,
        (hardware, resources, policy, hostMap) ->
            new ShadowSpaces(hardware, resources, policy, hostMap) {
              @Override
              public RealSpace enter(Context context) {
                return super.enter(taken.apply(context));
              }
            });
  }

  /** Pages that are taken for others. */
  private static Fault filling(Pitfall pitfall, String name, UnaryOperator<GuestPage> taken) {
    return Fault.ofShadowPaging(
        pitfall,
        name,
        (hardware, resources, policy, hostMap) ->
            new ShadowSpaces(hardware, resources, policy, hostMap) {
              @Override
              public boolean fill(Context in, long at, GuestPage page, Uniformity asked) {
                return super.fill(in, at, taken.apply(page), asked);
              }
            });
  }
}
