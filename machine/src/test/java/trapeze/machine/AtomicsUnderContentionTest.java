package trapeze.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.device.Bus;
import trapeze.machine.memory.PhysicalMemory;

/**
 * Four harts on threads of their own that change one word at the same time. In x5 they count down,
 * x6 is the word's address, x7 what is particular to a hart, x10 counts what went wrong.
 */
class AtomicsUnderContentionTest {
  private static final long BASE = SmallMachine.BASE;
  private static final long WORD = BASE + 0x8000;
  private static final int ROUNDS = 4000;
  private static final int HARTS = 4;

  private final PhysicalMemory memory =
      PhysicalMemory.allocate(Arena.ofAuto(), BASE, SmallMachine.SIZE);
  private final Bus bus = Bus.with(memory).build();

  /** Runs on each hart, {@code ROUNDS} times, what is written for it; gives the harts. */
  private List<Hart> run(BiConsumer<Integer, Assembler> program) throws InterruptedException {
    List<Hart> harts = IntStream.range(0, HARTS).mapToObj(id -> hart(id, program)).toList();
    List<Thread> threads =
        harts.stream().map(hart -> Thread.ofPlatform().start(() -> untilWaiting(hart))).toList();
    for (Thread thread : threads) {
      thread.join();
    }
    return harts;
  }

  private Hart hart(int id, BiConsumer<Integer, Assembler> program) {
    HartState state = SmallMachine.state();
    state.set(Rv64State.HART_ID, id);
    state.pc = BASE + 0x200L * id;
    state.x[5] = ROUNDS;
    state.x[6] = WORD;
    state.x[7] = 1L << id;
    Hart made = new Hart(state, bus, () -> 0);
    made.runsInParallel(true);
    Assembler code = new Assembler(memory, state.pc);
    program.accept(id, code);
    code.put("addi", RD, 5, RS1, 5, IMM, -1)
        .put("bne", RS1, 5, RS2, 0, IMM, state.pc - code.here())
        .put("wfi");
    return made;
  }

  private static void untilWaiting(Hart hart) {
    while (!(hart.run(1_000_000) instanceof Stop.Waiting)) {}
  }

  private static void increment(Assembler code, String width) {
    code.put("lr." + width, RD, 8, RS1, 6)
        .put("addi", RD, 8, RS1, 8, IMM, 1)
        .put("sc." + width, RD, 9, RS1, 6, RS2, 8)
        .put("bne", RS1, 9, RS2, 0, IMM, -12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"w", "d"})
  void noIncrementIsLost(String width) throws InterruptedException {
    run(
        (id, code) -> {
          code.put("addi", RD, 8, RS1, 0, IMM, 1);
          code.put("amoadd." + width, RD, 0, RS1, 6, RS2, 8);
          increment(code, width);
        });
    assertThat(memory.getLong(WORD)).isEqualTo(2L * HARTS * ROUNDS);
  }

  /** Each hart has a bit of its own, which it sets, toggles and clears; it finds what it left. */
  @ParameterizedTest
  @ValueSource(strings = {"w", "d"})
  void bitsOfOthersAreLeftAlone(String width) throws InterruptedException {
    List<Hart> harts =
        run(
            (id, code) -> {
              code.put("xori", RD, 11, RS1, 7, IMM, -1);
              code.put("amoor." + width, RD, 8, RS1, 6, RS2, 7); // was clear
              countUnless(code, 0);
              code.put("amoxor." + width, RD, 8, RS1, 6, RS2, 7); // was set
              countUnless(code, 7);
              code.put("amoor." + width, RD, 8, RS1, 6, RS2, 7); // was clear
              countUnless(code, 0);
              code.put("amoand." + width, RD, 8, RS1, 6, RS2, 11); // was set
              countUnless(code, 7);
            });
    assertThat(harts).allSatisfy(hart -> assertThat(hart.state.x[10]).isZero());
    assertThat(memory.getLong(WORD)).isZero();
  }

