package trapeze.monitor.patching;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.Stop;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;

/** A real hart in U-mode with a patched instruction, a stub and a page of virtual state. */
final class StubBench {
  private static final long BASE = 0x8000_0000L;
  private static final long SITE = 0x2000;
  private static final long STUB = 0x4000;
  private static final long STATE_FRAME = BASE + 0x8000;
  private static final int USER_EXECUTE = 0xd9;
  private static final int USER_READ_WRITE = 0xd7;

  private final PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), BASE, 1 << 20);
  private final Hart hart;

  /** Where the stub left to the monitor: index of its word; -1 if it came to its end. */
  int left;

  /** Instructions that the hart retired. */
  long retired;

  StubBench() {
    Board board =
        new Board(
            Board.Configuration.USUAL,
            memory,
            HartFactory.REAL,
            _ -> {},
            ConsoleSource.SILENT,
            List.of());
    hart = board.harts().getFirst();
    hart.hasResident(true);
    hart.state.set(Rv64State.PMPCFG0, 0x1f);
    hart.state.set(Rv64State.pmpaddr(0), -1L >>> 10);
    hart.state.set(Rv64State.MODE, 0);
    hart.state.set(Rv64State.SATP, 8L << 60 | BASE >>> 12);
    map(SITE, BASE + 0x6000, USER_EXECUTE);
    map(STUB, BASE + 0x7000, USER_EXECUTE);
    map(-4096, STATE_FRAME, USER_READ_WRITE);
  }

  private void map(long address, long frame, int flags) {
    long middle = BASE + (address < 0 ? 0x1000 : 0x2000);
    long last = middle + 0x2000;
    memory.putLong(BASE + 8 * (address >>> 30 & 511), middle >>> 2 | 1);
    memory.putLong(middle + 8 * (address >>> 21 & 511), last >>> 2 | 1);
    memory.putLong(last + 8 * (address >>> 12 & 511), frame >>> 2 | flags);
  }

  /** Puts a stub in its place, and a jump to it in front of nothing. */
  void put(StubCode stub, StateLayout layout) {
    memory.putInt(BASE + 0x6000, Assembly.jump(STUB - SITE));
    memory.putInt(BASE + 0x6004, 0);
    for (int i = 0; i < stub.words().length; i++) {
      memory.putInt(BASE + 0x7000 + 4L * i, stub.words()[i]);
    }
    long back = STUB + 4L * stub.back();
    memory.putInt(BASE + 0x7000 + 4L * stub.back(), Assembly.jump(SITE + 4 - back));
    layout.constants().forEach((value, offset) -> word(offset, value));
    hart.fenceI();
  }

  /** A word of the page of virtual state. */
  long word(int offset) {
    return memory.getLong(STATE_FRAME + 4096 + offset);
  }

  /** Writes one. */
  void word(int offset, long value) {
    memory.putLong(STATE_FRAME + 4096 + offset, value);
  }

  /** Executes the patched instruction. */
  void run(long[] x, Map<Integer, Integer> leaves) {
    System.arraycopy(x, 0, hart.state.x, 0, 32);
    hart.state.pc = SITE;
    long before = hart.retired();
    Stop stop = hart.run(1000);
    retired = hart.retired() - before;
    if (!(stop instanceof Stop.Trapped(var trap)) || trap.cause() != 2) {
      throw new AssertionError("the stub ended with " + stop);
    }
    left = hart.state.pc == SITE + 4 ? -1 : (int) (hart.state.pc - STUB) / 4;
    if (left >= 0 && !leaves.containsKey(left)) {
      throw new AssertionError("the stub left at its word " + left);
    }
  }

  /** A general register of the hart. */
  long x(int number) {
    return hart.state.x[number];
  }
}
