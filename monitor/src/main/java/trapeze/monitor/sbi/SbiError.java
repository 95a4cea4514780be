package trapeze.monitor.sbi;

/** Standard error codes (SBI 3.0, chapter 3). */
enum SbiError {
  SUCCESS(0),
  FAILED(-1),
  NOT_SUPPORTED(-2),
  INVALID_PARAM(-3),
  DENIED(-4),
  INVALID_ADDRESS(-5),
  ALREADY_AVAILABLE(-6),
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
