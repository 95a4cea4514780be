package trapeze.isa.symbolic;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Expression.Extract;
import trapeze.isa.ir.Expression.Get;
import trapeze.isa.ir.Expression.Read;
import trapeze.isa.ir.Expression.Reference;
import trapeze.isa.ir.Input;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Traversal;

/**
 * What terms may depend on. What does not appear here they do not depend on; what does, they may.
 */
public final class Dependencies {
  private final Map<StateVariable, Long> variables = new LinkedHashMap<>();
  private final Map<Input, Long> inputs = new LinkedHashMap<>();
  private final Map<Expression, Boolean> seen = new IdentityHashMap<>();
  private boolean onState;

  /** Adds those of a term. */
  public Dependencies add(Expression term) {
    if (seen.put(term, true) != null) {
      return this;
    }
    switch (term) {
      case Get(StateVariable variable) -> mark(variable, -1L >>> (64 - variable.width()));
      case Read(Input input) -> mark(input, -1L);
      case Extract(Get(StateVariable variable), int high, int low) ->
          mark(variable, mask(high, low));
      case Extract(Read(Input input), int high, int low) -> mark(input, mask(high, low));
      case Expression.Constant _, Reference _ -> {}
      case Expression.OperandValue _,
          Expression.ReadX _,
          Expression.ReadF _,
          Expression.Pc _,
          Expression.InstructionLength _,
          Expression.InstructionBits _ ->
          onState = true;
      default -> Traversal.operands(term).forEach(this::add);
    }
    return this;
  }

  /** The state variables, each with the bits of it that matter. */
  public Map<StateVariable, Long> variables() {
    return variables;
  }

  /** The inputs, each with the bits of it that matter. */
  public Map<Input, Long> inputs() {
    return inputs;
  }

  /** Whether there is nothing but constants and what the surroundings answered. */
  public boolean onlyOnAnswers() {
    return !onState && variables.isEmpty() && inputs.isEmpty();
  }

  private void mark(StateVariable variable, long mask) {
    variables.merge(variable, mask, (left, right) -> left | right);
  }

  private void mark(Input input, long mask) {
    inputs.merge(input, mask, (left, right) -> left | right);
  }

  private static long mask(int high, int low) {
    return (-1L >>> (63 - high + low)) << low;
  }
}
