package trapeze.bench;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;

/**
 * What an instruction costs, on the bare machine and in a virtual machine: one that is innocuous,
 * and one that a virtual machine must trap and emulate. Nanoseconds each, in a loop of its kind.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"
    })
public class ExecutionBenchmark {
  private static final int STEPS = 1_000_000;
  private static final int UNROLLED = 500;
  private static final int SSCRATCH = Rv64.SET.csr("sscratch").address();

  /** Where it runs. */
  @Param({"bare", "flush", "cached"})
  String machine = "bare";

  /** What it executes. */
  @Param({"addi", "csrrw"})
  String instruction = "addi";

  private Board board = Machines.board("bare");

  /** Fills memory with the instruction many times and a jump back. */
  @Setup
  public void load() {
    board = Machines.board(machine);
    long start = board.memory().base();
    Map<Operand, Long> operands =
        Map.of(Operand.RD, 5L, Operand.RS1, 5L, Operand.IMM, 1L, Operand.CSR, (long) SSCRATCH);
    int body = Rv64.SET.instruction(instruction).encoding().assemble(operands);
    for (int i = 0; i < UNROLLED; i++) {
      board.memory().putInt(start + 4L * i, body);
    }
    int back = Rv64.SET.instruction("jal").encoding().assemble(Map.of(Operand.IMM, -4L * UNROLLED));
    board.memory().putInt(start + 4L * UNROLLED, back);
    Hart hart = board.harts().getFirst();
    hart.state.pc = start;
  }

  /** A million steps. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public Object step() {
    return board.run(STEPS);
  }
}
