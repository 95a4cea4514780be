package trapeze.machine.engine.generate;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_STATIC;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;

/** The class with a method for each routine, those that read and write CSRs included. */
final class RoutinesGenerator {
  private final InstructionSet set;
  private final Names names;
  private final Listing listing = new Listing();

  RoutinesGenerator(InstructionSet set, Names names) {
    this.set = set;
    this.names = names;
  }

  /** Writes the class; the listing is complete afterwards. */
  void generate(ClassBuilder builder, String sourceFile) {
    builder.withFlags(ACC_FINAL).with(SourceFileAttribute.of(sourceFile));
    Map<String, Routine> byName = new HashMap<>();
    for (Routine routine : all()) {
      Routine other = byName.put(routine.name(), routine);
      if (other != null) {
        throw new IllegalArgumentException("two routines are called " + routine.name());
      }
      Map<Statement, Integer> lines =
          listing.add(routine.name() + routine.parameters(), routine.body());
      builder.withMethodBody(
          routine.name(),
          Names.routineType(routine),
          ACC_STATIC,
          code -> body(routine, lines, code));
    }
  }

  Listing listing() {
    return listing;
  }

  private void body(Routine routine, Map<Statement, Integer> lines, CodeBuilder code) {
    Method method = new Method.OfRoutine(code, names, lines, routine);
    code.localVariable(0, "hart", Names.HART, code.startLabel(), code.endLabel());
    new StatementEmitter(method).emit(routine.body());
    if (!Statement.alwaysLeaves(routine.body())) {
      code.return_();
    }
  }

  /** Every routine that anything in the set can call. */
  private Set<Routine> all() {
    Set<Routine> found = new LinkedHashSet<>();
    set.routines().forEach(routine -> add(found, routine));
    for (Csr csr : set.csrs()) {
      add(found, csr.read());
      add(found, csr.readToModify());
      add(found, csr.write());
      csr.illegalWhen().ifPresent(condition -> found.addAll(Footprint.of(condition).calls()));
      csr.refusedToGuestWhen()
          .ifPresent(condition -> found.addAll(Footprint.of(condition).calls()));
    }
    for (Instruction instruction : set.instructions()) {
      found.addAll(Footprint.of(instruction.body()).calls());
    }
    return found;
  }

  private static void add(Set<Routine> found, Routine routine) {
    found.add(routine);
    found.addAll(Footprint.of(routine.body()).calls());
  }
}
