package trapeze.monitor.sbi;

/** Standard error codes (SBI 3.0, chapter 3). */
public enum SbiError {
  /** Done. */
  SUCCESS(0),
  /** Not done, for no reason below. */
  FAILED(-1),
  /** There is no such call. */
  NOT_SUPPORTED(-2),
  /** An argument is not one. */
  INVALID_PARAM(-3),
  /** Not allowed now. */
  DENIED(-4),
  /** An address is not one. */
  INVALID_ADDRESS(-5),
  /** It is so already. */
  ALREADY_AVAILABLE(-6),
  /** Locked by an earlier call. */
  DENIED_LOCKED(-14);

  private final long code;

  SbiError(long code) {
    this.code = code;
  }

  /** What a0 holds. */
  long code() {
    return code;
  }
}
