package trapeze.fuzz.qemu;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import trapeze.fuzz.Coverage;
import trapeze.fuzz.Verdict;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.laws.Layout;
import trapeze.laws.Runs;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;

/** Makes Trapeze's hart do, step by step, what QEMU has done, and compares behind each step. */
final class Follower {
  private static final int REMEMBERED = 12;

  private final Board board;
  private final Hart hart;
  private final QemuMachine qemu;
  private final long end;
  private final Map<String, Long> departures;
  private final FollowedHart followed;
  private final Deque<Step> last = new ArrayDeque<>();
  private final List<Excuse> excuses;
  private final boolean hasHypervisor;
  private Step step = Step.NONE;
  private boolean isInGuest;
  private @Nullable Verdict verdict;

  /**
   * A program's comparison.
   *
   * @param board where it is loaded
   * @param end the pc at which both are at its end
   * @param departures counts, by the names of excuses
   */
  Follower(
      Board board, QemuMachine qemu, long end, Map<String, Long> departures, Coverage coverage) {
    this.board = board;
    this.hart = board.harts().getFirst();
    this.qemu = qemu;
    this.end = end;
    this.departures = departures;
    this.hasHypervisor = hart.state.get(Rv64State.HAS_HYPERVISOR) != 0;
    this.excuses = hasHypervisor ? Excuses.WITH_HYPERVISOR : Excuses.TABLE;
    this.followed = new FollowedHart(board, coverage.of(hart));
  }

  /** Runs the program on both. */
  Verdict run() throws IOException {
    qemu.start(board, end);
    QemuLog.Event event = qemu.next(followed.isIdle());
    while (verdict == null) {
      if (board.steps() >= Runs.STEPS) {
        leave(new Verdict.Same());
        break;
      }
      event =
          switch (event) {
            case null -> silence();
            case QemuLog.End _ -> finish();
            case QemuLog.TrapTaken trap -> trapped(trap);
            case QemuLog.State state -> executed(state);
          };
    }
    return Objects.requireNonNull(verdict);
  }

  /** QEMU is about to execute an instruction; so does Trapeze, if all is the same. */
  private QemuLog.@Nullable Event executed(QemuLog.State state) throws IOException {
    isInGuest = state.virtual();
    compare(state);
    if (verdict != null) {
      return null;
    }
    QemuLog.Event next = stepAndLook(state);
    if (verdict == null && Excuses.isReservedProtection(step)) {
      return leave(new Verdict.Permitted("PMP: W without R is reserved"));
    }
    if (verdict == null && Excuses.isUnalignedRoot(step)) {
      return leave(new Verdict.Permitted("hgatp: a root that is not aligned"));
    }
    Trap trap = step.trap();
    if (verdict == null && trap != null && next instanceof QemuLog.State retired) {
      if (differ(new Difference(step, "trap", cause(trap), -1)) != 0) {
        followed.retireInstead(retired);
      }
    }
    if (verdict == null && trap != null && next instanceof QemuLog.TrapTaken theirs) {
      agreeOnTrap(trap, theirs);
      return verdict == null ? qemu.next(followed.isIdle()) : null;
    }
    return verdict == null ? next : null;
  }

  private QemuLog.@Nullable Event stepAndLook(QemuLog.State state) throws IOException {
    step(state.x());
    if (verdict != null) {
      return null;
    }
    QemuLog.Event next = qemu.next(followed.isIdle());
    while (next instanceof QemuLog.State again
        && again.pc() != hart.state.pc
        && same(state, again)) {
      // It had logged the state and was then asked for something else.
      next = qemu.next(followed.isIdle());
    }
    return next;
  }

  private static boolean same(QemuLog.State a, QemuLog.State b) {
    return a.pc() == b.pc()
        && Arrays.equals(a.x(), b.x())
        && Arrays.equals(a.f(), b.f())
        && a.csr("mstatus") == b.csr("mstatus");
  }

  /** One step of Trapeze, which may end the program. */
  private void step(long[] operands) throws IOException {
    step = followed.step(operands);
    last.addLast(step);
    if (last.size() > REMEMBERED) {
      last.removeFirst();
    }
    if (followed.isOver() && hart.state.pc != end) {
      qemu.spend();
      leave(new Verdict.Same());
    }
  }

  /** QEMU took a trap that Trapeze has not taken yet: of a fetch, or an interrupt. */
  private QemuLog.@Nullable Event trapped(QemuLog.TrapTaken theirs) throws IOException {
    if (theirs.interrupt() && followed.raise(theirs.cause())) {
      departures.merge(RegisterExcuses.DEVICES.name(), 1L, Long::sum);
    }
    long retired = hart.state.pc;
    if (theirs.pc() == retired) {
      step(hart.state.x.clone());
    }
    if (verdict != null) {
      return null;
    }
    if (theirs.pc() != retired && theirs.pc() != step.pc()) {
      check("pc", retired, theirs.pc());
    }
    if (verdict != null) {
      return null;
    }
    Trap trap = theirs.pc() == retired ? step.trap() : null;
    if (trap == null) {
      long cause = cause(new Trap(theirs.interrupt(), theirs.cause(), 0));
      if (differ(new Difference(step, "trap", -1, cause)) != 0) {
        followed.trapInstead(theirs);
      }
    } else {
      agreeOnTrap(trap, theirs);
    }
    return verdict == null ? qemu.next(followed.isIdle()) : null;
  }

  private void agreeOnTrap(Trap ours, QemuLog.TrapTaken theirs) throws IOException {
    long cause = cause(new Trap(theirs.interrupt(), theirs.cause(), 0));
    if (cause(ours) != cause && differ(new Difference(step, "trap", cause(ours), cause)) != 0) {
      followed.trapInstead(theirs);
    }
  }

