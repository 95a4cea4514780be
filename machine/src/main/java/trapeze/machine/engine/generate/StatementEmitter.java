package trapeze.machine.engine.generate;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import trapeze.isa.fp.FpOperation;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.IllTyped;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;

/** Code that carries out the statements of a definition. */
final class StatementEmitter {
  private static final MethodTypeDesc ATOMIC =
      MethodTypeDesc.of(CD_long, Names.ATOMIC_OPERATOR, CD_long, CD_int, CD_long);
  private static final MethodTypeDesc GUEST_LOAD =
      MethodTypeDesc.of(CD_long, CD_long, CD_int, CD_boolean);
  private static final MethodTypeDesc GUEST_STORE =
      MethodTypeDesc.of(CD_void, CD_long, CD_int, CD_long);
  private static final MethodTypeDesc STORE_CONDITIONAL =
      MethodTypeDesc.of(CD_long, CD_long, CD_int, CD_long);
  private static final MethodTypeDesc REPLACE_PHYSICAL =
      MethodTypeDesc.of(CD_boolean, CD_long, CD_long, CD_long);

  private final Method method;
  private final CodeBuilder code;
  private final ExpressionEmitter expressions;

  /** Whether an exception is not thrown: the method gives 1, the hart's signal being ready. */
  private final boolean isQuiet;

  StatementEmitter(Method method) {
    this(method, false);
  }

  private StatementEmitter(Method method, boolean isQuiet) {
    this.method = method;
    this.code = method.code;
    this.expressions = new ExpressionEmitter(method);
    this.isQuiet = isQuiet;
  }

  /** For methods that give 1 in place of throwing an exception. */
  static StatementEmitter quiet(Method method) {
    return new StatementEmitter(method, true);
  }

  /** For conditions that stand alone. */
  ExpressionEmitter expressions() {
    return expressions;
  }

  /** Carries them out in order. */
  void emit(List<Statement> body) {
    for (Statement statement : body) {
      method.line(statement);
      emit(statement);
    }
  }

  private void emit(Statement statement) {
    switch (statement) {
      case Statement.Let(Local local, Expression value) -> {
        expressions.exact(value);
        method.assign(local);
      }
      case Statement.SetX(Operand register, Expression value) ->
          method.setX(register, () -> expressions.exact(value));
      case Statement.SetF(Operand register, Expression value) ->
          method.setF(register, () -> expressions.exact(value));
      case Statement.Set(Field field, Expression value) -> set(field, value);
      case Statement.SetPc(Expression target) ->
          method.setPc(target, () -> expressions.exact(target));
      case Statement.If branch -> branch(branch);
      case Statement.Raise(Expression cause, Expression value) -> raise(cause, value);
      case Statement.Load(Local into, int bytes, Expression address) -> {
        method.load(bytes, () -> expressions.exact(address));
        method.assign(into);
      }
      case Statement.Store(int bytes, Expression address, Expression value) ->
          method.store(bytes, () -> expressions.exact(address), () -> expressions.loose(value));
      case Statement.GuestLoad(Local into, int bytes, Expression address, boolean executable) -> {
        method.pushHart();
        expressions.exact(address);
        code.loadConstant(bytes).loadConstant(executable ? 1 : 0);
        code.invokevirtual(Names.HART, "guestLoad", GUEST_LOAD);
        method.assign(into);
      }
      case Statement.GuestStore(int bytes, Expression address, Expression value) -> {
        method.pushHart();
        expressions.exact(address);
        code.loadConstant(bytes);
        expressions.loose(value);
        code.invokevirtual(Names.HART, "guestStore", GUEST_STORE);
      }
      case Statement.Atomic atomic -> {
        method.pushHart();
        code.getstatic(Names.ATOMIC_OPERATOR, atomic.operator().name(), Names.ATOMIC_OPERATOR);
        expressions.exact(atomic.address());
        code.loadConstant(atomic.bytes());
        expressions.loose(atomic.operand());
        code.invokevirtual(Names.HART, "atomic", ATOMIC);
        method.assign(atomic.old());
      }
      case Statement.LoadReserved(Local into, int bytes, Expression address) -> {
        method.pushHart();
        expressions.exact(address);
        code.loadConstant(bytes);
        code.invokevirtual(Names.HART, "loadReserved", Names.longAndInt());
        method.assign(into);
      }
      case Statement.StoreConditional(
              Local failed,
              int bytes,
              Expression address,
              Expression value) -> {
        method.pushHart();
        expressions.exact(address);
        code.loadConstant(bytes);
        expressions.loose(value);
        code.invokevirtual(Names.HART, "storeConditional", STORE_CONDITIONAL);
        method.assign(failed);
      }
      case Statement.CheckCsr(Expression address, Expression writes) -> {
        method.pushHart();
        expressions.exact(address);
        expressions.exact(writes);
        if (isQuiet) {
          refuseCsr();
        } else {
          code.invokestatic(method.names.csrs, "check", Names.CHECK_CSR);
        }
      }
      case Statement.ReadCsr(Local into, Expression address, boolean toModify) -> {
        method.pushHart();
        expressions.exact(address);
        code.invokestatic(method.names.csrs, toModify ? "readToModify" : "read", Names.READ_CSR);
        method.assign(into);
      }
      case Statement.WriteCsr(Expression address, Expression value) -> {
        method.pushHart();
        expressions.exact(address);
        expressions.exact(value);
        code.invokestatic(method.names.csrs, "write", Names.WRITE_CSR);
      }
      case Statement.FloatingPoint operation -> floatingPoint(operation);
      case Statement.ReadPhysical(Local into, Local accepted, Expression address) ->
          readPhysical(into, accepted, address);
      case Statement.HasPhysical(Local present, Expression address) -> {
        method.pushHart();
        expressions.exact(address);
        code.invokevirtual(Names.HART, "hasPhysical", Names.LONG_TO_BOOLEAN).i2l();
        method.assign(present);
      }
      case Statement.ReplacePhysical replace -> {
        method.pushHart();
        expressions.exact(replace.address());
        expressions.exact(replace.expected());
        expressions.exact(replace.value());
        code.invokevirtual(Names.HART, "replacePhysical", REPLACE_PHYSICAL).i2l();
        method.assign(replace.replaced());
      }
      case Statement.WritePhysical(Expression address, Expression value) -> {
        method.pushHart();
        expressions.exact(address);
        expressions.exact(value);
        code.invokevirtual(Names.HART, "writePhysical", Names.longs(2, false));
      }
      case Statement.Cause(Effect effect, List<Expression> arguments) -> {
        method.pushHart();
        arguments.forEach(expressions::exact);
        code.invokevirtual(Names.HART, method(effect), Names.longs(arguments.size(), false));
      }
      case Statement.Perform(Routine routine, List<Expression> arguments) -> {
        expressions.call(routine, arguments);
        if (routine.resultWidth() != 0) {
          code.pop2();
        }
      }
      case Statement.Return(Expression value) -> {
        expressions.exact(value);
        code.lreturn();
      }
    }
  }

