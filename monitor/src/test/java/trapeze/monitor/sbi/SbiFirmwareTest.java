package trapeze.monitor.sbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.Stop;
import trapeze.machine.board.Board;
import trapeze.machine.board.Implementation;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;

/** Each call of the SBI, with arguments good and bad. */
class SbiFirmwareTest {
  private static final long BASE = 0x8000_0000L;
  private static final long SIZE = 1 << 20;
  private static final long END = BASE + SIZE;
  private static final long ENTRY = BASE + 0x1000;
  private static final int HARTS = 3;

  private static final long SUCCESS = 0;
  private static final long NOT_SUPPORTED = -2;
  private static final long INVALID_PARAM = -3;
  private static final long INVALID_ADDRESS = -5;
  private static final long ALREADY_AVAILABLE = -6;
  private static final long DENIED = -4;
  private static final long DENIED_LOCKED = -14;
  private static final long SUSPENDED = 4;

  private static final long TIMER = 0x54494d45;
  private static final long IPI = 0x735049;
  private static final long REMOTE_FENCE = 0x52464e43;
  private static final long HART_STATE = 0x48534d;
  private static final long RESET = 0x53525354;
  private static final long DEBUG_CONSOLE = 0x4442434e;
  private static final long SUSPEND = 0x53555350;
  private static final long FEATURES = 0x46574654;
  private static final long AD_UPDATING = 4;
  private static final long ALL = -1;

  private final List<String> fences = new ArrayList<>();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private String input = "";
  private final Board board = board(Implementation.FULL);
  private final SbiFirmware firmware = new SbiFirmware(board, output::write, this::nextInput);
  private final Hart caller = board.harts().getFirst();

  SbiFirmwareTest() {
    firmware.start(ENTRY, 0);
  }

  private Board board(Implementation implementation) {
    return new Board(
        Board.Configuration.USUAL.withHarts(HARTS).with(implementation),
        PhysicalMemory.allocate(Arena.ofAuto(), BASE, SIZE),
        Watched::new,
        output::write,
        ConsoleSource.SILENT,
        List.of());
  }

  /** A hart that says which fences it is asked for. */
  private final class Watched extends Hart {
    Watched(HartState state, Bus bus, Clock clock) {
      super(state, bus, clock);
    }

    private void say(String what) {
      fences.add(state.get(Rv64State.HART_ID) + ": " + what);
    }

    @Override
    public void fenceI() {
      say("fence.i");
    }

    @Override
    public void fenceAddressTranslation(long hasAddress, long address, long hasAsid, long asid) {
      say(
          (hasAddress == 0 ? "all" : "0x%x".formatted(address))
              + (hasAsid == 0 ? "" : " of %d".formatted(asid)));
    }
  }

  private int nextInput() {
    if (input.isEmpty()) {
      return -1;
    }
    int next = input.charAt(0);
    input = input.substring(1);
    return next;
  }

  private record Answer(long error, long value) {}

  private Answer call(long extension, long function, long... arguments) {
    HartState state = caller.state;
    System.arraycopy(arguments, 0, state.x, 10, arguments.length);
    state.x[16] = function;
    state.x[17] = extension;
    long pc = state.pc;
    firmware.handle(caller, Trap.exception(ExceptionCause.ECALL_FROM_S, 0));
    assertThat(state.pc).isEqualTo(pc + 4);
    return new Answer(state.x[10], state.x[11]);
  }

  private long error(long extension, long function, long... arguments) {
    return call(extension, function, arguments).error;
  }

  private long softwarePending(int hart) {
    return board.harts().get(hart).state.get(Rv64State.MIP) >>> 1 & 1;
  }

  @Test
  void theFirstHartIsAtTheEntryAndTheOthersAreStopped() {
    assertThat(caller.state.pc).isEqualTo(ENTRY);
    assertThat(call(HART_STATE, 2, 0)).isEqualTo(new Answer(SUCCESS, 0));
    assertThat(call(HART_STATE, 2, 1)).isEqualTo(new Answer(SUCCESS, 1));
  }

