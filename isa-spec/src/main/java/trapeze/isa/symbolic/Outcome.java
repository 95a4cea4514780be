package trapeze.isa.symbolic;

import java.util.List;
import java.util.Optional;
import trapeze.isa.ir.Expression;

/**
 * What a definition does, as terms over the state before and over the symbols that stand for what
 * its surroundings answer. All of it holds if no event traps; see {@link Event#before} for what
 * holds if one does.
 *
 * @param terms what made the terms
 * @param before the state before, as far as it was assumed
 * @param raises under which condition the definition itself raises an exception; one bit
 * @param cause the exception's code, 6 bits; any where it does not raise
 * @param trapValue the trap value, 64 bits; any where it does not raise
 * @param completed what holds if it completes; nothing if it always raises
 * @param state the state behind it, whether or not it raised
 * @param pc address of the next instruction; where it raised, of this one
 * @param result of a routine, if it has one; any where it raised
 * @param events what it asks of its surroundings, in order; each under its guard
 */
public record Outcome(
    Terms terms,
    SymbolicState before,
    Expression raises,
    Expression cause,
    Expression trapValue,
    Optional<Completion> completed,
    SymbolicState state,
    Expression pc,
    List<Expression> result,
    List<Event> events) {
  public Outcome {
    result = List.copyOf(result);
    events = List.copyOf(events);
  }

  /**
   * What holds where a definition completes; any where it raises.
   *
   * @param state the state behind it
   * @param pc address of the next instruction
   */
  public record Completion(SymbolicState state, Expression pc) {}

  /** Whether it always raises an exception. */
  public boolean alwaysRaises() {
    return Terms.is(raises, 1);
  }

  /** Whether it never raises an exception itself. */
  public boolean neverRaises() {
    return Terms.is(raises, 0);
  }
}
