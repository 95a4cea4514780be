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
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;

/** The class that finds a CSR by its address: refusal, check, read, read to modify, write. */
final class CsrsGenerator {
  private static final int ADDRESS_SLOT = 1;
  private static final int SECOND_SLOT = 3;
  private static final int CAUSE_SLOT = 5;
  private static final String ILLEGAL = "illegal_";
  private static final String REFUSED = "refused_";
  private static final MethodTypeDesc CONDITION = MethodTypeDesc.of(CD_int, Names.HART);

  private final InstructionSet set;
  private final Names names;
  private final Attention attention;
  private final List<Csr> csrs;
  private final Optional<StateVariable> virtual;

  CsrsGenerator(InstructionSet set, Names names, Attention attention) {
    this.set = set;
    this.names = names;
    this.attention = attention;
    this.csrs = set.csrs().stream().sorted(Comparator.comparingInt(Csr::address)).toList();
    this.virtual = variable("virtual");
  }

  void generate(ClassBuilder builder) {
    builder.withFlags(ACC_FINAL);
    builder.withMethodBody("refusal", Names.CSR_REFUSAL, ACC_STATIC, this::refusal);
    builder.withMethodBody("check", Names.CHECK_CSR, ACC_STATIC, this::check);
    builder.withMethodBody("read", Names.READ_CSR, ACC_STATIC, code -> read(code, Csr::read));
    builder.withMethodBody(
        "readToModify", Names.READ_CSR, ACC_STATIC, code -> read(code, Csr::readToModify));
    builder.withMethodBody("write", Names.WRITE_CSR, ACC_STATIC, this::write);
    for (Csr csr : csrs) {
      csr.illegalWhen().ifPresent(when -> condition(builder, ILLEGAL, csr, when));
      csr.refusedToGuestWhen().ifPresent(when -> condition(builder, REFUSED, csr, when));
    }
  }

  /** A condition is written like a routine without parameters. */
  private void condition(ClassBuilder builder, String kind, Csr csr, Expression condition) {
    String name = kind + Names.method(csr.name());
    Routine none = new Routine(name, List.of(), 0, List.of());
    builder.withMethodBody(
        name,
        CONDITION,
        ACC_STATIC,
        code -> {
          Method method = new Method.OfRoutine(code, names, Map.of(), none);
          new StatementEmitter(method).expressions().exact(condition);
          code.l2i().ireturn();
        });
  }

  private void ask(CodeBuilder code, String kind, Csr csr) {
    code.aload(0).invokestatic(names.csrs, kind + Names.method(csr.name()), CONDITION);
  }

  /** Where a refused access goes. */
  private record Refusal(Label illegal, Label virtual) {}

  /** Raises the exception that an access gives, if it gives one. */
  private void check(CodeBuilder code) {
    Label legal = code.newLabel();
    code.aload(0).lload(ADDRESS_SLOT).lload(SECOND_SLOT);
    code.invokestatic(names.csrs, "refusal", Names.CSR_REFUSAL).lstore(CAUSE_SLOT);
    code.lload(CAUSE_SLOT).lconst_0().lcmp().ifeq(legal);
    code.aload(0).lload(CAUSE_SLOT);
    code.invokevirtual(Names.HART, "raiseForInstruction", MethodTypeDesc.of(Names.SIGNAL, CD_long));
    code.athrow();
    code.labelBinding(legal).return_();
  }

  /**
   * Gives the cause of the exception, or 0: an access is legal if the CSR exists, its own condition
   * does not refuse, and its address lets the access in.
   */
  private void refusal(CodeBuilder code) {
    Refusal refusal = new Refusal(code.newLabel(), code.newLabel());
    Map<Access, Label> byAccess = new LinkedHashMap<>();
    csrs.forEach(csr -> byAccess.computeIfAbsent(Access.to(csr), _ -> code.newLabel()));
    select(
        code,
        refusal.illegal(),
        csr -> {
          if (csr.illegalWhen().isPresent()) {
            ask(code, ILLEGAL, csr);
            code.ifne(refusal.illegal());
          }
          if (csr.refusedToGuestWhen().isPresent() && virtual.isPresent()) {
            access(code, Access.to(csr), refusal);
            refusedToGuest(code, csr, refusal);
            code.lconst_0().lreturn();
          } else {
            code.goto_(byAccess.get(Access.to(csr)));
          }
        });
    byAccess.forEach(
        (access, label) -> {
          code.labelBinding(label);
          access(code, access, refusal);
          code.lconst_0().lreturn();
        });
    code.labelBinding(refusal.illegal());
    code.loadConstant((long) ExceptionCause.ILLEGAL_INSTRUCTION.code()).lreturn();
    code.labelBinding(refusal.virtual());
    code.loadConstant((long) ExceptionCause.VIRTUAL_INSTRUCTION.code()).lreturn();
  }

