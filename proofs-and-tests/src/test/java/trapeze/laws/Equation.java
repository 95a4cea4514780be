package trapeze.laws;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.monitor.Accounting;
import trapeze.monitor.VirtualHart;

/**
 * The equation of law 3, a line a term. Taken from the monitor's own account, not predicted: how
 * many shadow entries were filled in; and, for guests that change their physical memory protection
 * only, how many instructions were interpreted because it is finer than a page, whose exits are
 * then one term with those for memory.
 */
record Equation(Prediction prediction, Hart bare, VirtualHart virtual, Hart real) {
  private static final int[] MEMORY = {1, 5, 7, 12, 13, 15};
  private static final int[] CALLS = {8, 9, 11};

  /** What does not come out. */
  String against() {
    Accounting account = virtual.accounting();
    List<String> wrong = new ArrayList<>();
    check(wrong, "traps of the real hart", real.traps(), account.exits());
    check(
        wrong,
        "instructions retired",
        account.direct() + account.emulated() + account.interpreted(),
        bare.retired());
    long sensitive = prediction.sensitive().values().stream().mapToLong(each -> each).sum();
    long illegal = sensitive + prediction.exceptions(ExceptionCause.ILLEGAL_INSTRUCTION.code());
    long calls = IntStream.of(CALLS).mapToLong(prediction::exceptions).sum();
    long breakpoints = prediction.exceptions(ExceptionCause.BREAKPOINT.code());
    long memory =
        virtual.shadowing().fills
            + account.interpreted()
            - prediction.hybrid()
            + IntStream.of(MEMORY).mapToLong(prediction::exceptions).sum();
    if (prediction.isProtected()) {
      // An instruction on a page that protection divides exits for its fetch, and is interpreted:
      // what it then is, illegal or a call, comes without an exit of its own.
      check(
          wrong,
          "exits for instructions and memory",
          exitsForIllegal() + exitsForCalls() + exitsForBreakpoints() + exitsForMemory(),
          illegal + calls + breakpoints + memory);
      account
          .emulatedByName()
          .forEach(
              (name, count) -> {
                long predicted = prediction.sensitive().getOrDefault(name, 0L);
                if (count > predicted) {
                  wrong.add("%s emulated %d times, sensitive %d".formatted(name, count, predicted));
                }
              });
    } else {
      if (!account.emulatedByName().equals(prediction.sensitive())) {
        wrong.add(
            "emulated %s, sensitive %s"
                .formatted(account.emulatedByName(), prediction.sensitive()));
      }
      check(wrong, "exits for illegal instructions", exitsForIllegal(), illegal);
      check(wrong, "exits for calls", exitsForCalls(), calls);
      check(wrong, "exits for breakpoints", exitsForBreakpoints(), breakpoints);
      check(wrong, "exits for memory", exitsForMemory(), memory);
    }
    long interpreted = prediction.hybrid() + prediction.devices();
    if (!prediction.isProtected() || account.interpreted() < interpreted) {
      check(wrong, "instructions interpreted", account.interpreted(), interpreted);
    }
    return String.join("; ", wrong);
  }

  private long exitsForIllegal() {
    return exits(ExceptionCause.ILLEGAL_INSTRUCTION.code());
  }

  private long exitsForCalls() {
    return exits(ExceptionCause.ECALL_FROM_U.code());
  }

  private long exitsForBreakpoints() {
    return exits(ExceptionCause.BREAKPOINT.code());
  }

  private long exitsForMemory() {
    return IntStream.of(MEMORY).mapToLong(this::exits).sum();
  }

  private long exits(int cause) {
    String title = new Trap(false, cause, 0).title();
    return virtual.accounting().exitsByCause().getOrDefault(title, 0L);
  }

  private static void check(List<String> wrong, String term, long counted, long predicted) {
    if (counted != predicted) {
      wrong.add("%s: %d counted, %d predicted".formatted(term, counted, predicted));
    }
  }
}
