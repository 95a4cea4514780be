package trapeze.laws;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One end of GDB's remote serial protocol: a machine that is stepped, read and written. */
final class GdbRemote implements AutoCloseable {
  private static final Pattern INCLUDE = Pattern.compile("xi:include href=\"([^\"]+)\"");
  private static final Pattern REGISTER = Pattern.compile("<reg name=\"([^\"]+)\"([^>]*)>");
  private static final Pattern NUMBER = Pattern.compile("regnum=\"([0-9]+)\"");

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final Map<String, Integer> numbers = new HashMap<>();

  /** Connects, and learns which registers there are. */
  GdbRemote(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    ask("qSupported:qXfer:features:read+");
    int next = 0;
    Matcher include = INCLUDE.matcher(document("target.xml"));
    while (include.find()) {
      Matcher register = REGISTER.matcher(document(include.group(1)));
      while (register.find()) {
        Matcher number = NUMBER.matcher(register.group(2));
        next = number.find() ? Integer.parseInt(number.group(1)) : next;
        numbers.put(register.group(1), next++);
      }
    }
  }

  private String document(String name) throws IOException {
    StringBuilder text = new StringBuilder();
    while (true) {
      String part = ask("qXfer:features:read:%s:%x,%x".formatted(name, text.length(), 0x7f0));
      text.append(part.substring(1));
      if (part.charAt(0) != 'm') {
        return text.toString();
      }
    }
  }

  /** Sends a packet and waits for the answer. */
  String ask(String packet) throws IOException {
    int sum = 0;
    for (byte each : packet.getBytes(StandardCharsets.ISO_8859_1)) {
      sum += each;
    }
    String framed = "$%s#%02x".formatted(packet, sum & 0xff);
    out.write(framed.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    while (next() != '$') {
      // Acknowledgements of what was sent.
    }
    StringBuilder answer = new StringBuilder();
    for (int c = next(); c != '#'; c = next()) {
      answer.append((char) (c == '}' ? next() ^ 0x20 : c));
    }
    next();
    next();
    out.write('+');
    out.flush();
    return answer.toString();
  }

  private int next() throws IOException {
    int c = in.read();
    if (c < 0) {
      throw new IOException("the other end of the debugger's connection is gone");
    }
    return c;
  }

  /** Makes one step. */
  void step() throws IOException {
    ask("s");
  }

  /** The pc behind the 32 general registers. */
  long[] general() throws IOException {
    String all = ask("g");
    long[] values = new long[33];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(all.substring(16 * i, 16 * i + 16));
    }
    return values;
  }

  long register(String name) throws IOException {
    return value(ask("p%x".formatted(number(name))));
  }

  void register(String name, long value) throws IOException {
    register(number(name), value);
  }

  /**
   * Writes a register by its number: the general ones, then the pc, then those for floating point.
   */
  void register(int number, long value) throws IOException {
    String hex = HexFormat.of().toHexDigits(Long.reverseBytes(value));
    ask("P%x=%s".formatted(number, hex));
  }

  /** Writes physical memory, as far as it is mapped in the mode that the machine is in. */
  void memory(long address, byte[] bytes) throws IOException {
    ask("M%x,%x:%s".formatted(address, bytes.length, HexFormat.of().formatHex(bytes)));
  }

  private int number(String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("the debugger knows no register " + name);
    }
    return number;
  }

  private static long value(String hex) {
    if (hex.startsWith("E") || hex.isEmpty()) {
      throw new IllegalStateException("the debugger's answer is '%s'".formatted(hex));
    }
    long value = 0;
    for (int i = hex.length() - 2; i >= 0; i -= 2) {
      value = value << 8 | Integer.parseInt(hex, i, i + 2, 16);
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
