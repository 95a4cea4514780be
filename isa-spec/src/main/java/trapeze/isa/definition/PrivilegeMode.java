package trapeze.isa.definition;

/** Privilege modes, with their encodings in two bits (priv:intro, table 1). */
public enum PrivilegeMode {
  U(0),
  S(1),
  M(3);

  private final int code;

  PrivilegeMode(int code) {
    this.code = code;
  }

  /** The encoding, 2 bits. */
  public int code() {
    return code;
  }

  /** The mode with this encoding; there is none with 2. */
  public static PrivilegeMode of(long code) {
    return switch ((int) code) {
      case 0 -> U;
      case 1 -> S;
      case 3 -> M;
      default -> throw new IllegalArgumentException("no privilege mode " + code);
    };
  }
}