  private static long cause(Trap trap) {
    return trap.cause() | (trap.interrupt() ? Long.MIN_VALUE : 0);
  }

  /** QEMU waits: so does Trapeze, or it has to. */
  private QemuLog.@Nullable Event silence() throws IOException {
    if (!followed.isIdle()) {
      qemu.spend();
      return leave(new Verdict.Permitted("QEMU waits, or is gone"));
    }
    return leave(new Verdict.Same());
  }

  private QemuLog.@Nullable Event leave(Verdict with) throws IOException {
    qemu.halt();
    if (hasHypervisor) {
      // A debugger cannot take V back, and QEMU is ahead.
      qemu.spend();
    }
    verdict = with;
    return null;
  }

  private void compare(QemuLog.State theirs) throws IOException {
    followed.settleLines(theirs.csr("mip"));
    check("pc", hart.state.pc, theirs.pc());
    check("virtual", followed.isVirtual() ? 1 : 0, theirs.virtual() ? 1 : 0);
    for (int i = 0; i < theirs.csrs().length && verdict == null; i++) {
      String name = theirs.names().get(i);
      if (!theirs.virtual()) {
        check(name, followed.csr(name), theirs.csrs()[i]);
      } else if (name.equals("mstatus")) {
        guestStatus(theirs.csrs()[i]);
      } else if (!GuestRegisters.STALE.contains(name)) {
        String own = GuestRegisters.SWAPPED.getOrDefault(name, name);
        check(own, followed.csr(own), theirs.csrs()[i]);
      }
    }
    for (int i = 1; i < 32 && verdict == null; i++) {
      check("x" + i, hart.state.x[i], theirs.x()[i]);
    }
    for (int i = 0; i < 32 && verdict == null; i++) {
      check("f" + i, hart.state.f[i], theirs.f()[i]);
    }
  }

  /** While V is set QEMU's mstatus has the fields of vsstatus in place of HS's. */
  private void guestStatus(long theirs) throws IOException {
    long swapped = GuestRegisters.STATUS;
    check("vsstatus", followed.csr("vsstatus") & swapped, theirs & swapped);
    check("mstatus", followed.csr("mstatus") & ~swapped, theirs & ~swapped);
  }

  private void check(String place, long ours, long theirs) throws IOException {
    if (ours == theirs || verdict != null) {
      return;
    }
    long bits = differ(new Difference(step, place, ours, theirs));
    if (bits != 0) {
      followed.takeOver(place, theirs, bits);
    }
  }

  /** Excuses a difference, or ends with it; the bits that Trapeze is to take over from QEMU. */
  private long differ(Difference found) throws IOException {
    Difference difference = found;
    if (step.packed() != 0 || step.trap() != null) {
      step = followed.lookedUp(step);
      difference = new Difference(step, found.place(), found.ours(), found.theirs());
    }
    Collection<Excuse> excused = Excuses.of(difference, excuses);
    if (excused.isEmpty()) {
      leave(new Verdict.Differs(difference.kind(), difference + "\n" + story()));
      return 0;
    }
    long takeOver = difference.place().matches("[xf][0-9]+") ? -1 : 0;
    for (Excuse each : excused) {
      departures.merge(each.name(), 1L, Long::sum);
      takeOver |= each.effect() == Excuse.Effect.FOLLOW ? each.extent().of(difference) : 0;
      if (each.effect() == Excuse.Effect.STOP) {
        leave(new Verdict.Permitted(each.name()));
        return 0;
      }
    }
    return takeOver;
  }

  private String story() {
    return last.stream().map(each -> "    " + each).collect(Collectors.joining("\n"));
  }

  /** Both are at the end: what the log does not show is compared too. */
  private QemuLog.@Nullable Event finish() throws IOException {
    check("pc", hart.state.pc, end);
    if (verdict != null) {
      return null;
    }
    qemu.halt();
    if (isInGuest) {
      qemu.spend();
    }
    long[] theirs = qemu.registers();
    for (int i = 0; i < qemu.names().size() && verdict == null; i++) {
      String name = qemu.names().get(i);
      last(name, hart.readCsr(Rv64.SET.csr(name).address()), theirs[i]);
    }
    last("priv", hart.state.get(Rv64State.MODE), theirs[theirs.length - 1]);
    if (verdict == null) {
      memory();
    }
    verdict = verdict == null ? new Verdict.Same() : verdict;
    return null;
  }

  private void memory() throws IOException {
    MemorySegment ours = board.memory().segment(Layout.BASE, Layout.SIZE);
    MemorySegment theirs = qemu.memory();
    long from = 0;
    while (from < Layout.SIZE && verdict == null) {
      long same = MemorySegment.mismatch(ours, from, Layout.SIZE, theirs, from, Layout.SIZE);
      if (same < 0) {
        return;
      }
      long at = from + same & -8;
      String where = "memory at %x".formatted(Layout.BASE + at);
      long theirWord = theirs.get(ValueLayout.JAVA_LONG, at);
      last(where, board.memory().getLong(Layout.BASE + at), theirWord);
      from = at + 8;
    }
  }

  private void last(String place, long ours, long theirs) {
    Step end = step.with(step.bits(), step.reserved(), step.physical(), followed.happened());
    Difference difference = new Difference(end, place, ours, theirs);
    if (ours == theirs || verdict != null) {
      return;
    }
    Collection<Excuse> excused = Excuses.of(difference, excuses);
    excused.forEach(each -> departures.merge(each.name(), 1L, Long::sum));
    if (excused.isEmpty()) {
      String kind =
          place.startsWith("memory") ? "memory" : "%s, bits %x".formatted(place, ours ^ theirs);
      verdict = new Verdict.Differs("at the end: " + kind, difference + "\n" + story());
    }
  }
}
