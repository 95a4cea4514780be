package trapeze.isa.ir;

/**
 * A name for a value inside one definition, or a parameter of a routine. Assigned once on every
 * path; two locals are the same only if they are the same object.
 */
public final class Local {
  private final String name;
  private final int width;

  /** A local of {@code width} bits, 1 to 64. */
  public Local(String name, int width) {
    Expression.checkWidth(width);
    this.name = name;
    this.width = width;
  }

  /** The name, for people. */
  public String name() {
    return name;
  }

  /** Width in bits. */
  public int width() {
    return width;
  }

  @Override
  public String toString() {
    return name;
  }
}
