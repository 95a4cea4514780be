package trapeze.console.gdb;

import trapeze.console.UserError;

/**
 * Where to wait for a debugger.
 *
 * @param host a name or an address of this machine
 * @param port TCP; 0 for any that is free
 */
public record GdbAddress(String host, int port) {
  private static final String USUAL_HOST = "localhost";
  private static final int USUAL_PORT = 1234;
  private static final int LAST_PORT = 65535;

  /** As QEMU has it: port 1234, for debuggers on this machine only. */
  public static final GdbAddress USUAL = new GdbAddress(USUAL_HOST, USUAL_PORT);

  /**
   * {@code PORT}, {@code :PORT} or {@code HOST:PORT}; nothing at all is the usual one.
   *
   * @param place where the user wrote it, for messages
   */
  public static GdbAddress parse(String text, String place) {
    if (text.isEmpty()) {
      return USUAL;
    }
    int colon = text.lastIndexOf(':');
    String host = colon <= 0 ? USUAL_HOST : text.substring(0, colon);
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port >= 0 && port <= LAST_PORT) {
        return new GdbAddress(host, port);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UserError(
        place, "'%s' is no port; write 1234, or localhost:1234, or 0 for any".formatted(text));
  }

  /** So many ports further on; any port stays any port. */
  public GdbAddress plus(int ports) {
    return port == 0 ? this : new GdbAddress(host, port + ports);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
