package trapeze.machine.engine.generate;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.CD_boolean;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Statement;

/**
 * The class that says whether a system instruction raises an exception before it does anything: its
 * definition's own guards, carried out by themselves.
 *
 * <p>It is there for speed. An exception that is thrown through compiled methods costs HotSpot some
 * hundred nanoseconds, most of what an exit to a monitor would cost; asked first, the loop can
 * return. Nothing else depends on it: a guard that lets an instruction pass is carried out again
 * when that is executed.
 */
final class RefusalsGenerator {
  private static final int PACKED = 1;

  private final InstructionSet set;
  private final Names names;
  private final Attention attention;

  RefusalsGenerator(InstructionSet set, Names names, Attention attention) {
    this.set = set;
    this.names = names;
    this.attention = attention;
  }

  void generate(ClassBuilder builder) {
    builder.withFlags(ACC_FINAL);
    Map<Instruction, List<Statement>> guarded = new LinkedHashMap<>();
    for (Instruction instruction : set.instructions()) {
      List<Statement> guards = guards(instruction);
      if (!guards.isEmpty()) {
        guarded.put(instruction, guards);
        builder.withMethodBody(
            Names.method(instruction.name()),
            Names.GUARDS,
            ACC_STATIC,
            code -> method(code, guards));
      }
    }
    builder.withMethodBody("refuses", Names.REFUSES, ACC_STATIC, code -> refuses(code, guarded));
  }

  /** What an instruction's definition begins with, up to the last thing that can refuse it. */
  private List<Statement> guards(Instruction instruction) {
    List<Statement> body = instruction.body();
    Footprint footprint = Footprint.of(body);
    boolean isSystem = footprint.touchesSurroundings() || attention.isNeededAfter(footprint);
    int end = 0;
    for (int i = 0; i < body.size() && (isGuard(body.get(i)) || isLet(body.get(i))); i++) {
      end = isGuard(body.get(i)) ? i + 1 : end;
    }
    List<Statement> guards = body.subList(0, end);
    return (isSystem || Statement.alwaysLeaves(body)) && !Footprint.of(guards).usesPc()
        ? guards
        : List.of();
  }

  private static boolean isLet(Statement statement) {
    return statement instanceof Statement.Let;
  }

  private static boolean isGuard(Statement statement) {
    return switch (statement) {
      case Statement.CheckCsr _, Statement.Raise _ -> true;
      case Statement.If(var _, List<Statement> then, List<Statement> otherwise) ->
          then.size() == 1 && then.getFirst() instanceof Statement.Raise && otherwise.isEmpty();
      default -> false;
    };
  }

  private void method(CodeBuilder code, List<Statement> guards) {
    StatementEmitter.quiet(new Method.OfInstruction(code, names, Map.of())).emit(guards);
    if (!Statement.alwaysLeaves(guards)) {
      code.iconst_0().ireturn();
    }
  }

  /** What always raises is refused whoever asks; of what seldom does, only who has asked to ask. */
  private void refuses(CodeBuilder code, Map<Instruction, List<Statement>> guarded) {
    List<SwitchCase> cases = new ArrayList<>();
    Map<Instruction, Label> labels = new LinkedHashMap<>();
    Label passes = code.newLabel();
    for (int i = 0; i < set.instructions().size(); i++) {
      Instruction instruction = set.instructions().get(i);
      if (guarded.containsKey(instruction)) {
        Label label = code.newLabel();
        labels.put(instruction, label);
        cases.add(SwitchCase.of(i + 1, label));
      }
    }
    code.getstatic(Names.HART, "ASKS", CD_boolean).ifeq(passes);
    code.lload(PACKED).l2i().loadConstant(PackedInstruction.NUMBER_MASK).iand();
    code.lookupswitch(passes, cases);
    labels.forEach(
        (instruction, label) -> {
          code.labelBinding(label);
          if (!Statement.alwaysLeaves(instruction.body())) {
            code.aload(Method.HART_SLOT).getfield(Names.HART, "asksFirst", CD_boolean).ifeq(passes);
          }
          code.aload(Method.HART_SLOT).dup().getfield(Names.HART, "x", Names.LONGS).lload(PACKED);
          code.invokestatic(names.refusals, Names.method(instruction.name()), Names.GUARDS);
          code.ireturn();
        });
    code.labelBinding(passes).iconst_0().ireturn();
  }
}
