package trapeze.monitor.patching;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Functions of single bits, each held once, so that two are the same exactly if their numbers are:
 * ordered decision diagrams. What a definition makes of a register's bits does not depend, in this
 * form, on how the definition is written.
 */
final class BitFunctions {
  /** The function that is always 0. */
  static final int ZERO = 0;

  /** The function that is always 1. */
  static final int ONE = 1;

  /** A diagram so large is of no control register's field. */
  private static final int MOST = 1 << 16;

  /** One decision: the variable asked, and what follows if it is set or clear. */
  record Decision(int variable, int ifSet, int ifClear) {}

  private record Choice(int condition, int ifSet, int ifClear) {}

  private static final Decision END = new Decision(Integer.MAX_VALUE, 0, 0);

  private final List<Decision> decisions = new ArrayList<>(List.of(END, END));
  private final Map<Decision, Integer> numbers = new HashMap<>();
  private final Map<Choice, Integer> choices = new HashMap<>();

  /** The function that is one variable. */
  int variable(int variable) {
    return number(new Decision(variable, ONE, ZERO));
  }

  /** The decision at the top of a function that is not constant. */
  Decision decision(int function) {
    return decisions.get(function);
  }

  int not(int function) {
    return choose(function, ZERO, ONE);
  }

  int and(int left, int right) {
    return choose(left, right, ZERO);
  }

  int or(int left, int right) {
    return choose(left, ONE, right);
  }

  int xor(int left, int right) {
    return choose(left, not(right), right);
  }

  /** One of two functions, as a third one says. */
  int choose(int condition, int ifSet, int ifClear) {
    if (condition == ONE || ifSet == ifClear) {
      return ifSet;
    }
    if (condition == ZERO) {
      return ifClear;
    }
    if (ifSet == ONE && ifClear == ZERO) {
      return condition;
    }
    Choice choice = new Choice(condition, ifSet, ifClear);
    Integer known = choices.get(choice);
    if (known != null) {
      return known;
    }
    int first =
        Math.min(
            decisions.get(condition).variable,
            Math.min(decisions.get(ifSet).variable, decisions.get(ifClear).variable));
    IntUnaryOperator set = function -> restricted(function, first, true);
    IntUnaryOperator clear = function -> restricted(function, first, false);
    int whenSet = choose(set.applyAsInt(condition), set.applyAsInt(ifSet), set.applyAsInt(ifClear));
    int whenClear =
        choose(clear.applyAsInt(condition), clear.applyAsInt(ifSet), clear.applyAsInt(ifClear));
    int result = whenSet == whenClear ? whenSet : number(new Decision(first, whenSet, whenClear));
    choices.put(choice, result);
    return result;
  }

  /** Whether a function depends on a variable. */
  boolean dependsOn(int function, int variable) {
    Decision decision = decisions.get(function);
    return decision.variable == variable
        || decision.variable < variable
            && (dependsOn(decision.ifSet, variable) || dependsOn(decision.ifClear, variable));
  }

  private int restricted(int function, int variable, boolean set) {
    Decision decision = decisions.get(function);
    if (decision.variable != variable) {
      return function;
    }
    return set ? decision.ifSet : decision.ifClear;
  }

  private int number(Decision decision) {
    Integer known = numbers.get(decision);
    if (known != null) {
      return known;
    }
    if (decisions.size() >= MOST) {
      throw new Unpatchable("its meaning is too large");
    }
    decisions.add(decision);
    numbers.put(decision, decisions.size() - 1);
    return decisions.size() - 1;
  }
}
