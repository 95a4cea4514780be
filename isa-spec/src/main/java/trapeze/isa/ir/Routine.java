package trapeze.isa.ir;

import java.util.List;

/**
 * A part of a definition that others call by name: a page-table level, the entry into a trap, the
 * write of a control register.
 *
 * <p>No routine calls itself, directly or through others, so that every definition stays finite.
 *
 * @param name unique in its machine; a Java identifier
 * @param parameters values handed in
 * @param resultWidth bits of the result; 0 if there is none
 * @param body what it does; on every path it ends with a {@link Statement.Return} if it has a
 *     result
 */
public record Routine(String name, List<Local> parameters, int resultWidth, List<Statement> body) {
  public Routine {
    parameters = List.copyOf(parameters);
    body = List.copyOf(body);
    IllTyped.require(
        resultWidth >= 0 && resultWidth <= 64, "routine %s: width %d", name, resultWidth);
    IllTyped.require(
        resultWidth == 0 || Statement.alwaysLeaves(body),
        "routine %s can end without its result",
        name);
    Statement.checkReturns(name, body, resultWidth);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
