package trapeze.isa.symbolic;

import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.Expression;

/**
 * What a term is to be made of, for finding it again: operands count as the objects that they are,
 * so that looking one up costs nothing however large they have grown.
 */
record Key(
    Object head,
    int high,
    int low,
    @Nullable Expression first,
    @Nullable Expression second,
    @Nullable Expression third) {

  static Key of(Object head, @Nullable Expression first, @Nullable Expression second) {
    return new Key(head, 0, 0, first, second, null);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Key that
        && head.equals(that.head)
        && high == that.high
        && low == that.low
        && first == that.first
        && second == that.second
        && third == that.third;
  }

  @Override
  public int hashCode() {
    int hash = head.hashCode();
    hash = 31 * hash + high;
    hash = 31 * hash + low;
    hash = 31 * hash + System.identityHashCode(first);
    hash = 31 * hash + System.identityHashCode(second);
    return 31 * hash + System.identityHashCode(third);
  }
}
