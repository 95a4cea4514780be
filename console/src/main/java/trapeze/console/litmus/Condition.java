package trapeze.console.litmus;

import java.util.Map;
import java.util.function.Consumer;
import trapeze.console.litmus.LitmusTest.Observable;
import trapeze.console.litmus.LitmusTest.Value;

/** A statement about a final state. */
public sealed interface Condition {

  /** Always true. */
  record True() implements Condition {}

  /** A register or location has a value. */
  record Equal(Observable what, Value value) implements Condition {}

  /** Both hold. */
  record And(Condition left, Condition right) implements Condition {}

  /** One holds at least. */
  record Or(Condition left, Condition right) implements Condition {}

  /** It does not hold. */
  record Not(Condition inner) implements Condition {}

  /** Whether it holds where these are the values, as an {@link Outcome} writes them. */
  default boolean holds(Map<String, String> values) {
    return switch (this) {
      case True() -> true;
      case Equal(Observable what, Value value) ->
          Outcome.text(value).equals(values.get(what.toString()));
      case And(Condition left, Condition right) -> left.holds(values) && right.holds(values);
      case Or(Condition left, Condition right) -> left.holds(values) || right.holds(values);
      case Not(Condition inner) -> !inner.holds(values);
    };
  }

  /** Gives every register and location that it speaks of. */
  default void forEachObservable(Consumer<Observable> use) {
    switch (this) {
      case True() -> {}
      case Equal(Observable what, _) -> use.accept(what);
      case And(Condition left, Condition right) -> {
        left.forEachObservable(use);
        right.forEachObservable(use);
      }
      case Or(Condition left, Condition right) -> {
        left.forEachObservable(use);
        right.forEachObservable(use);
      }
      case Not(Condition inner) -> inner.forEachObservable(use);
    }
  }
}
