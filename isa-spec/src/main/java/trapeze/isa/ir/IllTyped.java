package trapeze.isa.ir;

/** A definition that does not type-check: thrown while it is being built, never while it runs. */
public final class IllTyped extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** An ill-typed definition, with what is wrong about it. */
  public IllTyped(String message) {
    super(message);
  }

  /** Refuses a definition for which a condition does not hold. */
  public static void require(boolean holds, String format, Object... arguments) {
    if (!holds) {
      throw new IllTyped(String.format(format, arguments));
    }
  }
}
