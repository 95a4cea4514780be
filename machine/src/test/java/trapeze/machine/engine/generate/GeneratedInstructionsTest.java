package trapeze.machine.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.Encoding;
import trapeze.isa.definition.Instruction;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.Hart;
import trapeze.machine.SmallMachine;
import trapeze.machine.device.Bus;
import trapeze.machine.memory.PhysicalMemory;

/** What was generated does what the definitions say, as the evaluator reads them. */
class GeneratedInstructionsTest {
  private static final Decoder DECODER = new Decoder(Rv64.SET);
  private static final long BASE = SmallMachine.BASE;
  private static final int SIZE = 0x3000;
  private static final int TRIES_EACH = 20;

  /** A hart whose surroundings are constants, so that two of them agree. */
  private static final class Twin extends Hart {
    private final PhysicalMemory memory;
    private int bits;

    Twin(HartState state, PhysicalMemory memory) {
      super(state, Bus.with(memory).build(), () -> 0);
      this.memory = memory;
    }

    static Twin make(Random random, HartState state) {
      PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), BASE, SIZE);
      byte[] contents = new byte[SIZE];
      random.nextBytes(contents);
      memory.write(BASE, contents);
      return new Twin(state, memory);
    }

    @Override
    public long time() {
      return 1L << 62;
    }

    @Override
    public long cycles() {
      return 12345;
    }

    @Override
    public long retired() {
      return 12000;
    }

    @Override
    public long lines() {
      return 0x880;
    }

    @Override
    public long instructionBits() {
      return bits & 0xffff_ffffL;
    }

    void settleContexts() {
      refresh();
    }
  }

  @Provide
  Arbitrary<Instruction> instructions() {
    return Arbitraries.of(Rv64.SET.instructions());
  }

  @Property(tries = 3_000)
  @Label("a generated instruction does what the evaluator does")
  void oneInstruction(@ForAll("instructions") Instruction instruction, @ForAll long seed) {
    compare(instruction, seed);
  }

  @Property(tries = 1)
  void everyInstruction(@ForAll long seed) {
    for (Instruction instruction : Rv64.SET.instructions()) {
      for (int i = 0; i < TRIES_EACH; i++) {
        compare(instruction, seed + i);
      }
    }
  }

  private static void compare(Instruction instruction, long seed) {
    Random random = new Random(seed);
    HartState start = randomState(random);
    int bits = randomBits(instruction, random);
    long packed = DECODER.decode(bits);
    if (packed == 0) {
      return;
    }
    Twin generated = Twin.make(new Random(seed), start.copy());
    Twin evaluated = Twin.make(new Random(seed), start.copy());
    generated.bits = evaluated.bits = bits;
    evaluated.settleContexts();

    Trap expected = evaluate(evaluated, packed);
    Trap actual = generated.execute(packed);

    String what = "%s %08x from seed %d".formatted(instruction, bits, seed);
    assertThat(actual).as(what).isEqualTo(expected);
    assertThat(generated.state.differences(evaluated.state)).as(what).isEmpty();
    assertThat(generated.memory.read(BASE, SIZE))
        .as(what)
        .isEqualTo(evaluated.memory.read(BASE, SIZE));
    assertThat(generated.isWaiting()).as(what).isEqualTo(evaluated.isWaiting());
  }

  private static @Nullable Trap evaluate(Twin hart, long packed) {
    try {
      new Evaluator(Rv64.SET, hart.state, hart).execute(packed);
      return null;
    } catch (TrapSignal signal) {
      return signal.trap();
    }
  }

  private static int randomBits(Instruction instruction, Random random) {
    Encoding encoding = instruction.encoding();
    Map<Operand, Long> operands = new EnumMap<>(Operand.class);
    for (Operand operand : encoding.operands()) {
      long value =
          switch (operand) {
            case CSR -> randomCsr(random);
            case IMM -> random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(-32, 32);
            default -> random.nextLong();
          };
      operands.put(operand, value);
    }
    return encoding.assemble(operands);
  }

  private static long randomCsr(Random random) {
    List<Csr> csrs = Rv64.SET.csrs();
    return random.nextInt(8) == 0
        ? random.nextInt(4096)
        : csrs.get(random.nextInt(csrs.size())).address();
  }

  private static HartState randomState(Random random) {
    HartState state = SmallMachine.state();
    for (StateVariable variable : Rv64State.SPACE.variables(StateVariable.Kind.ARCHITECTURAL)) {
      state.set(variable, interesting(random));
    }
    state.set(Rv64State.MODE, List.of(0, 1, 3, 3).get(random.nextInt(4)));
    if (random.nextInt(8) != 0) {
      state.set(Rv64State.SATP, 0);
    }
    if (random.nextInt(8) != 0) {
      state.set(Rv64State.pmpaddr(0), -1);
      state.set(Rv64State.PMPCFG0, 0x1f);
    }
    for (int i = 1; i < 32; i++) {
      state.x[i] =
          random.nextInt(3) == 0
              ? BASE + random.nextInt(SIZE) & (random.nextBoolean() ? -8 : -1)
              : interesting(random);
    }
    for (int i = 0; i < 32; i++) {
      state.f[i] = random.nextInt(3) == 0 ? interesting(random) | -1L << 32 : interesting(random);
    }
    state.pc = BASE + (random.nextInt(SIZE) & -2);
    return state;
  }

  private static long interesting(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(-4, 4);
      case 1 -> 1L << random.nextInt(64);
      case 2 -> -1L << random.nextInt(64);
      case 3 -> random.nextInt();
      default -> random.nextLong();
    };
  }
}
