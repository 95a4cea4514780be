package trapeze.machine.engine.generate;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.IdentityHashMap;
import java.util.Map;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Statement;

/** A method that is being written: which of its local variables holds what. */
abstract class Method {
  static final int HART_SLOT = 0;

  final CodeBuilder code;
  final Names names;
  private final Map<Statement, Integer> lines;
  private final Map<Local, Integer> slots = new IdentityHashMap<>();
  private int nextSlot;

  Method(CodeBuilder code, Names names, Map<Statement, Integer> lines, int firstFreeSlot) {
    this.code = code;
    this.names = names;
    this.lines = lines;
    this.nextSlot = firstFreeSlot;
  }

  /** Pushes the address of the instruction being executed. */
  abstract void pushPc();

  /** Pops the address of the next instruction. */
  abstract void popNextPc();

  /** The operands of the instruction being executed. */
  abstract Operands operands();

  /** Pushes the integer registers. */
  void pushX() {
    pushHart();
    code.getfield(Names.HART, "x", Names.LONGS);
  }

  /** Pushes the floating-point registers. */
  private void pushF() {
    pushHart();
    code.getfield(Names.HART, "f", Names.LONGS);
  }

  /** Pushes the floating-point register that an operand names. */
  void pushF(Operand register) {
    pushF();
    operands().register(code, register);
    code.laload();
  }

  /** Assigns the floating-point register that an operand names. */
  void setF(Operand register, Runnable pushValue) {
    pushF();
    operands().register(code, register);
    pushValue.run();
    code.lastore();
  }

  /** Has the flags raised so far where {@link #pushFlags} finds them. */
  void beginOperation(Field flags) {
    pushFlags();
    pushPlace(flags.variable());
    code.laload().l2i().putfield(Names.FLAGS, "bits", CD_int);
  }

  /** Keeps the flags that are raised after a floating-point operation. */
  void endOperation(Field flags) {
    pushPlace(flags.variable());
    pushFlags();
    code.getfield(Names.FLAGS, "bits", CD_int).i2l().lastore();
  }

  /** Pushes what a floating-point operation raises its flags in. */
  void pushFlags() {
    pushHart();
    code.getfield(Names.HART, "flags", Names.FLAGS);
  }

  /** Pushes the array that holds a variable, and its index there. */
  final void pushPlace(StateVariable variable) {
    pushHart();
    String array =
        switch (variable.kind()) {
          case ARCHITECTURAL -> "registers";
          case SCRATCH -> "scratch";
          case CHOICE -> "choices";
        };
    code.getfield(Names.HART, array, Names.LONGS).loadConstant(variable.index());
  }

  /** Pushes the integer register that an operand names. */
  void pushX(Operand register) {
    pushX();
    operands().register(code, register);
    code.laload();
  }

  /** Assigns the integer register that an operand names. */
  void setX(Operand register, Runnable pushValue) {
    pushX();
    operands().register(code, register);
    pushValue.run();
    code.lastore();
  }

  /** Says where execution goes on. */
  void setPc(Expression target, Runnable pushTarget) {
    pushTarget.run();
    popNextPc();
  }

  /** Pushes what a load gives, zero-extended. */
  void load(int bytes, Runnable pushAddress) {
    pushHart();
    pushAddress.run();
    code.invokevirtual(Names.HART, "load" + bytes, Names.LONG_TO_LONG);
  }

  /** Stores the low bytes of a value. */
  void store(int bytes, Runnable pushAddress, Runnable pushValue) {
    pushHart();
    pushAddress.run();
    pushValue.run();
    code.invokevirtual(Names.HART, "store" + bytes, Names.longs(2, false));
  }

  final void pushHart() {
    code.aload(HART_SLOT);
  }

  final void line(Statement statement) {
    Integer line = lines.get(statement);
    if (line != null) {
      code.lineNumber(line);
    }
  }

  final int slot(Local local) {
    Integer slot = slots.get(local);
    if (slot == null) {
      throw new IllegalStateException(local + " is read before it is assigned");
    }
    return slot;
  }

  /** Pops the value of a local. */
  final void assign(Local local) {
    Integer slot = slots.get(local);
    if (slot == null) {
      slot = nextSlot;
      declare(local, slot);
      nextSlot += 2;
    }
    code.lstore(slot);
  }

  final void reserve(int slot) {
    nextSlot = slot;
  }

  /** Says that a local's value is in this slot, from here to the end. */
  final void declare(Local local, int slot) {
    slots.put(local, slot);
    nextSlot = Math.max(nextSlot, slot);
    name(local, slot);
  }

