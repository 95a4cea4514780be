package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.Label;
import trapeze.machine.board.Hardware;
import trapeze.monitor.Parts;
import trapeze.shadow.Context;
import trapeze.shadow.GuestPage;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/** What breaks the law that real page tables say nothing that the guest's own do not say. */
class ShadowTablesLaw {

  @Example
  @Label("leaves that outlast a fence are seen")
  void fencesIgnored() {
    assertThat(
            firstFound(
                new Faulty() {
                  @Override
                  ShadowSpaces made(Hardware real, Resources own, Policy policy, HostMap map) {
                    return new ShadowSpaces(real, own, policy, map) {
                      @Override
                      public void fence(boolean one, long address, boolean two, long asid) {
                        counters().fences++;
                      }
                    };
                  }
                }))
        .contains("the guest's tables give");
  }

  @Example
  @Label("leaves that allow too much are seen")
  void widerPermissions() {
    assertThat(
            firstFound(
                new Faulty() {
                  @Override
                  ShadowSpaces made(Hardware real, Resources own, Policy policy, HostMap map) {
                    return new ShadowSpaces(real, own, policy, map) {
                      @Override
                      public boolean fill(Context to, long at, GuestPage page, Uniformity all) {
                        boolean reads = page.readable();
                        long where = page.guestPhysical();
                        return super.fill(
                            to,
                            at,
                            new GuestPage(where, page.shift(), reads, reads, page.executable()),
                            all);
                      }
                    };
                  }
                }))
        .contains("for WRITE");
  }

  private abstract static class Faulty extends Parts {
    abstract ShadowSpaces made(Hardware real, Resources own, Policy policy, HostMap map);

    @Override
    public ShadowSpaces spaces(
        Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
      return made(hardware, resources, policy, hostMap);
    }
  }

  private static String firstFound(Parts parts) {
    Random random = new Random(1974);
    String found = "";
    for (int i = 0; i < 1000 && found.isEmpty(); i++) {
      found = Laws.realTables(Programs.FENCED.from(random), Policy.CACHED, 1000, parts);
    }
    return found;
  }
}
