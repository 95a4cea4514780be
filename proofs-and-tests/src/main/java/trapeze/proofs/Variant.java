package trapeze.proofs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Build;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;

/**
 * A set of definitions with some replaced.
 *
 * @param set the definitions
 */
public record Variant(InstructionSet set) {

  /** These definitions, nothing replaced yet. */
  public static Variant of(InstructionSet set) {
    return new Variant(set);
  }

  /** With another meaning of an instruction. */
  public Variant instruction(String name, UnaryOperator<Instruction> change) {
    List<Instruction> all = new ArrayList<>(set.instructions());
    all.replaceAll(each -> each.name().equals(name) ? change.apply(each) : each);
    return new Variant(
        new InstructionSet(
            set.name(), set.state(), all, set.compressed(), set.csrs(), set.routines()));
  }

  /** With another body of a routine. */
  public Variant routine(String name, UnaryOperator<List<Statement>> change) {
    List<Routine> all = new ArrayList<>(set.routines());
    all.replaceAll(
        each ->
            each.name().equals(name)
                ? new Routine(
                    name, each.parameters(), each.resultWidth(), change.apply(each.body()))
                : each);
    return new Variant(
        new InstructionSet(
            set.name(), set.state(), set.instructions(), set.compressed(), set.csrs(), all));
  }

  /** With more done where a control register is written: the written value is handed in. */
  public Variant write(String name, Function<Expression, List<Statement>> more) {
    List<Csr> all = new ArrayList<>(set.csrs());
    all.replaceAll(each -> each.name().equals(name) ? writing(each, more) : each);
    return new Variant(
        new InstructionSet(
            set.name(), set.state(), set.instructions(), set.compressed(), all, set.routines()));
  }

  private static Csr writing(Csr csr, Function<Expression, List<Statement>> more) {
    Local written = csr.write().parameters().getFirst();
    List<Statement> body = new ArrayList<>(csr.write().body());
    body.addAll(more.apply(Build.value(written)));
    Routine write = new Routine(csr.write().name(), List.of(written), 0, body);
    return new Csr(
        csr.name(),
        csr.address(),
        csr.section(),
        csr.illegalWhen(),
        csr.refusedToGuestWhen(),
        csr.substitute(),
        csr.read(),
        csr.readToModify(),
        write,
        csr.fields());
  }

  /** An instruction with another body. */
  public static Instruction with(Instruction usual, List<Statement> body) {
    return new Instruction(
        usual.name(), usual.encoding(), usual.extension(), usual.section(), usual.syntax(), body);
  }

  /** Statements without the assignments of a field. */
  public static List<Statement> without(List<Statement> body, Field field) {
    List<Statement> kept = new ArrayList<>();
    for (Statement statement : body) {
      switch (statement) {
        case Statement.Set(Field assigned, Expression _) when assigned.equals(field) -> {}
        case Statement.If(Expression condition, var then, var otherwise) ->
            kept.add(new Statement.If(condition, without(then, field), without(otherwise, field)));
        default -> kept.add(statement);
      }
    }
    return kept;
  }
}
