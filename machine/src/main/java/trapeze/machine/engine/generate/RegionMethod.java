package trapeze.machine.engine.generate;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.state.HartState;

/** One instruction inside the method of a region: its operands and its address are constants. */
final class RegionMethod extends Method {
  private static final MethodTypeDesc LOAD =
      MethodTypeDesc.of(CD_long, Names.HART, Names.LONGS, CD_long, CD_long);
  private static final MethodTypeDesc STORE =
      MethodTypeDesc.of(CD_void, Names.HART, Names.LONGS, CD_long, CD_long, CD_long);

  private final RegionLayout layout;
  private final Jumps jumps;
  private final ConstantOperands operands;
  private final int offset;
  private final int undone;
  private final boolean isInline;

  /** Where the region's jumps go. */
  interface Jumps {
    /** Where to go from an offset to another, from the span's beginning, in bytes. */
    Label to(int from, long offset);

    /** Goes to the address in {@link RegionLayout#NEXT}, from an offset. */
    void goToComputed(int from);
  }

  /**
   * The method as it is for one instruction.
   *
   * @param offset of the instruction in the span of pages, in bytes
   * @param undone instructions of its block from it on
   * @param isInline whether its access to memory is a plain one that leaves the region if need be
   */
  RegionMethod(
      CodeBuilder code,
      Names names,
      RegionLayout layout,
      Jumps jumps,
      long packed,
      int offset,
      int undone,
      boolean isInline) {
    super(code, names, Map.of(), layout.firstFree());
    this.layout = layout;
    this.jumps = jumps;
    this.operands = new ConstantOperands(packed);
    this.offset = offset;
    this.undone = undone;
    this.isInline = isInline;
  }

  @Override
  ConstantOperands operands() {
    return operands;
  }

  @Override
  void name(Local local, int slot) {}

  @Override
  void pushPc() {
    code.lload(RegionLayout.BASE).loadConstant((long) offset).ladd();
  }

  @Override
  void popNextPc() {
    code.lstore(RegionLayout.NEXT);
    jumps.goToComputed(offset);
  }

  @Override
  void setPc(Expression target, Runnable pushTarget) {
    if (Flow.isAtDistance(target)) {
      code.goto_(jumps.to(offset, offset + operands.value(Operand.IMM)));
    } else {
      super.setPc(target, pushTarget);
    }
  }

  @Override
  void pushF(Operand register) {
    if (!RegionLayout.HOLDS_FLOATING) {
      super.pushF(register);
      return;
    }
    pushDouble(register);
    code.invokestatic(Names.DOUBLE, "doubleToRawLongBits", Names.DOUBLE_TO_LONG);
  }

  @Override
  void setF(Operand register, Runnable pushValue) {
    if (!RegionLayout.HOLDS_FLOATING) {
      super.setF(register, pushValue);
      return;
    }
    pushValue.run();
    code.invokestatic(Names.DOUBLE, "longBitsToDouble", Names.LONG_TO_DOUBLE);
    popDouble(register);
  }

  /** Pushes a floating-point register as a {@code double} of the same bits. */
  void pushDouble(Operand register) {
    code.dload(layout.floatingSlot(operands.register(register)));
  }

  /** Pops a {@code double} into a floating-point register. */
  void popDouble(Operand register) {
    code.dstore(layout.floatingSlot(operands.register(register)));
  }

  @Override
  void beginOperation(Field flags) {
    if (!RegionLayout.HOLDS_FLOATING) {
      super.beginOperation(flags);
    }
  }

  @Override
  void endOperation(Field flags) {
    if (!RegionLayout.HOLDS_FLOATING) {
      super.endOperation(flags);
    }
  }

  @Override
  void pushFlags() {
    code.aload(RegionLayout.FLAGS);
  }

  /** Leaves the region unless floating-point state is as its code has it. */
  void requirePlainState() {
    code.iload(RegionLayout.PLAIN);
    code.invokestatic(Names.LEAVE, "unless", MethodTypeDesc.of(CD_void, CD_int));
  }

  @Override
  void pushX(Operand register) {
    int number = operands.register(register);
    if (number == 0 || number == HartState.SINK) {
      code.lconst_0();
    } else {
      code.lload(layout.slot(number));
    }
  }

  @Override
  void setX(Operand register, Runnable pushValue) {
    int number = operands.register(register);
    pushValue.run();
    if (number == HartState.SINK) {
      code.pop2();
    } else {
      code.lstore(layout.slot(number));
    }
  }

  /** Lets the hart know the steps left, the current instruction's included. */
  void storeLeft() {
    pushHart();
    pushLeft();
    code.putfield(Names.HART, "left", CD_int);
  }

  /** Notes whether the hart was told to stop since. */
  void noteStop() {
    pushHart();
    code.getfield(Names.HART, "left", CD_int);
    pushLeft();
    code.isub().istore(RegionLayout.STOP);
  }

  private void pushLeft() {
    code.iload(RegionLayout.LEFT).loadConstant(undone).iadd();
  }

  /** Notes where the region is, for an exception. */
  void notePlace() {
    code.loadConstant(offset).istore(RegionLayout.AT);
    code.loadConstant(undone).istore(RegionLayout.UNDONE);
  }

  @Override
  void load(int bytes, Runnable pushAddress) {
    if (!isInline) {
      super.load(bytes, pushAddress);
      return;
    }
    pushHart();
    code.aload(RegionLayout.READ).lload(RegionLayout.MASK);
    pushAddress.run();
    code.invokestatic(Names.TRANSLATED_PATH, "load" + bytes, LOAD);
  }

  @Override
  void store(int bytes, Runnable pushAddress, Runnable pushValue) {
    if (!isInline) {
      super.store(bytes, pushAddress, pushValue);
      return;
    }
    pushHart();
    code.aload(RegionLayout.WRITE).lload(RegionLayout.MASK);
    pushAddress.run();
    pushValue.run();
    code.invokestatic(Names.TRANSLATED_PATH, "store" + bytes, STORE);
  }
}
