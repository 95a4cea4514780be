package trapeze.isa.symbolic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.symbolic.Outcome.Completion;

/**
 * Carries out definitions on terms. Where a definition branches both ways are followed and their
 * states merged behind them, so that an outcome is as large as its definition, not as its paths are
 * many.
 *
 * <p>Register operands may name the same register. The operand that is the address of a CSR must be
 * known where an instruction uses it: the CSR's own routines are then part of the instruction.
 */
public final class SymbolicExecution {
  private final Map<Integer, Csr> csrs;
  private final Terms terms;

  /** Executes the definitions of a set, on terms of its own. */
  public SymbolicExecution(InstructionSet set) {
    this(set, new Terms());
  }

  /** Executes the definitions of a set, on terms that others share. */
  public SymbolicExecution(InstructionSet set, Terms terms) {
    this.csrs =
        set.csrs().stream()
            .collect(Collectors.toUnmodifiableMap(Csr::address, Function.identity()));
    this.terms = terms;
  }

  /** What makes the terms. */
  public Terms terms() {
    return terms;
  }

  /** What an instruction does. */
  public Outcome execute(Instruction instruction, Assumptions assumptions) {
    SymbolicState start = SymbolicState.initial(terms, assumptions);
    Run run = new Run(csrs, terms, assumptions);
    Flow flow = run.run(instruction.body(), start, terms.bit(true), Frame.of(start.pc(), true));
    Expression length = assumptions.of(new Expression.InstructionLength(), terms);
    Expression sequel = terms.binary(BinaryOperator.ADD, start.pc(), length);
    return outcome(run, flow, flow.next(), start, sequel);
  }

  /** What a routine does; its arguments are terms of this object's {@link #terms}. */
  public Outcome call(Routine routine, Assumptions assumptions, Expression... arguments) {
    SymbolicState start = SymbolicState.initial(terms, assumptions);
    Run run = new Run(csrs, terms, assumptions);
    Flow flow =
        run.run(
            routine.body(),
            start.withLocals(parameters(routine, Arrays.asList(arguments))),
            terms.bit(true),
            Frame.of(start.pc(), false));
    Exit end = routine.resultWidth() == 0 ? flow.next() : flow.returned();
    return outcome(run, flow, end, start, start.pc());
  }

  /** What a routine does to every argument: its parameters are references to its own locals. */
  public Outcome call(Routine routine, Assumptions assumptions) {
    Expression[] arguments =
        routine.parameters().stream()
            .map(parameter -> terms.leaf(new Expression.Reference(parameter)))
            .toArray(Expression[]::new);
    return call(routine, assumptions, arguments);
  }

  static Map<Local, Expression> parameters(Routine routine, List<Expression> arguments) {
    Expression.checkArguments(routine, arguments);
    Map<Local, Expression> locals = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      locals.put(routine.parameters().get(i), arguments.get(i));
    }
    return locals;
  }

  private Outcome outcome(
      Run run, Flow flow, @Nullable Exit end, SymbolicState start, Expression sequel) {
    Expression yes = terms.bit(true);
    Exit raised = flow.raised();
    if (raised == null && end == null) {
      throw new IllegalStateException("a definition without an end");
    }
    Expression raises = raised == null ? terms.bit(false) : end == null ? yes : raised.guard();
    Exit either =
        Exit.firstOf(
            terms, raised == null ? null : stripped(raised), end == null ? null : stripped(end));
    SymbolicState state = Objects.requireNonNull(either).state().withLocals(Map.of());
    Optional<Completion> completed =
        Optional.ofNullable(end)
            .map(
                there ->
                    new Completion(
                        there.state().withLocals(Map.of()),
                        terms.select(there.state().jumped(), there.state().pc(), sequel)));
    return new Outcome(
        terms,
        start.withLocals(Map.of()),
        raises,
        raised == null ? terms.constant(0, 6) : raised.values().get(0),
        raised == null ? terms.constant(0, 64) : raised.values().get(1),
        completed,
        state,
        terms.select(raises, start.pc(), completed.map(Completion::pc).orElse(start.pc())),
        end == null ? List.of() : end.values(),
        new ArrayList<>(run.events()));
  }

  private static Exit stripped(Exit exit) {
    return new Exit(exit.guard(), exit.state(), List.of());
  }
}