  @Test
  void withoutSstcThereAreNoTimersAndSoNoSbi() {
    Board without = board(Implementation.FULL.withSstc(false));
    SbiFirmware refused = new SbiFirmware(without, output::write, ConsoleSource.SILENT);
    assertThatThrownBy(() -> refused.start(ENTRY, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void extensionsThatDoNotExistAreNotSupported() {
    assertThat(call(0x10, 3, TIMER).value).isEqualTo(1);
    assertThat(call(0x10, 3, 0x12345).value).isZero();
    for (long extension :
        new long[] {0x10, TIMER, IPI, REMOTE_FENCE, HART_STATE, SUSPEND, FEATURES, DEBUG_CONSOLE}) {
      assertThat(error(extension, 99)).isEqualTo(NOT_SUPPORTED);
    }
    assertThat(error(9, 0)).isEqualTo(NOT_SUPPORTED);
    assertThat(error(Long.MIN_VALUE, 0)).isEqualTo(NOT_SUPPORTED);
  }

  @Test
  void theTimerIsTheHartsOwn() {
    assertThat(error(TIMER, 0, 12345)).isEqualTo(SUCCESS);
    assertThat(caller.state.get(Rv64State.STIMECMP)).isEqualTo(12345);
    assertThat(board.harts().get(1).state.get(Rv64State.STIMECMP)).isNotEqualTo(12345);
  }

  @Test
  void interruptsReachTheHartsOfTheMask() {
    assertThat(error(IPI, 0, 0b110, 0)).isEqualTo(SUCCESS);
    assertThat(softwarePending(0)).isZero();
    assertThat(softwarePending(1)).isEqualTo(1);
    assertThat(softwarePending(2)).isEqualTo(1);
    assertThat(error(IPI, 0, 0, ALL)).isEqualTo(SUCCESS);
    assertThat(softwarePending(0)).isEqualTo(1);
  }

  @Test
  void aMaskWithAHartThatDoesNotExistReachesNobody() {
    long[][] bad = {
      {0b1001, 0}, {1, HARTS}, {1, Long.MAX_VALUE}, {0b100, -2}, {2, Long.MAX_VALUE}, {1, 1L << 32}
    };
    for (long[] each : bad) {
      assertThat(error(IPI, 0, each)).isEqualTo(INVALID_PARAM);
    }
    assertThat(softwarePending(0)).isZero();
  }

  @Test
  void fencesNameWhatTheyAreAskedFor() {
    assertThat(error(REMOTE_FENCE, 0, 0b10, 0)).isEqualTo(SUCCESS);
    assertThat(error(REMOTE_FENCE, 1, 0b10, 0, 0x5ff8, 0x10)).isEqualTo(SUCCESS);
    assertThat(error(REMOTE_FENCE, 2, 1, 2, 0x5000, 0x1000, 7)).isEqualTo(SUCCESS);
    assertThat(fences).containsExactly("1: fence.i", "1: 0x5000", "1: 0x6000", "2: 0x5000 of 7");
  }

  @Test
  void anAsidHasOnlyTheBitsThatExist() {
    call(REMOTE_FENCE, 2, 1, 1, 0x5000, 0x1000, 7L << 16 | 3);
    assertThat(fences).containsExactly("1: 0x5000 of 3");
  }

  @Test
  void hugeRangesAreOneFence() {
    long[] sizes = {-1, 0, Long.MAX_VALUE, Long.MIN_VALUE, 65 * 4096};
    for (long size : sizes) {
      call(REMOTE_FENCE, 2, 1, 1, -4096, size, 3);
    }
    assertThat(fences).hasSize(sizes.length).containsOnly("1: all of 3");
  }

  @Test
  void hartsAreStartedOnceAndStopped() {
    assertThat(error(HART_STATE, 0, 1, BASE, 42)).isEqualTo(SUCCESS);
    HartState started = board.harts().get(1).state;
    assertThat(started.pc).isEqualTo(BASE);
    assertThat(started.x[10]).isEqualTo(1);
    assertThat(started.x[11]).isEqualTo(42);
    assertThat(started.get(Rv64State.MODE)).isEqualTo(1);
    assertThat(started.get(Rv64State.SATP)).isZero();
    assertThat(call(HART_STATE, 2, 1).value).isZero();
    assertThat(error(HART_STATE, 0, 1, BASE, 42)).isEqualTo(ALREADY_AVAILABLE);
    call(HART_STATE, 1);
    assertThat(call(HART_STATE, 2, 0).value).isEqualTo(1);
  }

  @Test
  void hartsThatDoNotExistAndAddressesOutsideMemoryAreRefused() {
    for (long id : new long[] {HARTS, -1, Long.MIN_VALUE, 1L << 32}) {
      assertThat(error(HART_STATE, 0, id, BASE, 0)).isEqualTo(INVALID_PARAM);
      assertThat(error(HART_STATE, 2, id)).isEqualTo(INVALID_PARAM);
    }
    for (long entry : new long[] {0, BASE - 2, BASE + 1, END, END - 1, -2, Long.MIN_VALUE}) {
      assertThat(error(HART_STATE, 0, 1, entry, 0)).isEqualTo(INVALID_ADDRESS);
    }
    assertThat(call(HART_STATE, 2, 1).value).isEqualTo(1);
  }

  private static final long NON_RETENTIVE = 0x8000_0000L;

  @Test
  void aRetentiveSuspendIsAWaitThatTheCallReturnsFrom() {
    assertThat(error(HART_STATE, 3, 0)).isEqualTo(SUCCESS);
    assertThat(caller.isWaiting()).isTrue();
    assertThat(call(HART_STATE, 2, 0).value).isEqualTo(SUSPENDED);
  }

  @Test
  void aHartThatGoesOnIsNoLongerSuspended() {
    caller.state.set(Rv64State.MIE, 2);
    board.memory().putInt(ENTRY + 4, 0x13);
    assertThat(error(HART_STATE, 3, 0)).isEqualTo(SUCCESS);
    assertThat(caller.run(1)).isEqualTo(Stop.WAITING);
    caller.state.set(Rv64State.MIP, 2);
    assertThat(caller.run(1)).isEqualTo(Stop.BUDGET);
    assertThat(call(HART_STATE, 2, 0).value).isZero();
  }

  private void callThatLeaves(long extension, long function, long... arguments) {
    System.arraycopy(arguments, 0, caller.state.x, 10, arguments.length);
    caller.state.x[16] = function;
    caller.state.x[17] = extension;
    firmware.handle(caller, Trap.exception(ExceptionCause.ECALL_FROM_S, 0));
  }

  private void assertSuspendedAt(long entry, long opaque) {
    assertThat(caller.state.pc).isEqualTo(entry);
    assertThat(caller.state.x[10]).isZero();
    assertThat(caller.state.x[11]).isEqualTo(opaque);
    assertThat(caller.state.get(Rv64State.SATP)).isZero();
    assertThat(caller.state.get(Rv64State.MSTATUS) & 2).isZero();
    assertThat(caller.state.get(Rv64State.STIMECMP)).isEqualTo(12345);
    assertThat(caller.isWaiting()).isTrue();
  }

  @Test
  void aNonRetentiveSuspendGoesOnElsewhereAndKeepsTheTimer() {
    call(TIMER, 0, 12345);
    caller.state.set(Rv64State.MSTATUS, caller.state.get(Rv64State.MSTATUS) | 2);
    callThatLeaves(HART_STATE, 3, NON_RETENTIVE | 1L << 63, BASE + 64, 42);
    assertSuspendedAt(BASE + 64, 42);
  }

  @Test
  void suspendsThatDoNotExistAndGoOnNowhereAreRefused() {
    for (long type : new long[] {1, 0x0fff_ffff, 0x1000_0000, 0x8000_0001L, 0xffff_ffffL}) {
      assertThat(error(HART_STATE, 3, type, BASE, 0)).isEqualTo(INVALID_PARAM);
      assertThat(error(SUSPEND, 0, type, BASE, 0)).isEqualTo(INVALID_PARAM);
    }
    for (long entry : new long[] {0, BASE + 1, END, -2}) {
      assertThat(error(HART_STATE, 3, NON_RETENTIVE, entry, 0)).isEqualTo(INVALID_ADDRESS);
      assertThat(error(SUSPEND, 0, 0, entry, 0)).isEqualTo(INVALID_ADDRESS);
    }
    assertThat(caller.isWaiting()).isFalse();
  }

  @Test
  void theSystemIsSuspendedByItsLastHartOnly() {
    call(TIMER, 0, 12345);
    call(HART_STATE, 0, 1, BASE, 0);
    assertThat(error(SUSPEND, 0, 0, BASE, 0)).isEqualTo(DENIED);
    firmware.handle(hartThatStopsItself(1), Trap.exception(ExceptionCause.ECALL_FROM_S, 0));
    callThatLeaves(SUSPEND, 0, 1L << 32, BASE + 64, 42);
    assertSuspendedAt(BASE + 64, 42);
  }

  private Hart hartThatStopsItself(int id) {
    Hart hart = board.harts().get(id);
    hart.state.x[16] = 1;
    hart.state.x[17] = HART_STATE;
    return hart;
  }

  @Test
  void hardwareUpdatesOfAccessedAndDirtyAreOffUntilAskedForAndCanBeLocked() {
    long adue = Rv64State.MENVCFG_ADUE.mask();
    assertThat(call(FEATURES, 1, AD_UPDATING)).isEqualTo(new Answer(SUCCESS, 0));
    assertThat(caller.state.get(Rv64State.MENVCFG) & adue).isZero();
    assertThat(error(FEATURES, 0, AD_UPDATING, 1, 0)).isEqualTo(SUCCESS);
    assertThat(call(FEATURES, 1, AD_UPDATING | 1L << 32)).isEqualTo(new Answer(SUCCESS, 1));
    assertThat(caller.state.get(Rv64State.MENVCFG) & adue).isEqualTo(adue);
    assertThat(error(FEATURES, 0, AD_UPDATING, 2, 0)).isEqualTo(INVALID_PARAM);
    assertThat(error(FEATURES, 0, AD_UPDATING, 0, 2)).isEqualTo(INVALID_PARAM);
    assertThat(error(FEATURES, 0, AD_UPDATING, 1, 1)).isEqualTo(SUCCESS);
    assertThat(error(FEATURES, 0, AD_UPDATING, 0, 0)).isEqualTo(DENIED_LOCKED);
    assertThat(call(FEATURES, 1, AD_UPDATING).value).isEqualTo(1);
  }

  @Test
  void aHartThatIsStartedAgainHasItsFeaturesFromReset() {
    call(FEATURES, 0, AD_UPDATING, 1, 1);
    call(HART_STATE, 1);
    callThatLeaves(HART_STATE, 0, 0, BASE, 0);
    assertThat(call(FEATURES, 1, AD_UPDATING)).isEqualTo(new Answer(SUCCESS, 0));
    assertThat(error(FEATURES, 0, AD_UPDATING, 1, 0)).isEqualTo(SUCCESS);
  }

  @Test
  void featuresThatAreReservedAreDeniedAndThoseThatLackHardwareNotSupported() {
    for (long feature : new long[] {6, 0x3fff_ffff, 0x4000_0000, 0x8000_0000L, 0xffff_ffffL}) {
      assertThat(call(FEATURES, 1, feature)).isEqualTo(new Answer(DENIED, 0));
      assertThat(error(FEATURES, 0, feature, 1, 0)).isEqualTo(DENIED);
    }
    for (long feature : new long[] {1, 2, 3, 5}) {
      assertThat(error(FEATURES, 1, feature)).isEqualTo(NOT_SUPPORTED);
      assertThat(error(FEATURES, 0, feature, 1, 0)).isEqualTo(NOT_SUPPORTED);
    }
  }

  @Test
  void resetsEndTheMachine() {
    assertThat(error(RESET, 0, 7, 0)).isEqualTo(INVALID_PARAM);
    assertThat(board.finish()).isNull();
    call(RESET, 0, 0, 0);
    assertThat(board.finish()).isEqualTo(new Outcome.Ended(0));
    call(RESET, 0, 0, 1);
    assertThat(board.finish()).isEqualTo(new Outcome.Ended(1));
    call(RESET, 0, 1, 0);
    assertThat(board.finish()).isEqualTo(new Outcome.Reset());
  }

  @Test
  void theConsoleWritesFromMemoryOnly() {
    board.memory().write(END - 4, new byte[] {'a', 'b', 'c', 'd'});
    assertThat(call(DEBUG_CONSOLE, 0, 4, END - 4, 0)).isEqualTo(new Answer(SUCCESS, 4));
    long[][] bad = {
      {5, END - 4, 0},
      {1, END, 0},
      {1, BASE - 1, 0},
      {-1, BASE, 0},
      {1, BASE, 1},
      {1, -1, 0},
      {Long.MAX_VALUE, END - 4095, 0}
    };
    for (long[] each : bad) {
      assertThat(error(DEBUG_CONSOLE, 0, each)).isEqualTo(INVALID_PARAM);
      assertThat(error(DEBUG_CONSOLE, 1, each)).isEqualTo(INVALID_PARAM);
    }
    assertThat(output.toString()).isEqualTo("abcd");
    assertThat(call(DEBUG_CONSOLE, 0, SIZE, BASE, 0).value).isEqualTo(4096);
    assertThat(error(DEBUG_CONSOLE, 2, 'e')).isEqualTo(SUCCESS);
    assertThat(output.size()).isEqualTo(4 + 4096 + 1);
  }

  @Test
  void theConsoleReadsWhatThereIs() {
    input = "xyz";
    assertThat(call(DEBUG_CONSOLE, 1, 2, BASE, 0)).isEqualTo(new Answer(SUCCESS, 2));
    assertThat(board.memory().read(BASE, 3)).containsExactly('x', 'y', 0);
    assertThat(call(DEBUG_CONSOLE, 1, 2, BASE, 0)).isEqualTo(new Answer(SUCCESS, 1));
    assertThat(call(DEBUG_CONSOLE, 1, 2, BASE, 0)).isEqualTo(new Answer(SUCCESS, 0));
  }

  @Test
  void legacyCallsLeaveA1Alone() {
    input = "q";
    caller.state.x[11] = 77;
    assertThat(call(2, 0)).isEqualTo(new Answer('q', 77));
    assertThat(call(2, 0)).isEqualTo(new Answer(-1, 77));
    call(1, 0, '!');
    assertThat(output.toString()).isEqualTo("!");
    call(0, 0, 99);
    assertThat(caller.state.get(Rv64State.STIMECMP)).isEqualTo(99);
  }

  @Test
  void legacyMasksAreReadFromMemoryAndBadPointersReachNobody() {
    board.memory().putLong(BASE, 0b100);
    board.memory().putLong(BASE + 8, -1);
    call(4, 0, BASE);
    assertThat(softwarePending(1)).isZero();
    assertThat(softwarePending(2)).isEqualTo(1);
    call(4, 0, 8);
    call(4, 0, END - 4);
    call(4, 0, -8);
    assertThat(softwarePending(1)).isZero();
    call(4, 0, BASE + 8);
    assertThat(softwarePending(1)).isEqualTo(1);
    call(5, 0, 0);
    assertThat(fences).containsExactly("0: fence.i", "1: fence.i", "2: fence.i");
    call(8, 0);
    assertThat(board.finish()).isEqualTo(new Outcome.Ended(0));
  }

  @Test
  void anythingElseThatComesToMachineLevelEndsTheMachine() {
    firmware.handle(caller, Trap.exception(ExceptionCause.ECALL_FROM_M, 0));
    assertThat(board.finish()).isEqualTo(new Outcome.Ended(1));
  }

  @Property(tries = 500)
  void noArgumentsHarmTheFirmware(
      @ForAll int extension, @ForAll byte function, @ForAll long one, @ForAll long two) {
    long[] known = {
      0, 1, 2, 3, 4, 5, 6, 7, 0x10, TIMER, IPI, REMOTE_FENCE, HART_STATE, RESET, SUSPEND, FEATURES
    };
    long chosen = known[Math.floorMod(extension, known.length)];
    callThatLeaves(chosen, Math.floorMod(function, 8), one, two, two, one, one);
    call(DEBUG_CONSOLE, Math.floorMod(function, 4), one, two, 0);
  }
}
