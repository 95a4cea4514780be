package trapeze.console.conform;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.fp.Rounding;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;

/**
 * The guest that executes a function's instructions. It waits until the word at {@link #BATCH}
 * behind its start is not zero, which is how many cases follow from {@link #FIRST} on; does them;
 * and makes the word zero.
 *
 * <p>Each case is done more than once. First with the rounding mode in the instruction and all
 * flags clear; what is raised is written down. Then, the flags as they are, with the mode in {@code
 * frm}; of {@code a × b + c} instead the three other fused instructions, with operands negated so
 * that their result is the same.
 */
final class TestFloatCode {
  /** Where a batch is, in bytes behind the start of the code. */
  static final int BATCH = 1 << 20;

  /** Where its first case is, in bytes behind that. */
  static final int FIRST = 64;

  /** Bytes of a case. */
  static final int STRIDE = 72;

  /** Where a case's results are, 8 bytes each; its operands stand before them. */
  static final int RESULTS = 24;

  /** Where the flags are that the first execution has raised. */
  static final int FIRST_FLAGS = 56;

  /** Where the flags are that all executions have raised. */
  static final int ALL_FLAGS = 64;

  private static final int DYNAMIC = 7;
  private static final int FFLAGS = 1;
  private static final int FRM = 2;
  private static final int MSTATUS = 0x300;

  private static final int SCRATCH = 5;
  private static final int BASE = 8;
  private static final int CASE = 9;
  private static final int LEFT = 10;

  /** Operands; the results begin at the next register. */
  private static final int A = 12;

  private static final int B = 13;
  private static final int C = 14;
  private static final int MINUS_A = 15;
  private static final int MINUS_C = 16;
  private static final int RESULT = 17;

  private final TestFloatFunction function;
  private final List<Integer> code = new ArrayList<>();
  private int executions;

  private TestFloatCode(TestFloatFunction function) {
    this.function = function;
  }

  /**
   * A guest.
   *
   * @param words its instructions, the first one is its entry
   * @param executions of each case
   * @param steps of each case
   */
  record Guest(List<Integer> words, int executions, int steps) {}

  /** The guest for a function in a rounding mode. */
  static Guest of(TestFloatFunction function, Rounding mode) {
    TestFloatCode all = new TestFloatCode(function);
    int steps = all.write(mode.code());
    return new Guest(all.code, all.executions, steps);
  }

  private int write(int mode) {
    add("auipc", BASE, 0, 0, BATCH);
    add("lui", SCRATCH, 0, 0, Rv64State.FS.mask());
    csr("csrrs", 0, MSTATUS, SCRATCH);
    csr("csrrwi", 0, FRM, mode);
    int wait = code.size();
    add("ld", LEFT, BASE, 0, 0);
    add("beq", 0, LEFT, 0, -4);
    add("addi", CASE, BASE, 0, FIRST);
    int loop = code.size();
    oneCase(mode);
    add("addi", CASE, CASE, 0, STRIDE);
    add("addi", LEFT, LEFT, 0, -1);
    add("bne", 0, LEFT, 0, 4L * (loop - code.size()));
    int end = code.size();
    add("sd", 0, BASE, 0, 0);
    add("jal", 0, 0, 0, 4L * (wait - code.size()));
    return end - loop;
  }

  private void oneCase(int mode) {
    for (int i = 0; i < function.operands(); i++) {
      String load = function.from().isFloat() ? "fl" + function.from().memory() : "ld";
      add(load, A + i, CASE, 0, 8L * i);
    }
    String suffix = function.from().suffix();
    if (function.isFused()) {
      add("fsgnjn." + suffix, MINUS_A, A, A, 0);
      add("fsgnjn." + suffix, MINUS_C, C, C, 0);
    }
    csr("csrrw", 0, FFLAGS, 0);
    execute(function.instruction(), A, C, mode);
    csr("csrrs", SCRATCH, FFLAGS, 0);
    add("sd", 0, CASE, SCRATCH, FIRST_FLAGS);
    if (function.isFused()) {
      execute("fmsub." + suffix, A, MINUS_C, DYNAMIC);
      execute("fnmsub." + suffix, MINUS_A, C, DYNAMIC);
      execute("fnmadd." + suffix, MINUS_A, MINUS_C, DYNAMIC);
    } else {
      execute(function.instruction(), A, C, DYNAMIC);
    }
    csr("csrrs", SCRATCH, FFLAGS, 0);
    add("sd", 0, CASE, SCRATCH, ALL_FLAGS);
    String store = function.to().isFloat() ? "fsd" : "sd";
    for (int i = 0; i < executions; i++) {
      add(store, 0, CASE, RESULT + i, RESULTS + 8L * i);
    }
  }

  private void execute(String instruction, int a, int c, int mode) {
    Map<Operand, Long> operands = new EnumMap<>(Operand.class);
    operands.put(Operand.RD, (long) RESULT + executions);
    operands.put(Operand.RS1, (long) a);
    operands.put(Operand.RS2, (long) B);
    operands.put(Operand.RS3, (long) c);
    operands.put(Operand.RM, (long) mode);
    executions++;
    add(instruction, operands);
  }

  private void add(String name, int rd, int rs1, int rs2, long immediate) {
    Map<Operand, Long> operands = new EnumMap<>(Operand.class);
    operands.put(Operand.RD, (long) rd);
    operands.put(Operand.RS1, (long) rs1);
    operands.put(Operand.RS2, (long) rs2);
    operands.put(Operand.IMM, immediate);
    add(name, operands);
  }

  /** The source is a register, or in the immediate form a number. */
  private void csr(String name, int rd, int address, int source) {
    Map<Operand, Long> operands = new EnumMap<>(Operand.class);
    operands.put(Operand.RD, (long) rd);
    operands.put(Operand.CSR, (long) address);
    operands.put(Operand.RS1, (long) source);
    operands.put(Operand.ZIMM, (long) source);
    add(name, operands);
  }

  private void add(String name, Map<Operand, Long> operands) {
    code.add(Rv64.SET.instruction(name).encoding().assemble(operands));
  }
}
