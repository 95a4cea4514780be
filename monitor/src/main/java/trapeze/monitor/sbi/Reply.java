package trapeze.monitor.sbi;

/**
 * What a call gives back.
 *
 * @param error goes into a0
 * @param value goes into a1
 */
record Reply(SbiError error, long value) {
  static final Reply DONE = new Reply(SbiError.SUCCESS, 0);
  static final Reply NOT_SUPPORTED = new Reply(SbiError.NOT_SUPPORTED, 0);
  static final Reply INVALID = new Reply(SbiError.INVALID_PARAM, 0);

  static Reply of(long value) {
    return new Reply(SbiError.SUCCESS, value);
  }
}
