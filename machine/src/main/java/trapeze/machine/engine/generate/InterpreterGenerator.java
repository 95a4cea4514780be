package trapeze.machine.engine.generate;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

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
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PackedInstruction;

/**
 * The class with the loop: a switch over the numbers of instructions, each case a call.
 *
 * <p>There are two levels. The loop itself knows the instructions that programs mostly consist of;
 * all others go through {@code execute}, whose switch has every one. So the loop stays small, and
 * HotSpot, which leaves out what has never happened, need not compile it again each time a guest
 * uses some rare instruction for the first time.
 *
 * <p>The loop holds in locals: the page being executed (its virtual address and its table of
 * decoded instructions), the halfword of the current instruction in it, and the steps left. They
 * are stored where an instruction can look at them: the steps before memory and system
 * instructions, the pc before system instructions.
 */
final class InterpreterGenerator {
  private static final int HART = 0;
  private static final int X = 1;
  private static final int PACKED = 2;
  private static final int TABLE = 4;
  private static final int SLOT = 5;
  private static final int LEFT = 7;
  private static final int PAGE = 8;
  private static final int TARGET = 10;

  /** Extensions whose instructions, but for those that concern the system, the loop has. */
  private static final Set<String> COMMON = Set.of("I", "M");

  /** From an instruction's number, which ends at the length, to the top of an {@code int}. */
  private static final int NUMBER_TO_TOP = Integer.SIZE - PackedInstruction.LENGTH_SHIFT;

  private static final int EXECUTE_PACKED = 1;
  private static final int EXECUTE_PC = 3;

