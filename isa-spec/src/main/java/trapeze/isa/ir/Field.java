package trapeze.isa.ir;

/**
 * Some neighbouring bits of a state variable, under a name: what definitions read and assign.
 *
 * @param variable the variable that holds them
 * @param name for people, as the manual writes it
 * @param high the uppermost bit, 0 to 63
 * @param low the lowest bit
 */
public record Field(StateVariable variable, String name, int high, int low) {
  public Field {
    IllTyped.require(
        0 <= low && low <= high && high < variable.width(),
        "%s has no bits %d:%d",
        name,
        high,
        low);
  }

  /** Width in bits. */
  public int width() {
    return high - low + 1;
  }

  /** The field's value in the present state. */
  public Expression get() {
    Expression whole = new Expression.Get(variable);
    return width() == variable.width() ? whole : new Expression.Extract(whole, high, low);
  }

  /** One bit: whether the field holds {@code value}. */
  public Expression is(long value) {
    return new Expression.Compare(Comparison.EQUAL, get(), new Expression.Constant(value, width()));
  }

  /** One bit: whether the field is not zero. */
  public Expression isSet() {
    return width() == 1
        ? get()
        : new Expression.Compare(Comparison.NOT_EQUAL, get(), new Expression.Constant(0, width()));
  }

  /** The bits of this field in a register, as a mask. */
  public long mask() {
    return (-1L >>> (64 - width())) << low;
  }

  @Override
  public String toString() {
    return name;
  }
}
