package trapeze.laws;

import java.util.List;
import java.util.function.BiFunction;

/** The usual draws, and draws made of others. */
public final class Draws {
  private Draws() {}

  private static final long[] CORNERS = {
    0,
    1,
    -1,
    2,
    31,
    32,
    63,
    64,
    0x80,
    0x8000,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE,
    0x8000_0000L,
    0xffff_ffffL,
    0x1_0000_0000L
  };

  /** A value and how often it comes, compared with the others. */
  public record Weighted<T>(int weight, T value) {}

  /** A value and how often it comes; 0 is never. */
  public static <T> Weighted<T> weight(int weight, T value) {
    return new Weighted<>(weight, value);
  }

  /** Always this. */
  public static <T> Draw<T> just(T value) {
    return _ -> value;
  }

  /** One of these, all alike. */
  @SafeVarargs
  public static <T> Draw<T> of(T... values) {
    return of(List.of(values));
  }

  /** One of these, all alike. */
  public static <T> Draw<T> of(List<T> values) {
    List<T> all = List.copyOf(values);
    return random -> all.get(random.nextInt(all.size()));
  }

  /** One of these by weight. */
  @SafeVarargs
  public static <T> Draw<T> frequency(Weighted<T>... values) {
    return frequency(List.of(values));
  }

  /** One of these by weight, at least one of which is above 0. */
  public static <T> Draw<T> frequency(List<Weighted<T>> values) {
    List<Weighted<T>> all = values.stream().filter(each -> each.weight > 0).toList();
    int sum = all.stream().mapToInt(Weighted::weight).sum();
    if (sum <= 0) {
      throw new IllegalArgumentException("nothing to draw from: every weight is 0");
    }
    return random -> {
      int at = random.nextInt(sum);
      for (Weighted<T> each : all) {
        at -= each.weight;
        if (at < 0) {
          return each.value;
        }
      }
      throw new AssertionError("weights add up to more than their sum");
    };
  }

  /** A value of one of these by weight. */
  @SafeVarargs
  public static <T> Draw<T> frequencyOf(Weighted<Draw<T>>... draws) {
    return frequencyOf(List.of(draws));
  }

  /** A value of one of these by weight. */
  public static <T> Draw<T> frequencyOf(List<Weighted<Draw<T>>> draws) {
    return frequency(draws).flatMap(each -> each);
  }

  /** A value of one of these, all alike. */
  @SafeVarargs
  public static <T> Draw<T> oneOf(Draw<? extends T>... draws) {
    List<Draw<? extends T>> all = List.of(draws);
    return random -> all.get(random.nextInt(all.size())).from(random);
  }

  /** Both included. */
  public static Draw<Integer> integers(int least, int most) {
    return random -> random.nextInt(least, most + 1);
  }

  /** Both included. */
  public static Draw<Long> longs(long least, long most) {
    return random -> random.nextLong(least, most + 1);
  }

  /** Any, but corners and short ones as often as others. */
  public static Draw<Long> longs() {
    return random ->
        switch (random.nextInt(4)) {
          case 0 -> CORNERS[random.nextInt(CORNERS.length)];
          case 1 -> CORNERS[random.nextInt(CORNERS.length)] + random.nextInt(-2, 3);
          case 2 -> random.nextLong() >> random.nextInt(64);
          default -> random.nextLong();
        };
  }

  /** Two draws, to be made into one. */
  public static <A, B> Two<A, B> combine(Draw<A> a, Draw<B> b) {
    return new Two<>(a, b);
  }

  /** Three draws, to be made into one. */
  public static <A, B, C> Three<A, B, C> combine(Draw<A> a, Draw<B> b, Draw<C> c) {
    return new Three<>(a, b, c);
  }

  /** Four draws, to be made into one. */
  public static <A, B, C, D> Four<A, B, C, D> combine(Draw<A> a, Draw<B> b, Draw<C> c, Draw<D> d) {
    return new Four<>(a, b, c, d);
  }

  /** Five draws, to be made into one. */
  public static <A, B, C, D, E> Five<A, B, C, D, E> combine(
      Draw<A> a, Draw<B> b, Draw<C> c, Draw<D> d, Draw<E> e) {
    return new Five<>(a, b, c, d, e);
  }

  /** Of three values, one. */
  @FunctionalInterface
  public interface OfThree<A, B, C, R> {
    /** That one. */
    R apply(A a, B b, C c);
  }

  /** Of four values, one. */
  @FunctionalInterface
  public interface OfFour<A, B, C, D, R> {
    /** That one. */
    R apply(A a, B b, C c, D d);
  }

  /** Of five values, one. */
  @FunctionalInterface
  public interface OfFive<A, B, C, D, E, R> {
    /** That one. */
    R apply(A a, B b, C c, D d, E e);
  }

  /** Two draws. */
  public record Two<A, B>(Draw<A> a, Draw<B> b) {
    /** What a function makes of both values. */
    public <R> Draw<R> as(BiFunction<A, B, R> made) {
      return random -> made.apply(a.from(random), b.from(random));
    }

    /** A value of what a function makes of both values. */
    public <R> Draw<R> flatAs(BiFunction<A, B, Draw<R>> made) {
      return as(made).flatMap(each -> each);
    }
  }

  /** Three draws. */
  public record Three<A, B, C>(Draw<A> a, Draw<B> b, Draw<C> c) {
    /** What a function makes of all values. */
    public <R> Draw<R> as(OfThree<A, B, C, R> made) {
      return random -> made.apply(a.from(random), b.from(random), c.from(random));
    }
  }

  /** Four draws. */
  public record Four<A, B, C, D>(Draw<A> a, Draw<B> b, Draw<C> c, Draw<D> d) {
    /** What a function makes of all values. */
    public <R> Draw<R> as(OfFour<A, B, C, D, R> made) {
      return random -> made.apply(a.from(random), b.from(random), c.from(random), d.from(random));
    }
  }

  /** Five draws. */
  public record Five<A, B, C, D, E>(Draw<A> a, Draw<B> b, Draw<C> c, Draw<D> d, Draw<E> e) {
    /** What a function makes of all values. */
    public <R> Draw<R> as(OfFive<A, B, C, D, E, R> made) {
      return random ->
          made.apply(
              a.from(random), b.from(random), c.from(random), d.from(random), e.from(random));
    }
  }
}
