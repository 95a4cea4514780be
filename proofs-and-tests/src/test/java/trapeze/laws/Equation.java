package trapeze.laws;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.monitor.Accounting;
import trapeze.monitor.VirtualHart;

/**
 * The equation of law 3, a line a term: on the left what the real machine and the monitor counted,
 * on the right what the bare run predicts. Nothing on the right is the monitor's word.
 *
 * @param real the hart that executes the guest directly
 * @param realTraps its traps by cause, as it showed them itself
 */
record Equation(Prediction prediction, VirtualHart virtual, Hart real, long[] realTraps) {

  /** What does not come out. */
  String against() {
    Accounting account = virtual.accounting();
    List<String> wrong = new ArrayList<>();
    for (int cause = 0; cause < realTraps.length; cause++) {
      String term = "real traps for the monitor, " + new Trap(false, cause, 0).title();
      check(wrong, term, realTraps[cause], prediction.exits(cause));
    }
    check(wrong, "real traps", real.traps(), prediction.exits() + prediction.delegated());
    check(wrong, "exits", account.exits(), prediction.exits());
    check(wrong, "neighbours of exits", account.neighbours(), prediction.neighbours());
    check(
        wrong,
        "shadow misses and upgrades",
        virtual.shadowing().fills,
        prediction.misses() + prediction.upgrades());
    check(wrong, "instructions executed directly", account.direct(), prediction.direct());
    if (!account.emulatedByName().equals(prediction.emulated())) {
      wrong.add(
          "emulated %s, sensitive %s".formatted(account.emulatedByName(), prediction.emulated()));
    }
    check(wrong, "instructions interpreted", account.interpreted(), prediction.interpreted());
    check(wrong, "accesses to devices", account.deviceAccesses(), prediction.devices());
    check(
        wrong,
        "entries: exits, slices and deadlines",
        account.entries(),
        prediction.exits() + prediction.cuts());
    return String.join("; ", wrong);
  }

  private static void check(List<String> wrong, String term, long counted, long predicted) {
    if (counted != predicted) {
      wrong.add("%s: %d counted, %d predicted".formatted(term, counted, predicted));
    }
  }
}
