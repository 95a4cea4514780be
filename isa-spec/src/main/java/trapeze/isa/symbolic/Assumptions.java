package trapeze.isa.symbolic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final Assumptions NONE = new Assumptions(Map.of(), List.of(), Set.of());

  /** A field that holds a term. */
  private record Held(Field field, Expression value) {}

  private final Map<Expression, Expression> leaves;
  private final List<Held> fields;
  private final Set<Routine> opaque;

  private Assumptions(Map<Expression, Expression> leaves, List<Held> fields, Set<Routine> opaque) {
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
    Set<Routine> more = new HashSet<>(opaque);
    more.add(routine);
    return new Assumptions(leaves, fields, more);
  }

  boolean isOpaque(Routine routine) {
    return opaque.contains(routine);
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
