package trapeze.console.conform;

import java.util.Arrays;
import trapeze.isa.fp.Rounding;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.board.Board;
import trapeze.machine.memory.PhysicalMemory;

/**
 * Hands cases to the guest of {@link TestFloatCode}, a batch at a time, and judges what it says.
 */
final class TestFloatRun {
  private static final int BATCH = 4096;

  /** Steps for what a batch takes beside its cases, and then some. */
  private static final long MARGIN = 1000;

  private final Board board;
  private final TestFloatFunction function;
  private final TestFloatCode.Guest guest;
  private final long batch;
  private final long[] lines;
  private final int fields;
  private int waiting;
  private long cases;
  private long differences;
  private String first = "";

  TestFloatRun(Board board, TestFloatFunction function, Rounding mode) {
    this.board = board;
    this.function = function;
    this.guest = TestFloatCode.of(function, mode);
    PhysicalMemory memory = board.memory();
    this.batch = memory.base() + TestFloatCode.BATCH;
    this.fields = function.operands() + 2;
    this.lines = new long[BATCH * fields];
    for (int i = 0; i < guest.words().size(); i++) {
      memory.putInt(memory.base() + 4L * i, guest.words().get(i));
    }
    board.harts().getFirst().state.pc = memory.base();
  }

  /** Takes a case: operands, result, flags. */
  void add(long[] line) {
    PhysicalMemory memory = board.memory();
    for (int i = 0; i < function.operands(); i++) {
      memory.putLong(place(waiting) + 8L * i, function.from().inRegister(line[i]));
    }
    System.arraycopy(line, 0, lines, waiting * fields, fields);
    if (++waiting == BATCH) {
      flush();
    }
  }

  private long place(int number) {
    return batch + TestFloatCode.FIRST + (long) number * TestFloatCode.STRIDE;
  }

  /** Executes what has been taken. */
  void flush() {
    if (waiting == 0) {
      return;
    }
    PhysicalMemory memory = board.memory();
    memory.putLong(batch, waiting);
    board.run((long) waiting * guest.steps() + MARGIN);
    if (memory.getLong(batch) != 0) {
      cases += waiting;
      differences += waiting;
      var state = board.harts().getFirst().state;
      remember(
          "the guest did not come to its end: pc 0x%x, mcause %d"
              .formatted(state.pc, state.get(Rv64State.MCAUSE)));
    } else {
      for (int i = 0; i < waiting; i++) {
        judge(i);
      }
    }
    waiting = 0;
  }

  private void judge(int number) {
    PhysicalMemory memory = board.memory();
    long place = place(number);
    long expected = function.to().inRegister(lines[number * fields + fields - 2]);
    long flags = lines[number * fields + fields - 1];
    cases++;
    boolean right =
        memory.getLong(place + TestFloatCode.FIRST_FLAGS) == flags
            && memory.getLong(place + TestFloatCode.ALL_FLAGS) == flags;
    for (int i = 0; i < guest.executions(); i++) {
      right &= memory.getLong(place + TestFloatCode.RESULTS + 8L * i) == expected;
    }
    if (!right) {
      differences++;
      remember(
          "%s of %s gives %s, flags %x then %x, not %x, flags %x"
              .formatted(
                  function.instruction(),
                  hex(memory, place, function.operands()),
                  hex(memory, place + TestFloatCode.RESULTS, guest.executions()),
                  memory.getLong(place + TestFloatCode.FIRST_FLAGS),
                  memory.getLong(place + TestFloatCode.ALL_FLAGS),
                  expected,
                  flags));
    }
  }

  private static String hex(PhysicalMemory memory, long place, int count) {
    long[] words = new long[count];
    Arrays.setAll(words, i -> memory.getLong(place + 8L * i));
    return String.join(", ", Arrays.stream(words).mapToObj(Long::toHexString).toList());
  }

  private void remember(String difference) {
    if (first.isEmpty()) {
      first = difference;
    }
  }

  /** What came of all that was taken. */
  Verdict verdict() {
    if (cases == 0) {
      return new Verdict.Failed("testfloat_gen printed no case");
    }
    return differences == 0
        ? new Verdict.Passed("%d cases".formatted(cases))
        : new Verdict.Failed("%d of %d cases differ: %s".formatted(differences, cases, first));
  }
}