  private static void countUnless(Assembler code, int expected) {
    code.put("and", RD, 8, RS1, 8, RS2, 7)
        .put("beq", RS1, 8, RS2, expected, IMM, 8)
        .put("addi", RD, 10, RS1, 10, IMM, 1);
  }

  /** What is swapped in comes out once: the sums of both differ by what is left. */
  @ParameterizedTest
  @ValueSource(strings = {"w", "d"})
  void swapsLoseNothing(String width) throws InterruptedException {
    List<Hart> harts =
        run(
            (id, code) ->
                code.put("amoswap." + width, RD, 8, RS1, 6, RS2, 5)
                    .put("add", RD, 10, RS1, 10, RS2, 8)
                    .put("add", RD, 12, RS1, 12, RS2, 5));
    long out = harts.stream().mapToLong(hart -> hart.state.x[10]).sum();
    long in = harts.stream().mapToLong(hart -> hart.state.x[12]).sum();
    assertThat(out + memory.getLong(WORD)).isEqualTo(in);
  }

  /** A maximum never falls behind what this hart has put there, a minimum never rises. */
  @ParameterizedTest
  @ValueSource(strings = {"amomax.w", "amomax.d", "amomaxu.w", "amomaxu.d"})
  void aMaximumOnlyRises(String operation) throws InterruptedException {
    List<Hart> harts =
        run(
            (id, code) ->
                code.put("addi", RD, 13, RS1, 13, IMM, id + 1)
                    .put(operation, RD, 8, RS1, 6, RS2, 13)
                    .put("bge", RS1, 8, RS2, 14, IMM, 8)
                    .put("addi", RD, 10, RS1, 10, IMM, 1)
                    .put("addi", RD, 14, RS1, 13, IMM, 0));
    assertThat(harts).allSatisfy(hart -> assertThat(hart.state.x[10]).isZero());
    assertThat(memory.getLong(WORD)).isEqualTo((long) HARTS * ROUNDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"amomin.w", "amomin.d", "amominu.w", "amominu.d"})
  void aMinimumOnlyFalls(String operation) throws InterruptedException {
    memory.putLong(WORD, 1_000_000);
    List<Hart> harts =
        run(
            (id, code) ->
                code.put(operation, RD, 8, RS1, 6, RS2, 5)
                    .put("addi", RD, 13, RS1, 5, IMM, 1)
                    .put("beq", RS1, 14, RS2, 0, IMM, 12)
                    .put("bge", RS1, 13, RS2, 8, IMM, 8)
                    .put("addi", RD, 10, RS1, 10, IMM, 1)
                    .put("addi", RD, 14, RS1, 0, IMM, 1));
    assertThat(harts).allSatisfy(hart -> assertThat(hart.state.x[10]).isZero());
    assertThat(memory.getLong(WORD)).isEqualTo(1);
  }

  /** Two harts count in the low half of a word, the others store into its upper bytes. */
  @Test
  void storesIntoTheSameWordAreKeptToo() throws InterruptedException {
    run(
        (id, code) -> {
          switch (id) {
            case 0, 1 -> increment(code, "w");
            case 2 -> code.put("sb", RS1, 6, RS2, 5, IMM, 2);
            default -> code.put("sh", RS1, 6, RS2, 5, IMM, 3); // misaligned, into the next word
          }
        });
    assertThat(memory.getShort(WORD)).isEqualTo((short) (2 * ROUNDS));
    assertThat(memory.getByte(WORD + 2)).isEqualTo((byte) 1);
    assertThat(memory.getShort(WORD + 3)).isEqualTo((short) 1);
  }

  /** A hart that only stores to the other lines keeps nobody from succeeding. */
  @Test
  void constrainedLoopsGoOnBesideStores() throws InterruptedException {
    run(
        (id, code) -> {
          if (id == 3) {
            code.put("sd", RS1, 6, RS2, 5, IMM, 64).put("sd", RS1, 6, RS2, 5, IMM, -64);
          } else {
            increment(code, "d");
          }
        });
    assertThat(memory.getLong(WORD)).isEqualTo(3L * ROUNDS);
  }
}
