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
import java.util.function.Consumer;
import java.util.function.Function;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;

/** The class that finds a CSR by its address: check, read, read to modify, write. */
final class CsrsGenerator {
  private static final int ADDRESS_SLOT = 1;
  private static final int SECOND_SLOT = 3;
  private static final MethodTypeDesc CONDITION = MethodTypeDesc.of(CD_int, Names.HART);

  private final InstructionSet set;
  private final Names names;
  private final Attention attention;
  private final List<Csr> csrs;

  CsrsGenerator(InstructionSet set, Names names, Attention attention) {
    this.set = set;
    this.names = names;
    this.attention = attention;
    this.csrs = set.csrs().stream().sorted(Comparator.comparingInt(Csr::address)).toList();
  }

  void generate(ClassBuilder builder) {
    builder.withFlags(ACC_FINAL);
    builder.withMethodBody("check", Names.CHECK_CSR, ACC_STATIC, this::check);
    builder.withMethodBody("read", Names.READ_CSR, ACC_STATIC, code -> read(code, Csr::read));
    builder.withMethodBody(
        "readToModify", Names.READ_CSR, ACC_STATIC, code -> read(code, Csr::readToModify));
    builder.withMethodBody("write", Names.WRITE_CSR, ACC_STATIC, this::write);
    for (Csr csr : csrs) {
      csr.illegalWhen()
          .ifPresent(
              condition ->
                  builder.withMethodBody(
                      condition(csr),
                      CONDITION,
                      ACC_STATIC,
                      code -> {
                        Method method = new Method.OfRoutine(code, names, Map.of(), noRoutine(csr));
                        new StatementEmitter(method).expressions().exact(condition);
                        code.l2i().ireturn();
                      }));
    }
  }

  /** A condition is written like a routine without parameters. */
  private static Routine noRoutine(Csr csr) {
    return new Routine(condition(csr), List.of(), 0, List.of());
  }

  private static String condition(Csr csr) {
    return "illegal_" + Names.method(csr.name());
  }

  /** Legal if it exists, its own condition does not refuse, and its address lets the access in. */
  private void check(CodeBuilder code) {
    Label illegal = code.newLabel();
    Map<Access, Label> byAccess = new LinkedHashMap<>();
    csrs.forEach(csr -> byAccess.computeIfAbsent(Access.to(csr), _ -> code.newLabel()));
    select(
        code,
        illegal,
        csr -> {
          if (csr.illegalWhen().isPresent()) {
            code.aload(0).invokestatic(names.csrs, condition(csr), CONDITION).ifne(illegal);
          }
          code.goto_(byAccess.get(Access.to(csr)));
        });
    byAccess.forEach(
        (access, label) -> {
          code.labelBinding(label);
          access(code, access, illegal);
        });
    code.labelBinding(illegal);
    code.aload(0).loadConstant((long) ExceptionCause.ILLEGAL_INSTRUCTION.code());
    code.invokevirtual(Names.HART, "raiseForInstruction", MethodTypeDesc.of(Names.SIGNAL, CD_long));
    code.athrow();
  }

  /** What the address of a CSR says of accesses to it. */
  private record Access(int leastMode, boolean readOnly) {
    static Access to(Csr csr) {
      return new Access(csr.leastMode().code(), csr.readOnly());
    }
  }

  private void access(CodeBuilder code, Access access, Label illegal) {
    if (access.leastMode() != 0) {
      code.aload(0).getfield(Names.HART, "registers", Names.LONGS).loadConstant(mode().index());
      code.laload().l2i().loadConstant(access.leastMode()).if_icmplt(illegal);
    }
    if (access.readOnly()) {
      code.lload(SECOND_SLOT).l2i().ifne(illegal);
    }
    code.return_();
  }

  private StateVariable mode() {
    return set.state().variables(StateVariable.Kind.ARCHITECTURAL).stream()
        .filter(variable -> variable.name().equals("mode"))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no variable is called mode"));
  }

  private void read(CodeBuilder code, Function<Csr, Routine> which) {
    Label unknown = code.newLabel();
    select(
        code,
        unknown,
        csr -> {
          Routine routine = which.apply(csr);
          code.aload(0).invokestatic(names.routines, routine.name(), Names.routineType(routine));
          code.lreturn();
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
          Routine routine = csr.write();
          code.aload(0).lload(SECOND_SLOT);
          code.invokestatic(names.routines, routine.name(), Names.routineType(routine));
          if (attention.isNeededAfter(Footprint.of(routine.body()))) {
            code.aload(0).invokevirtual(Names.HART, "stopAfterThis", MethodTypeDesc.of(CD_void));
          }
          code.return_();
        });
    code.labelBinding(unknown);
    unknownCsr(code);
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
