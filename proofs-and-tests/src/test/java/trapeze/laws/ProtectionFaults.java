package trapeze.laws;

import static trapeze.laws.Pitfall.FENCES;

import java.util.List;
import trapeze.machine.board.Hardware;
import trapeze.shadow.Context;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/** Faults where the guest's page tables are write-protected, whatever policy was asked for. */
final class ProtectionFaults {
  private ProtectionFaults() {}

  static final List<Fault> ALL =
      List.of(
          protecting("a store to a protected table drops nothing", Forgetful::new),
          protecting("tables may be written, and fences drop nothing", Unprotected::new),
          protecting("only the lowest tables are protected", Lowest::new));

  /** Makes shadow spaces of that policy, with a fault. */
  private interface Spaces {
    ShadowSpaces make(Hardware hardware, Resources resources, HostMap hostMap);
  }

  private static Fault protecting(String name, Spaces spaces) {
    return Fault.ofShadowPaging(
        FENCES,
        name,
        (hardware, resources, _, hostMap) -> spaces.make(hardware, resources, hostMap));
  }

  private static class Protecting extends ShadowSpaces {
    Protecting(Hardware hardware, Resources resources, HostMap hostMap) {
      super(hardware, resources, Policy.WRITE_PROTECTED, hostMap);
    }
  }

  private static final class Forgetful extends Protecting {
    Forgetful(Hardware hardware, Resources resources, HostMap hostMap) {
      super(hardware, resources, hostMap);
    }

    @Override
    public void stored(long guestPhysical) {}
  }

  private static final class Unprotected extends Protecting {
    Unprotected(Hardware hardware, Resources resources, HostMap hostMap) {
      super(hardware, resources, hostMap);
    }

    @Override
    public void walked(Context context, long address, long at, int shift) {}
  }

  private static final class Lowest extends Protecting {
    private static final int PAGE_SHIFT = 12;

    Lowest(Hardware hardware, Resources resources, HostMap hostMap) {
      super(hardware, resources, hostMap);
    }

    @Override
    public void walked(Context context, long address, long at, int shift) {
      if (shift == PAGE_SHIFT) {
        super.walked(context, address, at, shift);
      }
    }
  }
}
