package trapeze.machine.engine.generate;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.util.Map;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Statement;

/** The class with a method for each instruction. */
final class InstructionsGenerator {
  private final InstructionSet set;
  private final Names names;
  private final Attention attention;
  private final Listing listing = new Listing();

  InstructionsGenerator(InstructionSet set, Names names, Attention attention) {
    this.set = set;
    this.names = names;
    this.attention = attention;
  }

  /** Writes the class; the listing is complete afterwards. */
  void generate(ClassBuilder builder, String sourceFile) {
    builder.withFlags(ACC_FINAL).with(SourceFileAttribute.of(sourceFile));
    for (Instruction instruction : set.instructions()) {
      Map<Statement, Integer> lines =
          listing.add(instruction.name() + " " + instruction.syntax(), instruction.body());
      Footprint footprint = Footprint.of(instruction.body());
      requireNoJumpingRoutine(instruction, footprint);
      builder.withMethodBody(
          Names.method(instruction.name()),
          Names.instructionType(footprint),
          ACC_STATIC,
          code -> body(instruction, footprint, lines, code));
    }
  }

  Listing listing() {
    return listing;
  }

  private void body(
      Instruction instruction,
      Footprint footprint,
      Map<Statement, Integer> lines,
      CodeBuilder code) {
    Method method = new Method.OfInstruction(code, names, lines);
    Label start = code.startLabel();
    Label end = code.endLabel();
    code.localVariable(0, "hart", Names.HART, start, end);
    code.localVariable(1, "x", Names.LONGS, start, end);
    code.localVariable(2, "packed", CD_long, start, end);
    if (footprint.usesPc()) {
      code.localVariable(4, "pc", CD_long, start, end);
    }
    StatementEmitter statements = new StatementEmitter(method);
    if (attention.isNeededAfter(footprint)) {
      statements.attend();
    }
    if (footprint.setsPc()) {
      method.pushPc();
      method.operands().length(code);
      code.ladd();
      method.popNextPc();
    }
    statements.emit(instruction.body());
    if (!Statement.alwaysLeaves(instruction.body())) {
      StatementEmitter.end(code, footprint.setsPc());
    }
  }

  /** The next pc of an instruction is in its own hands: a routine's jump would be lost. */
  private static void requireNoJumpingRoutine(Instruction instruction, Footprint footprint) {
    for (var routine : footprint.calls()) {
      if (Footprint.of(routine.body()).setsPc()) {
        throw new IllegalArgumentException(
            "%s calls %s, which sets the pc: only the instruction itself can"
                .formatted(instruction.name(), routine.name()));
      }
    }
  }
}
