package trapeze.console.compare;

import java.util.ArrayList;
import java.util.List;
import trapeze.machine.engine.WalkListener;
import trapeze.shadow.HostMap;

/**
 * Counts what a real hart's cache of translations missed, and the references of its page walks: to
 * tables in the guest's own memory, and to tables of the monitor.
 */
final class WalkCounter implements WalkListener {
  private final List<HostMap> guests = new ArrayList<>();
  private final boolean bare;
  private boolean walking;
  private long walks;
  private long toGuest;
  private long toMonitor;

  /**
   * A counter.
   *
   * @param bare whether there is no monitor, so that all tables are the guest's
   */
  WalkCounter(boolean bare) {
    this.bare = bare;
  }

  /** Says where a guest's memory is. */
  void hasGuest(HostMap map) {
    if (!guests.contains(map)) {
      guests.add(map);
    }
  }

  @Override
  public void begins() {
    walking = false;
  }

  @Override
  public void refers(long address, int stage) {
    if (!walking) {
      walking = true;
      walks++;
    }
    if (bare || isGuests(address)) {
      toGuest++;
    } else {
      toMonitor++;
    }
  }

  private boolean isGuests(long address) {
    for (HostMap map : guests) {
      if (address - map.hostBase() >= 0 && address - map.hostBase() < map.size()) {
        return true;
      }
    }
    return false;
  }

  void addTo(Counts.Builder counts) {
    counts.add(Counts.WALKS + ".count", walks);
    counts.add(Counts.WALKS + ".references.guest's tables", toGuest);
    counts.add(Counts.WALKS + ".references.monitor's tables", toMonitor);
  }
}
