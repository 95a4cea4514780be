package trapeze.machine.engine.generate;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Statement;

/**
 * The class with the interpreter: switches over the numbers of instructions.
 *
 * <p>There are two levels. {@code run} is the {@linkplain InterpreterLoop loop}, which knows the
 * instructions that programs mostly consist of, and is left before any other; {@code execute} makes
 * one step, and has every instruction. So the loop stays small, and HotSpot, which leaves out what
 * has never happened, need not compile it again each time a guest uses some rare instruction for
 * the first time.
 */
final class InterpreterGenerator {
  private static final int HART = 0;

  /** Extensions whose instructions, but for those that concern the system, the loop has. */
  private static final Set<String> COMMON = Set.of("I", "M");

  /** From an instruction's number, which ends at the length, to the top of an {@code int}. */
  private static final int NUMBER_TO_TOP = Integer.SIZE - PackedInstruction.LENGTH_SHIFT;

  /** From a bit's number to that of the {@code long} that holds it. */
  private static final int WORD_SHIFT = 6;

  private static final int EXECUTE_PACKED = 1;
  private static final int EXECUTE_PC = 3;

  private final InstructionSet set;
  private final Names names;
  private final Attention attention;

  InterpreterGenerator(InstructionSet set, Names names, Attention attention) {
    this.set = set;
    this.names = names;
    this.attention = attention;
  }

  void generate(ClassBuilder builder) {
    builder.withFlags(ACC_FINAL);
    builder.withMethodBody(
        "run", Names.RUN, ACC_STATIC, code -> new InterpreterLoop(code, this, names).generate());
    builder.withMethodBody("execute", Names.EXECUTE, ACC_STATIC, this::execute);
    builder.withMethodBody("isInLoop", Names.IS_IN_LOOP, ACC_STATIC, this::isInLoop);
  }

  private void call(CodeBuilder code, Instruction instruction) {
    code.invokestatic(
        names.instructions,
        Names.method(instruction.name()),
        Names.instructionType(Footprint.of(instruction.body())));
  }

  /** Whether the loop itself has a case for an instruction. */
  boolean isCommon(Instruction instruction) {
    Footprint footprint = Footprint.of(instruction.body());
    return COMMON.contains(instruction.extension())
        && !footprint.touchesSurroundings()
        && !attention.isNeededAfter(footprint)
        && !Statement.alwaysLeaves(instruction.body());
  }

  /**
   * Writes a case for some of the instructions; what is none of them arrives at {@code otherwise}.
   *
   * <p>The number is moved to the top of an {@code int} instead of being masked. Keys so far apart
   * make HotSpot decide by comparisons, ordered by how often each is taken, and not by a table with
   * one jump that no processor predicts well.
   */
  void cases(
      CodeBuilder code, Predicate<Instruction> which, Label otherwise, Consumer<Instruction> body) {
    List<SwitchCase> cases = new ArrayList<>();
    Map<Instruction, Label> labels = new LinkedHashMap<>();
    for (int i = 0; i < set.instructions().size(); i++) {
      Instruction instruction = set.instructions().get(i);
      if (which.test(instruction)) {
        Label label = code.newLabel();
        labels.put(instruction, label);
        cases.add(SwitchCase.of((i + 1) << NUMBER_TO_TOP, label));
      }
    }
    code.l2i().loadConstant(NUMBER_TO_TOP).ishl();
    code.lookupswitch(otherwise, cases);
    labels.forEach(
        (instruction, label) -> {
          code.labelBinding(label);
          body.accept(instruction);
        });
    code.labelBinding(otherwise);
  }

  /** Whether the loop has a case for a packed instruction: a bit by its number. */
  private void isInLoop(CodeBuilder code) {
    long[] bits = new long[(PackedInstruction.NUMBER_MASK >>> WORD_SHIFT) + 1];
    for (int i = 0; i < set.instructions().size(); i++) {
      if (isCommon(set.instructions().get(i))) {
        bits[i + 1 >>> WORD_SHIFT] |= 1L << i + 1;
      }
    }
    List<SwitchCase> cases = new ArrayList<>();
    Label none = code.newLabel();
    for (int i = 0; i < bits.length; i++) {
      if (bits[i] != 0) {
        cases.add(SwitchCase.of(i, code.newLabel()));
      }
    }
    code.lload(0).l2i().loadConstant(PackedInstruction.NUMBER_MASK).iand();
    code.loadConstant(WORD_SHIFT).iushr().lookupswitch(none, cases);
    for (SwitchCase each : cases) {
      code.labelBinding(each.target()).loadConstant(bits[each.caseValue()]);
      code.lload(0).l2i().lushr().l2i().iconst_1().iand().ireturn();
    }
    code.labelBinding(none).iconst_0().ireturn();
  }

  /** One instruction by itself. */
  private void execute(CodeBuilder code) {
    Label next = code.newLabel();
    Label unknown = code.newLabel();
    code.lload(EXECUTE_PACKED);
    cases(
        code,
        _ -> true,
        unknown,
        instruction -> {
          Footprint footprint = Footprint.of(instruction.body());
          code.aload(HART).aload(HART).getfield(Names.HART, "x", Names.LONGS);
          code.lload(EXECUTE_PACKED);
          if (footprint.usesPc()) {
            code.lload(EXECUTE_PC);
          }
          call(code, instruction);
          if (footprint.setsPc()) {
            code.lreturn();
          } else {
            code.goto_(next);
          }
        });
    code.aload(HART).loadConstant(2L).loadConstant(0L);
    code.invokevirtual(Names.HART, "raise", MethodTypeDesc.of(Names.SIGNAL, CD_long, CD_long));
    code.athrow();
    code.labelBinding(next).lload(EXECUTE_PC);
    new PackedOperands(EXECUTE_PACKED).length(code);
    code.ladd().lreturn();
  }
}