  /** What the address of a CSR says of accesses to it. */
  private record Access(int leastMode, boolean readOnly, boolean ofHypervisor) {
    static Access to(Csr csr) {
      return new Access(csr.leastMode().code(), csr.readOnly(), csr.isOfHypervisor());
    }
  }

  /** Goes on behind this if the access is let in; a guest may be refused what HS would not be. */
  private void access(CodeBuilder code, Access access, Refusal refusal) {
    if (access.readOnly()) {
      code.lload(SECOND_SLOT).l2i().ifne(refusal.illegal());
    }
    if (access.leastMode() != 0) {
      Label high = code.newLabel();
      push(code, mode());
      code.loadConstant(access.leastMode()).if_icmpge(high);
      if (access.leastMode() == PrivilegeMode.S.code()) {
        pushVirtual(code);
        code.ifne(refusal.virtual());
      }
      code.goto_(refusal.illegal());
      code.labelBinding(high);
    }
    if (access.ofHypervisor()) {
      pushVirtual(code);
      code.ifne(refusal.virtual());
    }
  }

  private void refusedToGuest(CodeBuilder code, Csr csr, Refusal refusal) {
    Label real = code.newLabel();
    pushVirtual(code);
    code.ifeq(real);
    ask(code, REFUSED, csr);
    code.ifne(refusal.virtual());
    code.labelBinding(real);
  }

  private static void push(CodeBuilder code, StateVariable variable) {
    code.aload(0).getfield(Names.HART, "registers", Names.LONGS).loadConstant(variable.index());
    code.laload().l2i();
  }

  /** V; a machine that has no such variable has no guests. */
  private void pushVirtual(CodeBuilder code) {
    virtual.ifPresentOrElse(variable -> push(code, variable), () -> code.loadConstant(0));
  }

  private StateVariable mode() {
    return variable("mode")
        .orElseThrow(() -> new IllegalArgumentException("no variable is called mode"));
  }

  private Optional<StateVariable> variable(String name) {
    return set.state().variables(StateVariable.Kind.ARCHITECTURAL).stream()
        .filter(variable -> variable.name().equals(name))
        .findFirst();
  }

  private void read(CodeBuilder code, Function<Csr, Routine> which) {
    Label unknown = code.newLabel();
    select(
        code,
        unknown,
        csr -> {
          csr.substitute().ifPresent(other -> forGuest(code, () -> read(code, which.apply(other))));
          read(code, which.apply(csr));
        });
    code.labelBinding(unknown);
    unknownCsr(code);
  }

  private void write(CodeBuilder code) {
    Label unknown = code.newLabel();
    select(
        code,
        unknown,
        csr -> {
          csr.substitute().ifPresent(other -> forGuest(code, () -> write(code, other.write())));
          write(code, csr.write());
        });
    code.labelBinding(unknown);
    unknownCsr(code);
  }

  private void read(CodeBuilder code, Routine routine) {
    code.aload(0).invokestatic(names.routines, routine.name(), Names.routineType(routine));
    code.lreturn();
  }

  private void write(CodeBuilder code, Routine routine) {
    code.aload(0).lload(SECOND_SLOT);
    code.invokestatic(names.routines, routine.name(), Names.routineType(routine));
    if (attention.isNeededAfter(Footprint.of(routine.body()))) {
      code.aload(0).invokevirtual(Names.HART, "stopAfterThis", MethodTypeDesc.of(CD_void));
    }
    code.return_();
  }

  /** Does this, which returns, while V is set. */
  private void forGuest(CodeBuilder code, Runnable then) {
    if (virtual.isPresent()) {
      Label real = code.newLabel();
      pushVirtual(code);
      code.ifeq(real);
      then.run();
      code.labelBinding(real);
    }
  }

  /** Only an unchecked access comes here: a mistake of ours. */
  private static void unknownCsr(CodeBuilder code) {
    ClassDesc exception = ClassDesc.of("java.lang.IllegalArgumentException");
    code.new_(exception)
        .dup()
        .loadConstant("a CSR that does not exist was not checked")
        .invokespecial(
            exception, "<init>", MethodTypeDesc.of(CD_void, ClassDesc.of("java.lang.String")))
        .athrow();
  }

  /** Writes a case for each CSR, which must not run past its end. */
  private void select(CodeBuilder code, Label unknown, Consumer<Csr> body) {
    List<SwitchCase> cases = new ArrayList<>();
    List<Label> labels = new ArrayList<>();
    for (Csr csr : csrs) {
      Label label = code.newLabel();
      labels.add(label);
      cases.add(SwitchCase.of(csr.address(), label));
    }
    code.lload(ADDRESS_SLOT).l2i().lookupswitch(unknown, cases);
    for (int i = 0; i < csrs.size(); i++) {
      code.labelBinding(labels.get(i));
      body.accept(csrs.get(i));
    }
  }
}