  private static final long PAGE_MASK = -4096;
  private static final long SLOTS_IN_PAGE = 2048;

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
    builder.withMethodBody("run", Names.RUN, ACC_STATIC, code -> new Loop(code).generate());
    builder.withMethodBody("execute", Names.EXECUTE, ACC_STATIC, this::execute);
  }

  /** What an instruction needs around its call. */
  private record Shape(boolean readsPc, boolean jumps, boolean storesLeft, boolean storesPc) {}

  private Shape shape(Instruction instruction) {
    Footprint footprint = Footprint.of(instruction.body());
    boolean system = footprint.touchesSurroundings() || attention.isNeededAfter(footprint);
    return new Shape(
        footprint.usesPc(), footprint.setsPc(), system || footprint.accessesMemory(), system);
  }

  private void call(CodeBuilder code, Instruction instruction) {
    code.invokestatic(
        names.instructions,
        Names.method(instruction.name()),
        Names.instructionType(Footprint.of(instruction.body())));
  }

  /** Whether the loop itself has a case for an instruction. */
  private boolean isCommon(Instruction instruction) {
    return COMMON.contains(instruction.extension()) && !shape(instruction).storesPc();
  }

  /**
   * Writes a case for some of the instructions; what is none of them arrives at {@code otherwise}.
   *
   * <p>The number is moved to the top of an {@code int} instead of being masked. Keys so far apart
   * make HotSpot decide by comparisons, ordered by how often each is taken, and not by a table with
   * one jump that no processor predicts well.
   */
  private void cases(
      CodeBuilder code,
      Predicate<Instruction> which,
      Label otherwise,
      BiConsumer<Instruction, Shape> body) {
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
          body.accept(instruction, shape(instruction));
        });
    code.labelBinding(otherwise);
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
        (instruction, shape) -> {
          code.aload(HART).aload(HART).getfield(Names.HART, "x", Names.LONGS);
          code.lload(EXECUTE_PACKED);
          if (shape.readsPc()) {
            code.lload(EXECUTE_PC);
          }
          call(code, instruction);
          if (shape.jumps()) {
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

  /** The loop, in the order in which its code stands. */
  private final class Loop {
    private final CodeBuilder code;
    private final Label fetch;
    private final Label uncommon;
    private final Label advanceAndReload;
    private final Label advance;
    private final Label jumpAndReload;
    private final Label jump;
    private final Label enter;
    private final Label stop;
    private final Label raised;
    private final Label marked;

    Loop(CodeBuilder code) {
      this.code = code;
      fetch = code.newLabel();
      uncommon = code.newLabel();
      advanceAndReload = code.newLabel();
      advance = code.newLabel();
      jumpAndReload = code.newLabel();
      jump = code.newLabel();
      enter = code.newLabel();
      stop = code.newLabel();
      raised = code.newLabel();
      marked = code.newLabel();
    }

    void generate() {
      code.aload(HART).getfield(Names.HART, "x", Names.LONGS).astore(X);
      code.aload(HART).getfield(Names.HART, "left", CD_int).istore(LEFT);
      code.aload(HART).getfield(Names.HART, "state", Names.STATE);
      code.getfield(Names.STATE, "pc", CD_long).lstore(TARGET);
      code.lconst_0().lstore(PAGE).lconst_0().lstore(SLOT).aconst_null().astore(TABLE);
      Label start = code.newBoundLabel();
      enterPage();
      code.labelBinding(fetch);
      // Whoever is at the length knows that there is an array: none of the heap's is at no address.
      code.aload(TABLE).arraylength().pop();
      code.aload(TABLE).lload(SLOT).iconst_3().lshl();
      code.invokestatic(Names.RAW_MEMORY, "getLong", Names.GET_ELEMENT).lstore(PACKED);
      code.lload(PACKED);
      cases(code, InterpreterGenerator.this::isCommon, uncommon, this::oneInstruction);
      uncommon();
      onward();
      // Somebody else goes on from here: the pc and the steps left are stored already.
      code.labelBinding(marked).return_();
      Label end = code.newBoundLabel();
      code.exceptionCatch(start, end, raised, Names.SIGNAL);
      code.labelBinding(raised).pop();
      code.aload(HART);
      pushPc();
      code.iload(LEFT);
      code.invokevirtual(Names.HART, "trapped", MethodTypeDesc.of(CD_void, CD_long, CD_int));
      code.return_();
    }

    /** Goes to the address in TARGET, in whatever page it is. */
    private void enterPage() {
      code.labelBinding(enter);
      code.lload(TARGET).loadConstant(PAGE_MASK).land().lstore(PAGE);
      slotOfTarget();
      code.aload(HART).lload(TARGET);
      code.invokevirtual(Names.HART, "enterMarked", MethodTypeDesc.of(Names.LONGS, CD_long));
      code.astore(TABLE);
    }

    private void slotOfTarget() {
      code.lload(TARGET).loadConstant(~PAGE_MASK).land().iconst_1().lushr().lstore(SLOT);
    }

    private void oneInstruction(Instruction instruction, Shape shape) {
      if (shape.storesLeft()) {
        storeLeft();
      }
      if (shape.storesPc()) {
        storePc();
      }
      code.aload(HART).aload(X).lload(PACKED);
      if (shape.readsPc()) {
        pushPc();
      }
      call(code, instruction);
      if (shape.jumps()) {
        code.goto_(shape.storesLeft() ? jumpAndReload : jump);
      } else {
        code.goto_(shape.storesLeft() ? advanceAndReload : advance);
      }
    }

    /** No case of the loop's: the page has ended, or nothing is decoded yet, or it is rare. */
    private void uncommon() {
      Label inPage = code.newLabel();
      Label decoded = code.newLabel();
      code.lload(SLOT).loadConstant(SLOTS_IN_PAGE).lcmp().iflt(inPage);
      pushPc();
      code.lstore(TARGET).goto_(enter);
      code.labelBinding(inPage);
      storeLeft();
      storePc();
      code.lload(PACKED).l2i().loadConstant(PackedInstruction.NUMBER_MASK).iand().ifne(decoded);
      code.lload(PACKED).lconst_0().lcmp().ifne(marked);
      code.aload(HART);
      pushPc();
      code.invokevirtual(Names.HART, "fetch", Names.LONG_TO_LONG).lstore(PACKED);
      code.labelBinding(decoded);
      leaveIfRefused();
      code.aload(HART).lload(PACKED);
      pushPc();
      code.invokestatic(names.interpreter, "execute", Names.EXECUTE);
    }

    /** What a throw would cost, a return does not: see {@link RefusalsGenerator}. */
    private void leaveIfRefused() {
      Label allowed = code.newLabel();
      code.aload(HART).lload(PACKED).invokestatic(names.refusals, "refuses", Names.REFUSES);
      code.ifeq(allowed);
      code.aload(HART);
      pushPc();
      code.iload(LEFT);
      code.invokevirtual(Names.HART, "trapped", MethodTypeDesc.of(CD_void, CD_long, CD_int));
      code.return_();
      code.labelBinding(allowed);
    }

    /** What follows an instruction: first those that jump, their target on the stack. */
    private void onward() {
      code.labelBinding(jumpAndReload);
      reloadLeft();
      code.labelBinding(jump).lstore(TARGET);
      code.iinc(LEFT, -1);
      Label goOn = code.newLabel();
      code.iload(LEFT).ifne(goOn);
      code.lload(TARGET).goto_(stop);
      code.labelBinding(goOn);
      code.lload(TARGET).loadConstant(PAGE_MASK).land().lload(PAGE).lcmp().ifne(enter);
      slotOfTarget();
      code.goto_(fetch);

      code.labelBinding(advanceAndReload);
      reloadLeft();
      code.labelBinding(advance);
      code.lload(SLOT).lload(PACKED).loadConstant(PackedInstruction.LENGTH_SHIFT).lushr();
      code.loadConstant(3L).land().ladd().lstore(SLOT);
      code.iinc(LEFT, -1).iload(LEFT).ifne(fetch);
      pushPc();
      code.labelBinding(stop).lstore(TARGET);
      code.aload(HART).iconst_0().putfield(Names.HART, "left", CD_int);
      code.aload(HART).getfield(Names.HART, "state", Names.STATE);
      code.lload(TARGET).putfield(Names.STATE, "pc", CD_long);
      code.return_();
    }

    private void pushPc() {
      code.lload(PAGE).lload(SLOT).iconst_1().lshl().ladd();
    }

    private void storeLeft() {
      code.aload(HART).iload(LEFT).putfield(Names.HART, "left", CD_int);
    }

    private void reloadLeft() {
      code.aload(HART).getfield(Names.HART, "left", CD_int).istore(LEFT);
    }

    private void storePc() {
      code.aload(HART).getfield(Names.HART, "state", Names.STATE);
      pushPc();
      code.putfield(Names.STATE, "pc", CD_long);
    }
  }
}
