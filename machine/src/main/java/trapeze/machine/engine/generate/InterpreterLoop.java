package trapeze.machine.engine.generate;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PackedInstruction;

/**
 * The loop of the interpreter: fetches, decides and executes as long as all that it needs is at
 * hand, and is left, with the pc and the steps left stored, where anything is not: at rare
 * instructions, marks, pages whose translation is not known, accesses that the tables do not know.
 * Whoever called it makes that step and calls it again.
 *
 * <p>So it calls nothing. HotSpot keeps no register over a call, and where a loop has one, if only
 * on a path that is never taken, whatever the loop holds is in memory most of the time.
 *
 * <p>It holds in locals: the page being executed (its virtual address and its table of decoded
 * instructions), the halfword of the current instruction in it, and the steps left.
 */
final class InterpreterLoop {
  static final int HART = 0;
  static final int X = 1;
  static final int PACKED = 2;
  static final int TARGET = 10;
  static final int FREE = 12;
  private static final int TABLE = 4;
  private static final int SLOT = 5;
  private static final int LEFT = 7;
  private static final int PAGE = 8;

  private static final long PAGE_MASK = -4096;
  private static final long SLOTS_IN_PAGE = 2048;

  private final CodeBuilder code;
  private final InterpreterGenerator generator;
  private final Names names;
  private final Label fetch;
  private final Label other;
  private final Label advance;
  private final Label jump;
  private final Label enter;
  private final Label leave;
  private final Label stop;
  private final Label raised;

  InterpreterLoop(CodeBuilder code, InterpreterGenerator generator, Names names) {
    this.code = code;
    this.generator = generator;
    this.names = names;
    fetch = code.newLabel();
    other = code.newLabel();
    advance = code.newLabel();
    jump = code.newLabel();
    enter = code.newLabel();
    leave = code.newLabel();
    stop = code.newLabel();
    raised = code.newLabel();
  }

  /** Writes it, in the order in which its code stands. */
  void generate() {
    code.aload(HART).getfield(Names.HART, "x", Names.LONGS).astore(X);
    code.aload(HART).getfield(Names.HART, "left", CD_int).istore(LEFT);
    code.aload(HART).getfield(Names.HART, "state", Names.STATE);
    code.getfield(Names.STATE, "pc", CD_long).lstore(TARGET);
    code.lconst_0().lstore(PAGE).lconst_0().lstore(SLOT).aconst_null().astore(TABLE);
    Label start = code.newBoundLabel();
    enterPage();
    code.labelBinding(fetch);
    // Whoever asks for a length knows that there is an array, and not an address outside the heap.
    code.aload(X).arraylength().pop();
    code.aload(TABLE).arraylength().pop();
    code.aload(TABLE).lload(SLOT).iconst_3().lshl();
    code.invokestatic(Names.RAW_MEMORY, "getLong", Names.GET_ELEMENT).lstore(PACKED);
    code.lload(PACKED);
    generator.cases(code, generator::isCommon, other, this::oneInstruction);
    other();
    onward();
    Label end = code.newBoundLabel();
    code.exceptionCatch(start, end, raised, Names.SIGNAL);
    code.labelBinding(raised).pop();
    code.aload(HART);
    pushPc();
    code.iload(LEFT);
    code.invokevirtual(Names.HART, "trapped", MethodTypeDesc.of(CD_void, CD_long, CD_int));
    code.return_();
  }

  /** Goes to the address in TARGET, where execution begins or in whatever page it comes to. */
  private void enterPage() {
    Label isKnown = code.newLabel();
    pushTable("knownTable");
    code.ifnonnull(isKnown).iload(LEFT).goto_(stop);
    code.labelBinding(enter);
    pushTable("nextTable");
    code.ifnonnull(isKnown);
    code.aload(HART).iconst_1().putfield(Names.HART, "leftForPage", CD_boolean);
    code.iload(LEFT).goto_(stop);
    code.labelBinding(isKnown);
    code.lload(TARGET).loadConstant(PAGE_MASK).land().lstore(PAGE);
    slotOfTarget();
  }

  private void pushTable(String method) {
    code.aload(HART).lload(TARGET);
    code.invokevirtual(Names.HART, method, MethodTypeDesc.of(Names.LONGS, CD_long));
    code.dup().astore(TABLE);
  }

  private void slotOfTarget() {
    code.lload(TARGET).loadConstant(~PAGE_MASK).land().iconst_1().lushr().lstore(SLOT);
  }

  private void oneInstruction(Instruction instruction) {
    boolean jumps = Footprint.of(instruction.body()).setsPc();
    Method method = new Method.OfLoop(code, names, Map.of(), this);
    if (jumps) {
      pushPc();
      method.operands().length(code);
      code.ladd().lstore(TARGET);
    }
    new StatementEmitter(method).emit(instruction.body());
    code.goto_(jumps ? jump : advance);
  }

  /** No case of the loop's: the page has ended, or somebody else makes this step. */
  private void other() {
    code.lload(SLOT).loadConstant(SLOTS_IN_PAGE).lcmp().iflt(leave);
    pushPc();
    code.lstore(TARGET).goto_(enter);
    code.labelBinding(leave);
    pushPc();
    code.lstore(TARGET).iload(LEFT).goto_(stop);
  }

  /** What follows an instruction. */
  private void onward() {
    code.labelBinding(jump);
    code.iinc(LEFT, -1);
    Label goOn = code.newLabel();
    code.iload(LEFT).ifne(goOn);
    code.iconst_0().goto_(stop);
    code.labelBinding(goOn);
    code.lload(TARGET).loadConstant(PAGE_MASK).land().lload(PAGE).lcmp().ifne(enter);
    slotOfTarget();
    code.goto_(fetch);

    code.labelBinding(advance);
    code.lload(SLOT).lload(PACKED).loadConstant(PackedInstruction.LENGTH_SHIFT).lushr();
    code.loadConstant(3L).land().ladd().lstore(SLOT);
    code.iinc(LEFT, -1).iload(LEFT).ifne(fetch);
    pushPc();
    code.lstore(TARGET).iconst_0();
    code.labelBinding(stop).istore(LEFT);
    code.aload(HART).iload(LEFT).putfield(Names.HART, "left", CD_int);
    code.aload(HART).getfield(Names.HART, "state", Names.STATE);
    code.lload(TARGET).putfield(Names.STATE, "pc", CD_long);
    code.return_();
  }

  void pushPc() {
    code.lload(PAGE).lload(SLOT).iconst_1().lshl().ladd();
  }

  /** Where to go before an instruction that somebody else is to execute; nothing is pushed. */
  Label leave() {
    return leave;
  }
}
