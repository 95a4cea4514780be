package trapeze.isa.pg74.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a line of a source becomes: some words, of which the number is known before the values. */
sealed interface Item {
  /** How many words. */
  int size();

  /** An instruction; the operand is null where the operation takes none. */
  record Instruction(String mnemonic, @Nullable String operand) implements Item {
    @Override
    public int size() {
      return 1;
    }
  }

  /** A word for each expression. */
  record Words(List<String> expressions) implements Item {
    public Words {
      expressions = List.copyOf(expressions);
    }

    @Override
    public int size() {
      return expressions.size();
    }
  }

  /** Words that are known. */
  record Known(long[] words) implements Item {
    @Override
    public int size() {
      return words.length;
    }
  }
}
