package trapeze.machine.engine.generate;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.ir.Statement;

/** The text that the line numbers of a generated class point into. */
final class Listing {
  private final StringBuilder text = new StringBuilder();
  private int lines;

  /** Adds a definition under a heading; gives the line of each of its statements. */
  Map<Statement, Integer> add(String heading, List<Statement> body) {
    Map<Statement, Integer> numbers = new IdentityHashMap<>();
    print(heading, 0);
    print(body, 1, numbers);
    print("", 0);
    return numbers;
  }

  private void print(List<Statement> body, int depth, Map<Statement, Integer> numbers) {
    for (Statement statement : body) {
      numbers.put(statement, print(IrText.of(statement), depth));
      if (statement instanceof Statement.If branch) {
        print(branch.then(), depth + 1, numbers);
        if (!branch.otherwise().isEmpty()) {
          print("else", depth);
          print(branch.otherwise(), depth + 1, numbers);
        }
      }
    }
  }

  private int print(String line, int depth) {
    text.repeat("  ", depth).append(line).append('\n');
    return ++lines;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
