package trapeze.machine.engine.generate;

import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;

import java.util.List;
import java.util.Map;
import trapeze.isa.definition.Instruction;
import trapeze.isa.fp.Rounding;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.rv64.Rv64State;

/**
 * The state that regions have floating-point instructions translated for: the unit is on and its
 * state Dirty already, and {@code frm} says to nearest, ties to even. Nothing inside a region
 * changes that, so it is looked at once, where the region is entered; in any other state the
 * interpreter executes them, and makes it Dirty.
 */
final class PlainFloatingPoint {
  private static final long DIRTY = 3;
  private static final Field FRM = Rv64State.FRM.whole();
  private static final Field VIRTUAL = Rv64State.VIRTUAL.whole();

  /** Whether the state is such. */
  static final Expression CONDITION =
      and(
          Rv64State.FS.is(DIRTY),
          FRM.is(Rounding.RNE.code()),
          or(not(VIRTUAL.get()), Rv64State.VS_FS.is(DIRTY)));

  /** What that means, with V clear and with V set. */
  private static final List<Map<Field, Long>> STATES =
      List.of(
          Map.of(Rv64State.FS, DIRTY, FRM, (long) Rounding.RNE.code(), VIRTUAL, 0L),
          Map.of(
              Rv64State.FS,
              DIRTY,
              FRM,
              (long) Rounding.RNE.code(),
              VIRTUAL,
              1L,
              Rv64State.VS_FS,
              DIRTY));

  private PlainFloatingPoint() {}

  /**
   * What an instruction does in that state; the same as ever if it does not depend on it, or not in
   * one way.
   */
  static List<Statement> body(Instruction instruction, long packed) {
    List<Statement> body = instruction.body();
    if (Traversal.expressions(body).noneMatch(Rv64State.FS.get()::equals)) {
      return body;
    }
    List<Statement> first = new KnownState(STATES.getFirst(), packed).definition(body);
    List<Statement> second = new KnownState(STATES.getLast(), packed).definition(body);
    boolean goesOn = Traversal.statements(first).noneMatch(PlainFloatingPoint::assigns);
    return goesOn && first.equals(second) ? first : body;
  }

  private static boolean assigns(Statement statement) {
    return statement instanceof Statement.Set;
  }
}
