package trapeze.machine.engine.generate;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.Optional;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Routine;

/** The class that binds the others to {@link trapeze.machine.engine.Definitions}. */
final class DefinitionsGenerator {
  private static final MethodTypeDesc CONSTRUCTOR = MethodTypeDesc.of(CD_void);

  private final InstructionSet set;
  private final Names names;

  DefinitionsGenerator(InstructionSet set, Names names) {
    this.set = set;
    this.names = names;
  }

  void generate(ClassBuilder builder) {
    builder.withFlags(ACC_PUBLIC | ACC_FINAL).withInterfaceSymbols(Names.DEFINITIONS);
    builder.withMethodBody(
        "<init>",
        CONSTRUCTOR,
        ACC_PUBLIC,
        code -> code.aload(0).invokespecial(CD_Object, "<init>", CONSTRUCTOR).return_());
    builder.withMethodBody(
        "lookup",
        Names.LOOKUP,
        ACC_PUBLIC,
        code -> code.invokestatic(Names.METHOD_HANDLES, "lookup", Names.LOOKUP).areturn());
    passOn(builder, "run", Names.RUN, names.interpreter, "run");
    passOn(builder, "isInLoop", Names.IS_IN_LOOP, names.interpreter, "isInLoop");
    passOn(builder, "execute", Names.EXECUTE, names.interpreter, "execute");
    passOn(builder, "refuses", Names.REFUSES, names.refusals, "refuses");
    passOn(builder, "checkCsr", Names.CHECK_CSR, names.csrs, "check");
    passOn(builder, "readCsr", Names.READ_CSR, names.csrs, "read");
    passOn(builder, "writeCsr", Names.WRITE_CSR, names.csrs, "write");
    routine(builder, "takeTrap", 6, 0);
    routine(builder, "isDelegated", 2, 1);
    routine(builder, "interruptToTake", 0, 6);
    routine(builder, "wakeUp", 0, 1);
    routine(builder, "dataMode", 0, 3);
    routine(builder, "translate", 3, 6);
    routine(builder, "permissions", 2, 3);
    routine(builder, "bothStagesPermissions", 1, 3);
    routine(builder, "translateGuestPhysical", 3, 6);
    routine(builder, "protection", 3, 4);
    routine(builder, "projectedStatus", 1, 64);
    routine(builder, "projectedEnvironment", 0, 64);
    routine(builder, "lendsFloatingPoint", 0, 1);
    routine(builder, "returnsFloatingPoint", 1, 1);
    routine(builder, "savedStatus", 1, 64);
    routine(builder, "contextSatp", 0, 64);
    routine(builder, "contextOptions", 0, 64);
    routine(builder, "contextGuestTables", 0, 64);
    routine(builder, "savedGuestStatus", 1, 64);
    routine(builder, "isAssisted", 0, 1);
    routine(builder, "assistedStatus", 0, 64);
    routine(builder, "assistedControl", 1, 64);
    routine(builder, "assistedExceptions", 1, 64);
    routine(builder, "assistedInterrupts", 0, 64);
    routine(builder, "assistedPending", 0, 64);
    routine(builder, "assistedEnabled", 0, 64);
    routine(builder, "assistedEnvironment", 0, 64);
    routine(builder, "savedAssistedStatus", 1, 64);
    routine(builder, "savedAssistedEnabled", 1, 64);
    routine(builder, "savedAssistedPending", 1, 64);
    routine(builder, "assistedMachineStatus", 0, 64);
    routine(builder, "savedGuestPending", 1, 64);
    routine(builder, "takenByHypervisor", 0, 0);
    routine(builder, "lentStateEnable", 0, 64);
    routine(builder, "runsInSupervisor", 0, 1);
    routine(builder, "supervisorStatus", 1, 64);
    routine(builder, "savedSupervisorStatus", 1, 64);
    routine(builder, "supervisorEnvironment", 0, 64);
    routine(builder, "supervisorExceptions", 0, 64);
    routine(builder, "supervisorEnabled", 0, 64);
    routine(builder, "savedSupervisorEnabled", 1, 64);
    routine(builder, "supervisorPending", 0, 64);
    routine(builder, "savedSupervisorPending", 1, 64);
    routine(builder, "supervisorOptions", 0, 64);
    routine(builder, "supervisorPermissions", 1, 4);
  }

  private static void passOn(
      ClassBuilder builder, String name, MethodTypeDesc type, ClassDesc owner, String target) {
    builder.withMethodBody(
        name,
        type,
        ACC_PUBLIC,
        code -> {
          int slot = 1;
          for (ClassDesc parameter : type.parameterList()) {
            TypeKind kind = TypeKind.from(parameter);
            code.loadLocal(kind, slot);
            slot += kind.slotSize();
          }
          code.invokestatic(owner, target, type).return_(TypeKind.from(type.returnType()));
        });
  }

  /** A routine that the hart calls by name; a set that lacks it cannot be run by one. */
  private void routine(ClassBuilder builder, String name, int parameters, int resultWidth) {
    Optional<Routine> found =
        set.routines().stream().filter(routine -> routine.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      ClassDesc[] types = new ClassDesc[parameters + 1];
      Arrays.fill(types, CD_long);
      types[0] = Names.HART;
      builder.withMethodBody(
          name,
          MethodTypeDesc.of(resultWidth == 0 ? CD_void : CD_long, types),
          ACC_PUBLIC,
          code -> refuse(code, set.name() + " has no routine " + name));
      return;
    }
    Routine routine = found.get();
    if (routine.parameters().size() != parameters || routine.resultWidth() != resultWidth) {
      throw new IllegalArgumentException(
          "routine %s must take %d values and give %d bits"
              .formatted(name, parameters, resultWidth));
    }
    passOn(builder, name, Names.routineType(routine), names.routines, name);
  }

  private static void refuse(CodeBuilder code, String message) {
    ClassDesc exception = ClassDesc.of("java.lang.UnsupportedOperationException");
    code.new_(exception)
        .dup()
        .loadConstant(message)
        .invokespecial(
            exception, "<init>", MethodTypeDesc.of(CD_void, ClassDesc.of("java.lang.String")))
        .athrow();
  }
}
