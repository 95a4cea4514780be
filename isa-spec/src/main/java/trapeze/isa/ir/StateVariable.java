package trapeze.isa.ir;

/**
 * One register of a hart's state other than the pc and the general registers: 64 bits of storage,
 * of which {@code width} are used.
 *
 * @param space the state that the variable belongs to
 * @param kind what sort of state it is
 * @param name the manual's name for it where it has one
 * @param width bits in use, 1 to 64
 * @param index its place among the variables of its kind
 */
public record StateVariable(StateSpace space, Kind kind, String name, int width, int index) {

  /** What sort of state a variable is. */
  public enum Kind {
    /** What a program can see: part of every comparison of states. */
    ARCHITECTURAL,
    /** Results that one routine leaves for its caller: no part of a state. */
    SCRATCH,
    /** What an implementation may choose; fixed while the machine runs. */
    CHOICE
  }

  /** The bits {@code high} to {@code low} of this variable. */
  public Field bits(int high, int low) {
    return new Field(this, name + "[" + high + ":" + low + "]", high, low);
  }

  /** The bits {@code high} to {@code low} under a name of their own. */
  public Field field(String field, int high, int low) {
    return space.named(new Field(this, name + "." + field, high, low));
  }

  /** One bit under a name of its own. */
  public Field bit(String field, int position) {
    return field(field, position, position);
  }

  /** The whole variable. */
  public Field whole() {
    return new Field(this, name, width - 1, 0);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return 31 * kind.ordinal() + index;
  }

  @Override
  public String toString() {
    return name;
  }
}
