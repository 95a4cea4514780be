package trapeze.console.report;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import trapeze.machine.board.Outcome;
import trapeze.monitor.Accounting;
import trapeze.monitor.VirtualHart;
import trapeze.monitor.VirtualMachine;

/**
 * One guest's accounts at one moment, summed over its virtual harts.
 *
 * @param outcome how it ended; nothing while it has not
 * @param design how its instructions were executed
 * @param steps instructions retired, traps taken, and steps that passed while all harts waited
 * @param direct instructions that a real hart executed by itself
 * @param emulated instructions that trapped and were emulated, by mnemonic
 * @param neighbours instructions that would have trapped, and were emulated with an exit before
 * @param interpreted instructions that the monitor interpreted
 * @param exits traps of real harts, by cause
 * @param reflected traps that the monitor gave the guest's own system, by cause
 * @param delegated traps that real harts gave it without an exit, by cause
 * @param tableStores stores to page tables that the policy protects
 * @param guestNanoseconds time in direct execution, estimated
 * @param monitorNanoseconds time in the monitor, estimated
 */
public record GuestReport(
    String name,
    VirtualMachine.State state,
    @Nullable Outcome outcome,
    int harts,
    String design,
    long steps,
    long retired,
    long direct,
    Map<String, Long> emulated,
    long neighbours,
    long interpreted,
    long deviceAccesses,
    Map<String, Long> exits,
    Map<String, Long> reflected,
    Map<String, Long> delegated,
    long shadowFills,
    long shadowFences,
    long shadowFlushes,
    long tableStores,
    long guestNanoseconds,
    long monitorNanoseconds) {

  /** The accounts of a machine now; a running one's are a moment old. */
  public static GuestReport of(VirtualMachine machine) {
    return new GuestReport(
        machine.name(),
        machine.state(),
        machine.outcome(),
        machine.harts().size(),
        machine.design().title(),
        machine.board().steps(),
        machine.total(VirtualHart::retired),
        machine.total(hart -> hart.accounting().direct()),
        merged(machine, Accounting::emulatedByName),
        machine.total(hart -> hart.accounting().neighbours()),
        machine.total(hart -> hart.accounting().interpreted()),
        machine.total(hart -> hart.accounting().deviceAccesses()),
        merged(machine, Accounting::exitsByCause),
        merged(machine, Accounting::reflectedByCause),
        merged(machine, Accounting::delegatedByCause),
        machine.total(hart -> hart.shadowing().fills),
        machine.total(hart -> hart.shadowing().fences),
        machine.total(hart -> hart.shadowing().flushes),
        machine.total(hart -> hart.shadowing().tableStores),
        machine.total(hart -> hart.accounting().guestNanoseconds()),
        machine.total(hart -> hart.accounting().monitorNanoseconds()));
  }

  private static Map<String, Long> merged(
      VirtualMachine machine, Function<Accounting, Map<String, Long>> account) {
    Map<String, Long> sums = new TreeMap<>();
    for (VirtualHart hart : machine.harts()) {
      account.apply(hart.accounting()).forEach((key, count) -> sums.merge(key, count, Long::sum));
    }
    return sums;
  }

  /** Instructions executed directly, in percent of all that retired. */
  public double directShare() {
    return retired == 0 ? 0 : 100.0 * direct / retired;
  }

  /** All exits. */
  public long exitCount() {
    return sum(exits);
  }

  /** All emulated instructions. */
  public long emulatedCount() {
    return sum(emulated);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
