package trapeze.monitor.sbi;

/**
 * What a call gives back.
 *
 * @param error goes into a0
 * @param value goes into a1
 */
public record Reply(SbiError error, long value) {
  /** Done, and nothing to tell. */
  public static final Reply DONE = new Reply(SbiError.SUCCESS, 0);

  /** No such call. */
  public static final Reply NOT_SUPPORTED = new Reply(SbiError.NOT_SUPPORTED, 0);

  /** An argument is not one. */
  public static final Reply INVALID = new Reply(SbiError.INVALID_PARAM, 0);

  /** An address is not one. */
  public static final Reply INVALID_ADDRESS = new Reply(SbiError.INVALID_ADDRESS, 0);

  static final Reply ALREADY_AVAILABLE = new Reply(SbiError.ALREADY_AVAILABLE, 0);
  static final Reply DENIED = new Reply(SbiError.DENIED, 0);

  /** The hart is not where it called from, and its registers hold what it shall find there. */
  public static final Reply NONE = new Reply(SbiError.SUCCESS, -1);

  /** Done, and this is what was asked for. */
  public static Reply of(long value) {
    return new Reply(SbiError.SUCCESS, value);
  }
}
