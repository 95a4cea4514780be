package trapeze.isa.ir;

import java.util.List;
import java.util.stream.Stream;

/** What a definition consists of, for readers that look for something in it. */
public final class Traversal {
  private Traversal() {}

  /** All statements of a body in order, those of its branches behind the branch itself. */
  public static Stream<Statement> statements(List<Statement> body) {
    return body.stream()
        .flatMap(
            statement ->
                statement instanceof Statement.If(Expression _, var then, var otherwise)
                    ? Stream.concat(
                        Stream.of(statement),
                        Stream.concat(statements(then), statements(otherwise)))
                    : Stream.of(statement));
  }

  /** All expressions of a body, each before those that it is made of. */
  public static Stream<Expression> expressions(List<Statement> body) {
    return statements(body).flatMap(Traversal::operands).flatMap(Traversal::withOperands);
  }

  /** The routines that a body itself calls, in order, each as often as it is called. */
  public static Stream<Routine> calls(List<Statement> body) {
    return statements(body)
        .flatMap(
            statement -> {
              Stream<Routine> inside =
                  operands(statement)
                      .flatMap(Traversal::withOperands)
                      .filter(Expression.Call.class::isInstance)
                      .map(call -> ((Expression.Call) call).routine());
              return statement instanceof Statement.Perform(Routine routine, var _)
                  ? Stream.concat(inside, Stream.of(routine))
                  : inside;
            });
  }

  private static Stream<Expression> withOperands(Expression expression) {
    return Stream.concat(
        Stream.of(expression), operands(expression).flatMap(Traversal::withOperands));
  }

  /** The expressions that a statement itself holds; those of its branches are not among them. */
  public static Stream<Expression> operands(Statement statement) {
    return switch (statement) {
      case Statement.Let let -> Stream.of(let.value());
      case Statement.SetX set -> Stream.of(set.value());
      case Statement.SetF set -> Stream.of(set.value());
      case Statement.Set set -> Stream.of(set.value());
      case Statement.SetPc set -> Stream.of(set.target());
      case Statement.If branch -> Stream.of(branch.condition());
      case Statement.Raise raise -> Stream.of(raise.cause(), raise.value());
      case Statement.Load load -> Stream.of(load.address());
      case Statement.Store store -> Stream.of(store.address(), store.value());
      case Statement.GuestLoad load -> Stream.of(load.address());
      case Statement.GuestStore store -> Stream.of(store.address(), store.value());
      case Statement.Atomic atomic -> Stream.of(atomic.address(), atomic.operand());
      case Statement.LoadReserved load -> Stream.of(load.address());
      case Statement.StoreConditional store -> Stream.of(store.address(), store.value());
      case Statement.CheckCsr check -> Stream.of(check.address(), check.writes());
      case Statement.ReadCsr read -> Stream.of(read.address());
      case Statement.WriteCsr write -> Stream.of(write.address(), write.value());
      case Statement.FloatingPoint operation ->
          Stream.concat(Stream.of(operation.roundingMode()), operation.arguments().stream());
      case Statement.ReadPhysical read -> Stream.of(read.address());
      case Statement.HasPhysical has -> Stream.of(has.address());
      case Statement.ReplacePhysical replace ->
          Stream.of(replace.address(), replace.expected(), replace.value());
      case Statement.WritePhysical write -> Stream.of(write.address(), write.value());
      case Statement.Cause cause -> cause.arguments().stream();
      case Statement.Perform perform -> perform.arguments().stream();
      case Statement.Return result -> Stream.of(result.value());
    };
  }

  /** The expressions that an expression is directly made of. */
  public static Stream<Expression> operands(Expression expression) {
    return switch (expression) {
      case Expression.Constant _,
          Expression.OperandValue _,
          Expression.ReadX _,
          Expression.ReadF _,
          Expression.Get _,
          Expression.Pc _,
          Expression.InstructionLength _,
          Expression.InstructionBits _,
          Expression.Read _,
          Expression.Reference _ ->
          Stream.of();
      case Expression.Unary unary -> Stream.of(unary.value());
      case Expression.Binary binary -> Stream.of(binary.left(), binary.right());
      case Expression.Compare compare -> Stream.of(compare.left(), compare.right());
      case Expression.Extend extend -> Stream.of(extend.value());
      case Expression.Extract extract -> Stream.of(extract.value());
      case Expression.Concatenate both -> Stream.of(both.upper(), both.lower());
      case Expression.Select select ->
          Stream.of(select.condition(), select.ifSet(), select.ifClear());
      case Expression.Call call -> call.arguments().stream();
    };
  }
}
