package trapeze.isa.symbolic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Expression.Constant;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;

/**
 * What is known of the state before: terms in the place of leaves, and routines that are not looked
 * into. Immutable; the methods return extended copies.
 */
public final class Assumptions {
  private static final Assumptions NONE = new Assumptions(Map.of(), List.of(), Map.of());

  /** A field that holds a term. */
  private record Held(Field field, Expression value) {}

  private final Map<Expression, Expression> leaves;
  private final List<Held> fields;
  private final Map<Routine, Boolean> opaque;

  private Assumptions(
      Map<Expression, Expression> leaves, List<Held> fields, Map<Routine, Boolean> opaque) {
    this.leaves = leaves;
    this.fields = fields;
    this.opaque = opaque;
  }

  /** Nothing is known. */
  public static Assumptions none() {
    return NONE;
  }

  /** A leaf (a variable, an operand, a register that an operand names ...) is a term. */
  public Assumptions with(Expression leaf, Expression term) {
    Map<Expression, Expression> more = new LinkedHashMap<>(leaves);
    more.put(leaf, term);
    return new Assumptions(more, fields, opaque);
  }

  /** A variable is a term. */
  public Assumptions with(StateVariable variable, Expression term) {
    return with(new Expression.Get(variable), term);
  }

  /** A field of a variable is a term. */
  public Assumptions with(Field field, Expression term) {
    List<Held> more = new ArrayList<>(fields);
    more.add(new Held(field, term));
    return new Assumptions(leaves, more, opaque);
  }

  /** A field of a variable is a constant. */
  public Assumptions with(Field field, long value) {
    return with(field, new Constant(value, field.width()));
  }

  /** A variable is a constant. */
  public Assumptions with(StateVariable variable, long value) {
    return with(variable.whole(), value);
  }

  /** An operand of the instruction is a constant; of a register operand, its number. */
  public Assumptions with(Operand operand, long value) {
    return with(new Expression.OperandValue(operand), new Constant(value, operand.width()));
  }

  /**
   * A routine is not looked into: its result, and what it leaves in the variables that it may set,
   * are symbols of their own, equal for equal arguments. It must not raise, and what it does to its
   * surroundings is one {@link Event}.
   */
  public Assumptions opaque(Routine routine) {
    return opaque(routine, true);
  }

  /**
   * A routine is not looked into, as with {@link #opaque}, and its symbols are the surroundings'
   * answers: the same ones, call for call, whatever the state and the arguments.
   */
  public Assumptions answered(Routine routine) {
    return opaque(routine, false);
  }

  private Assumptions opaque(Routine routine, boolean ofState) {
    Map<Routine, Boolean> more = new HashMap<>(opaque);
    more.put(routine, ofState);
    return new Assumptions(leaves, fields, more);
  }

  /** Whether an opaque routine's result depends on the state. */
  boolean dependsOnState(Routine routine) {
    return opaque.getOrDefault(routine, true);
  }

  boolean isOpaque(Routine routine) {
    return opaque.containsKey(routine);
  }

  /** What a leaf is known to be, as a term; itself if nothing is known. */
  Expression of(Expression leaf, Terms terms) {
    @Nullable Expression known = leaves.get(leaf);
    Expression term = known == null ? terms.leaf(leaf) : owned(known, terms);
    if (leaf instanceof Expression.Get(StateVariable variable)) {
      for (Held held : fields) {
        if (held.field().variable() == variable) {
          term = terms.insert(term, held.field(), owned(held.value(), terms));
        }
      }
    }
    return term;
  }

  private static Expression owned(Expression term, Terms terms) {
    return term instanceof Constant ? terms.leaf(term) : term;
  }
}