  /** Lets a debugger know a local's name. */
  void name(Local local, int slot) {
    Label here = code.newBoundLabel();
    code.localVariable(slot, local.name(), CD_long, here, code.endLabel());
  }

  /** The method of an instruction: hart, registers, packed form and perhaps the pc. */
  static final class OfInstruction extends Method {
    private static final int X_SLOT = 1;
    private static final int PACKED_SLOT = 2;
    private static final int PC_SLOT = 4;
    static final int NEXT_PC_SLOT = 6;
    private static final int FREE_SLOT = 8;

    private final PackedOperands operands = new PackedOperands(PACKED_SLOT);

    OfInstruction(CodeBuilder code, Names names, Map<Statement, Integer> lines) {
      super(code, names, lines, FREE_SLOT);
    }

    @Override
    void pushPc() {
      code.lload(PC_SLOT);
    }

    @Override
    void popNextPc() {
      code.lstore(NEXT_PC_SLOT);
    }

    @Override
    Operands operands() {
      return operands;
    }

    @Override
    void pushX() {
      code.aload(X_SLOT);
    }

    @Override
    void pushX(Operand register) {
      pushX();
      operands.pushX(code, register);
    }

    @Override
    void setX(Operand register, Runnable pushValue) {
      pushX();
      operands.setX(code, register, pushValue);
    }
  }

  /** A case of the interpreter's loop, which is left before an access that no table knows. */
  static final class OfLoop extends Method {
    private static final int ADDRESS_SLOT = InterpreterLoop.FREE;
    private static final int FREE_SLOT = ADDRESS_SLOT + 2;

    private final PackedOperands operands = new PackedOperands(InterpreterLoop.PACKED);
    private final InterpreterLoop loop;

    OfLoop(CodeBuilder code, Names names, Map<Statement, Integer> lines, InterpreterLoop loop) {
      super(code, names, lines, FREE_SLOT);
      this.loop = loop;
    }

    @Override
    void pushPc() {
      loop.pushPc();
    }

    @Override
    void popNextPc() {
      code.lstore(InterpreterLoop.TARGET);
    }

    @Override
    Operands operands() {
      return operands;
    }

    @Override
    void pushX() {
      code.aload(InterpreterLoop.X);
    }

    @Override
    void pushX(Operand register) {
      pushX();
      operands.pushX(code, register);
    }

    @Override
    void setX(Operand register, Runnable pushValue) {
      pushX();
      operands.setX(code, register, pushValue);
    }

    @Override
    void load(int bytes, Runnable pushAddress) {
      host("hostForLoad", bytes, pushAddress);
      code.lload(ADDRESS_SLOT).invokestatic(Names.DATA_PATH, "read" + bytes, Names.LONG_TO_LONG);
    }

    @Override
    void store(int bytes, Runnable pushAddress, Runnable pushValue) {
      host("hostForStore", bytes, pushAddress);
      code.lload(ADDRESS_SLOT);
      pushValue.run();
      code.invokestatic(Names.DATA_PATH, "write" + bytes, Names.longs(2, false));
    }

    private void host(String table, int bytes, Runnable pushAddress) {
      pushHart();
      pushAddress.run();
      code.loadConstant(bytes - 1L).invokevirtual(Names.HART, table, Names.LONGS_TO_LONG);
      code.dup2().lstore(ADDRESS_SLOT).lconst_0().lcmp().ifeq(loop.leave());
    }

    /** Many cases use the same slots, one after the other. */
    @Override
    void name(Local local, int slot) {}
  }

  /** The method of a routine, or of a CSR's condition: the hart and the parameters. */
  static final class OfRoutine extends Method {
    OfRoutine(CodeBuilder code, Names names, Map<Statement, Integer> lines, Routine routine) {
      super(code, names, lines, 1);
      int slot = 1;
      for (Local parameter : routine.parameters()) {
        declare(parameter, slot);
        slot += 2;
      }
      reserve(slot);
    }

    @Override
    void pushPc() {
      pushHart();
      code.getfield(Names.HART, "state", Names.STATE).getfield(Names.STATE, "pc", CD_long);
    }

    @Override
    void popNextPc() {
      pushHart();
      code.getfield(Names.HART, "state", Names.STATE)
          .dup_x2()
          .pop()
          .putfield(Names.STATE, "pc", CD_long);
    }

    @Override
    Operands operands() {
      throw new IllegalStateException("a routine has no operands");
    }
  }
}