  private static String method(Effect effect) {
    return switch (effect) {
      case FENCE -> "fence";
      case FENCE_I -> "fenceI";
      case FENCE_ADDRESS_TRANSLATION -> "fenceAddressTranslation";
      case FENCE_GUEST_TRANSLATION -> "fenceGuestTranslation";
      case FENCE_GUEST_PHYSICAL -> "fenceGuestPhysical";
      case WAIT_FOR_INTERRUPT -> "waitForInterrupt";
      case CANCEL_RESERVATION -> "cancelReservation";
      case START_IO -> throw new IllTyped("a hart has no " + effect);
    };
  }

  private void set(Field field, Expression value) {
    method.pushPlace(field.variable());
    if (field.width() == field.variable().width()) {
      expressions.exact(value);
    } else {
      code.dup2().laload().loadConstant(~field.mask()).land();
      expressions.exact(value);
      if (field.low() != 0) {
        code.loadConstant(field.low()).lshl();
      }
      code.lor();
    }
    code.lastore();
  }

  private void branch(Statement.If branch) {
    Label otherwise = code.newLabel();
    expressions.conditions().jump(branch.condition(), false, otherwise);
    emit(branch.then());
    if (branch.otherwise().isEmpty()) {
      code.labelBinding(otherwise);
      return;
    }
    boolean leaves = Statement.alwaysLeaves(branch.then());
    Label end = code.newLabel();
    if (!leaves) {
      code.goto_(end);
    }
    code.labelBinding(otherwise);
    emit(branch.otherwise());
    code.labelBinding(end);
  }

  private void raise(Expression cause, Expression value) {
    method.pushHart();
    expressions.exact(cause);
    if (value instanceof Expression.InstructionBits) {
      code.invokevirtual(
          Names.HART, "raiseForInstruction", MethodTypeDesc.of(Names.SIGNAL, CD_long));
    } else {
      expressions.exact(value);
      code.invokevirtual(Names.HART, "raise", MethodTypeDesc.of(Names.SIGNAL, CD_long, CD_long));
    }
    if (isQuiet) {
      code.pop().iconst_1().ireturn();
    } else {
      code.athrow();
    }
  }

  /** The hart, a CSR's address and whether it is written are pushed. */
  private void refuseCsr() {
    Label legal = code.newLabel();
    code.invokestatic(method.names.csrs, "refusal", Names.CSR_REFUSAL);
    code.dup2().lconst_0().lcmp().ifeq(legal);
    method.pushHart();
    code.dup_x2().pop();
    code.invokevirtual(Names.HART, "raiseForInstruction", MethodTypeDesc.of(Names.SIGNAL, CD_long));
    code.pop().iconst_1().ireturn();
    code.labelBinding(legal).pop2();
  }

  private void readPhysical(Local into, Local accepted, Expression address) {
    Label absent = code.newLabel();
    Label end = code.newLabel();
    expressions.exact(address);
    method.assign(into);
    method.pushHart();
    code.lload(method.slot(into));
    code.invokevirtual(Names.HART, "hasPhysical", Names.LONG_TO_BOOLEAN).i2l();
    method.assign(accepted);
    code.lload(method.slot(accepted)).lconst_0().lcmp().ifeq(absent);
    method.pushHart();
    code.lload(method.slot(into)).invokevirtual(Names.HART, "readPhysical", Names.LONG_TO_LONG);
    code.goto_(end).labelBinding(absent).lconst_0().labelBinding(end);
    method.assign(into);
  }

  /** The flags raised so far are handed over, since an operation need not raise one again. */
  private void floatingPoint(Statement.FloatingPoint floating) {
    FpOperation operation = floating.operation();
    method.beginOperation(floating.flags());
    floating.arguments().forEach(expressions::exact);
    if (operation.takesRounding()) {
      expressions.exact(floating.roundingMode());
      code.l2i();
    }
    method.pushFlags();
    code.invokestatic(operation.owner(), operation.methodName(), operation.methodType());
    method.assign(floating.result());
    method.endOperation(floating.flags());
  }

  /** Ends the method of an instruction. */
  static void end(CodeBuilder code, boolean setsPc) {
    if (setsPc) {
      code.lload(Method.OfInstruction.NEXT_PC_SLOT).lreturn();
    } else {
      code.return_();
    }
  }

  /** Lets the loop stop behind the instruction. */
  void attend() {
    method.pushHart();
    code.invokevirtual(Names.HART, "stopAfterThis", MethodTypeDesc.of(CD_void));
  }
}
