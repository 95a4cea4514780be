package trapeze.fuzz.qemu;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One end of GDB's remote serial protocol: a machine that is stepped, read and written. */
public final class GdbRemote implements AutoCloseable {
  private static final int INTERRUPT = 3;
  private static final Pattern INCLUDE = Pattern.compile("xi:include href=\"([^\"]+)\"");
  private static final Pattern REGISTER = Pattern.compile("<reg name=\"([^\"]+)\"([^>]*)>");
  private static final Pattern NUMBER = Pattern.compile("regnum=\"([0-9]+)\"");

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final Map<String, Integer> numbers = new HashMap<>();

  /** Connects, and learns which registers there are. */
  public GdbRemote(int port) throws IOException {
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
  public String ask(String packet) throws IOException {
    send(packet);
    return answer();
  }

  /** Sends packets one behind the other, and then waits for all the answers. */
  public List<String> askAll(List<String> packets) throws IOException {
    StringBuilder all = new StringBuilder();
    packets.forEach(each -> all.append(framed(each)));
    out.write(all.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    List<String> answers = new ArrayList<>(packets.size());
    for (int i = 0; i < packets.size(); i++) {
      answers.add(answer());
    }
    return answers;
  }

  /** Sends a packet whose answer comes later, if at all. */
  public void send(String packet) throws IOException {
    out.write(framed(packet).getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Asks a machine that runs to stop; what it answers then is the answer to its being started. */
  public void interrupt() throws IOException {
    out.write(INTERRUPT);
    out.flush();
  }

  /** Whether an answer has begun to arrive. */
  public boolean hasAnswer() throws IOException {
    while (in.available() > 0) {
      in.mark(1);
      if (in.read() != '+') {
        in.reset();
        return true;
      }
    }
    return false;
  }

  private static String framed(String packet) {
    int sum = 0;
    for (byte each : packet.getBytes(StandardCharsets.ISO_8859_1)) {
      sum += each;
    }
    return "$%s#%02x".formatted(packet, sum & 0xff);
  }

  /** Waits for an answer. */
  public String answer() throws IOException {
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

  /** The packet that writes a register. */
  public String write(String name, long value) {
    return write(number(name), value);
  }

  /**
   * The packet that writes a register by its number: the general ones, the pc, those for floating
   * point.
   */
  public static String write(int number, long value) {
    return "P%x=%s".formatted(number, HexFormat.of().toHexDigits(Long.reverseBytes(value)));
  }

  /** The packet that writes memory. */
  public static String write(long address, byte[] bytes) {
    return "M%x,%x:%s".formatted(address, bytes.length, HexFormat.of().formatHex(bytes));
  }

  /** The packet that reads a register. */
  public String read(String name) {
    return read(number(name));
  }

  /** The packet that reads a register by its number. */
  public static String read(int number) {
    return "p%x".formatted(number);
  }

  private int number(String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("the debugger knows no register " + name);
    }
    return number;
  }

  /** What an answer in hexadecimal says, the least byte first. */
  public static long value(String hex) {
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
