package trapeze.monitor.patching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.Instruction;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;

/** A stub does, on the real machine, what the evaluator makes of the definition. */
class StubCompilerTest {
  private static final Decoder DECODER = new Decoder(Rv64.SET);
  private static final int TRIES = 24;
  private static final List<String> MNEMONICS =
      List.of("csrrw", "csrrs", "csrrc", "csrrwi", "csrrsi", "csrrci");
  private static final int[][] REGISTERS = {
    {0, 0}, {0, 7}, {5, 0}, {5, 6}, {7, 7}, {6, 5}, {31, 1}, {10, 2}
  };

  private final Random random = new Random(20260722);
  private final Hart oracle = oracle();
  private final StateLayout layout = new StateLayout();
  private final StubCompiler compiler = new StubCompiler(Rv64.SET, oracle.state, layout);
  private final StubBench bench = new StubBench();

  @Test
  void everyStubIsItsDefinition() {
    Set<String> patchable = new TreeSet<>();
    int stubs = 0;
    for (Csr csr : Rv64.SET.csrs()) {
      for (int bits : instances(csr)) {
        long packed = DECODER.decode(bits);
        StubCode stub;
        try {
          stub = compiler.compile(packed);
        } catch (Unpatchable _) {
          continue;
        }
        patchable.add(csr.name());
        stubs++;
        bench.put(stub, layout);
        Meaning meaning = Symbolic.of(Rv64.SET, oracle.state, packed);
        for (int i = 0; i < TRIES; i++) {
          compare(stub, meaning, packed);
        }
      }
    }
    assertThat(patchable)
        .contains("sstatus", "sie", "stvec", "sscratch", "sepc", "scause", "stval", "scounteren")
        .doesNotContain("mstatus", "mscratch", "sip", "time", "cycle", "stimecmp", "mhartid");
    assertThat(stubs).isGreaterThan(300);
  }

  @Test
  void whatConcernsTheMonitorHasNoStub() {
    for (String csr : List.of("satp", "senvcfg", "scounteren", "stimecmp", "sip", "mscratch")) {
      assertThatThrownBy(() -> compiler.compile(DECODER.decode(bits("csrrw", csr(csr), 0, 7))))
          .as(csr)
          .isInstanceOf(Unpatchable.class);
    }
    for (String other : List.of("sret", "sfence.vma", "wfi", "add", "ecall", "lw")) {
      assertThatThrownBy(() -> compiler.compile(DECODER.decode(bits(other, 0, 0, 0))))
          .as(other)
          .isInstanceOf(Unpatchable.class);
    }
  }

  private static List<Integer> instances(Csr csr) {
    List<Integer> all = new ArrayList<>();
    for (String mnemonic : MNEMONICS) {
      for (int[] registers : REGISTERS) {
        all.add(bits(mnemonic, csr.address(), registers[0], registers[1]));
      }
    }
    return all;
  }

  private static int csr(String name) {
    return Rv64.SET.csr(name).address();
  }

  private static int bits(String mnemonic, int csr, int rd, int rs1) {
    Instruction instruction = Rv64.SET.instruction(mnemonic);
    Map<Operand, Long> operands = new EnumMap<>(Operand.class);
    operands.put(Operand.CSR, (long) csr);
    operands.put(Operand.RD, (long) rd);
    operands.put(Operand.RS1, (long) rs1);
    operands.put(Operand.ZIMM, (long) rs1);
    return instruction.encoding().assemble(operands);
  }

  private void compare(StubCode stub, Meaning meaning, long packed) {
    HartState state = oracle.state;
    for (String csr : List.of("mstatus", "mie", "mideleg", "mip", "scounteren", "stvec")) {
      oracle.writeCsr(csr(csr), random.nextLong());
    }
    for (String csr : List.of("sscratch", "sepc", "scause", "stval", "senvcfg", "satp")) {
      oracle.writeCsr(csr(csr), random.nextLong());
    }
    state.set(Rv64State.MODE, 1);
    state.pc = 0x2000;
    for (int i = 1; i < 32; i++) {
      state.x[i] = random.nextInt(3) == 0 ? random.nextInt(256) : random.nextLong();
    }
    HartState before = state.copy();
    long pending = random.nextBoolean() ? 0 : random.nextLong() & 0x222;
    long fs = (before.get(Rv64State.MSTATUS) & Rv64State.FS.mask()) >>> Rv64State.FS.low();
    boolean doubt = fs == 1 || fs == 2;
    fill(pending, doubt);

    new Evaluator(Rv64.SET, state, oracle).execute(packed);
    long changed = changed(meaning, before);
    boolean expected =
        (changed & attention(meaning.written(), pending)) != 0
            || doubt && Attention.asksForFloatingPoint(meaning);
    bench.run(before.x, stub.leaves());

    if (bench.left >= 0) {
      assertThat(expected).as("it left").isTrue();
      assertThat(stub.leaves()).containsEntry(bench.left, Math.toIntExact(bench.retired - 1));
      for (int i = 0; i < 32; i++) {
        assertThat(bench.x(i)).isEqualTo(before.x[i]);
      }
      assertThat(bench.word(layout.tally())).isZero();
      state.copyFrom(before);
      layout
          .variables()
          .forEach((variable, at) -> assertThat(bench.word(at)).isEqualTo(word(variable)));
      return;
    }
    assertThat(expected).as("it did not leave").isFalse();
    assertThat(StateLayout.surplus(bench.word(layout.tally()))).isEqualTo(bench.retired - 1);
    assertThat(StateLayout.executions(bench.word(layout.tally()))).isEqualTo(1);
    HartState wanted = state.copy();
    state.copyFrom(before);
    state.pc = wanted.pc;
    layout
        .kept()
        .forEach(
            (variable, csr) -> {
              long value = bench.word(layout.variable(variable));
              if (value != word(variable)) {
                oracle.writeCsr(csr.address(), value);
              }
            });
    for (int i = 1; i < 32; i++) {
      state.x[i] = bench.x(i);
    }
    assertThat(state.differences(wanted)).isEmpty();
  }

  private void fill(long pending, boolean doubt) {
    bench.word(layout.tally(), 0);
    bench.word(layout.doubt(), doubt ? 1 : 0);
    layout.variables().forEach((variable, at) -> bench.word(at, word(variable)));
    layout.attentions().forEach((variable, at) -> bench.word(at, attention(variable, pending)));
  }

  private long word(StateVariable variable) {
    Csr csr = layout.kept().get(variable);
    return csr == null ? oracle.state.get(variable) : oracle.readCsr(csr.address());
  }

  private static long attention(
      @org.jspecify.annotations.Nullable StateVariable variable, long pending) {
    return variable == null ? 0 : Attention.bits(variable, pending, pending);
  }

  private long changed(Meaning meaning, HartState before) {
    StateVariable written = meaning.written();
    return written == null ? 0 : before.get(written) ^ oracle.state.get(written);
  }

  private static Hart oracle() {
    PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), 0x8000_0000L, 1 << 16);
    Board board =
        new Board(
            Board.Configuration.USUAL,
            memory,
            HartFactory.REAL,
            _ -> {},
            ConsoleSource.SILENT,
            List.of());
    return board.harts().getFirst();
  }
}
