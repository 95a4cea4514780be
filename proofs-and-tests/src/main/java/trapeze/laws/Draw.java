package trapeze.laws;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** A way to draw a value by chance; the same chance gives the same value. */
@FunctionalInterface
public interface Draw<T> {

  /** One value. */
  T from(RandomGenerator random);

  /** What a function makes of a value. */
  default <R> Draw<R> map(Function<? super T, ? extends R> function) {
    return random -> function.apply(from(random));
  }

  /** A value of what a function makes of a value. */
  default <R> Draw<R> flatMap(Function<? super T, Draw<R>> function) {
    return random -> function.apply(from(random)).from(random);
  }

  /** As many as asked for. */
  default Draw<List<T>> list(int exactly) {
    return list(exactly, exactly);
  }

  /** From so many to so many, both included. */
  default Draw<List<T>> list(int least, int most) {
    return random -> {
      int size = random.nextInt(least, most + 1);
      List<T> drawn = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        drawn.add(from(random));
      }
      return List.copyOf(drawn);
    };
  }
}
