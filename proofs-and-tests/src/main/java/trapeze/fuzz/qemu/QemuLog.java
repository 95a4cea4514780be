package trapeze.fuzz.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code -d cpu,fpu,int,nochain -singlestep} writes: all registers in front of each
 * instruction, and a line for each trap.
 */
final class QemuLog {
  /** The control registers that it shows, in this order, behind the pc. */
  static final List<String> CSRS =
      List.of(
          "mhartid",
          "mstatus",
          "mip",
          "mie",
          "mideleg",
          "medeleg",
          "mtvec",
          "stvec",
          "mepc",
          "sepc",
          "mcause",
          "scause",
          "mtval",
          "stval",
          "mscratch",
          "sscratch",
          "satp");

  /** The same with the hypervisor extension. While V is set, the supervisor's are the guest's. */
  static final List<String> HYPERVISOR_CSRS =
      List.of(
          "mhartid",
          "mstatus",
          "hstatus",
          "vsstatus",
          "mip",
          "mie",
          "mideleg",
          "hideleg",
          "medeleg",
          "hedeleg",
          "mtvec",
          "stvec",
          "vstvec",
          "mepc",
          "sepc",
          "vsepc",
          "mcause",
          "scause",
          "vscause",
          "mtval",
          "stval",
          "htval",
          "mtval2",
          "mscratch",
          "sscratch",
          "satp");

  private static final int LINE = 27;

  /** The line that says whether V is set. */
  private static final int VIRTUAL_LINE = 14;

  private static final byte[] VIRTUAL = " V      = ".getBytes(StandardCharsets.US_ASCII);
  private static final int VALUE_AT = 10;
  private static final int DIGITS = 16;
  private static final int COLUMN = 26;
  private static final int COLUMNS = 4;
  private static final int BLOCK = 32 / COLUMNS * (COLUMN * COLUMNS + 1);

  private static final byte[] STATE = " pc       ".getBytes(StandardCharsets.US_ASCII);

  /** What happens next. */
  sealed interface Event {}

  /**
   * An instruction is about to be executed, or its execution to be tried.
   *
   * @param virtual V
   * @param names of the control registers
   * @param csrs in the order of the names; satp is missing where it is not shown
   */
  record State(long pc, boolean virtual, List<String> names, long[] csrs, long[] x, long[] f)
      implements Event {
    /** The value of a control register that the log shows. */
    long csr(String name) {
      return csrs[names.indexOf(name)];
    }
  }

  /** A trap is taken. */
  record TrapTaken(boolean interrupt, int cause, long pc, long value) implements Event {}

  /** The machine has stopped, and all is read. */
  record End() implements Event {}

  private final InputStream in;
  private final List<String> names;

  /** Bytes in front of the line with the pc. */
  private final int head;

  /** All lines; one less where TVM keeps QEMU itself from reading satp. */
  private final int record;

  private byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;

  QemuLog(InputStream in, boolean hypervisor) {
    this.in = in;
    this.names = hypervisor ? HYPERVISOR_CSRS : CSRS;
    this.head = hypervisor ? VIRTUAL_LINE : 0;
    this.record = head + LINE * (1 + names.size()) + 2 * BLOCK;
  }

  /** Forgets what was written; only for a machine that has stopped. */
  void clear() throws IOException {
    from = 0;
    to = 0;
    while (in.available() > 0) {
      in.skipNBytes(in.available());
    }
  }

  /** The next event, if enough is there. */
  @Nullable Event poll() throws IOException {
    while (true) {
      if (to - from < record && in.available() > 0) {
        fill();
      }
      int end = lineEnd();
      if (end < 0) {
        return null;
      }
      if (startsWith(head == 0 ? STATE : VIRTUAL)) {
        if (to - from < record) {
          return null;
        }
        return state();
      }
      String line = new String(buffer, from, end - from, StandardCharsets.US_ASCII);
      from = end + 1;
      if (line.startsWith("riscv_cpu_do_interrupt")) {
        return trap(line);
      }
    }
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    from = 0;
    to += in.read(buffer, to, Math.min(in.available(), buffer.length - to));
  }

  private int lineEnd() {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private boolean startsWith(byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (from + i >= to || buffer[from + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  private State state() {
    boolean isVirtual = head != 0 && buffer[from + head - 2] == '1';
    from += head;
    long pc = hex(from + VALUE_AT);
    boolean isShort = buffer[from + LINE * names.size() + 1] == 'x';
    long[] csrs = new long[names.size() - (isShort ? 1 : 0)];
    from += LINE;
    for (int i = 0; i < csrs.length; i++) {
      csrs[i] = hex(from + VALUE_AT);
      from += LINE;
    }
    long[] x = block(from);
    long[] f = block(from + BLOCK);
    from += 2 * BLOCK;
    return new State(pc, isVirtual, names, csrs, x, f);
  }

  private long[] block(int at) {
    long[] values = new long[32];
    for (int i = 0; i < values.length; i++) {
      int line = i / COLUMNS * (COLUMN * COLUMNS + 1);
      values[i] = hex(at + line + i % COLUMNS * COLUMN + VALUE_AT);
    }
    return values;
  }

  private long hex(int at) {
    long value = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = buffer[at + i];
      int nibble = digit <= '9' ? digit - '0' : digit - 'a' + 10;
      if (nibble < 0 || nibble > 15) {
        throw new IllegalStateException(
            "QEMU's log is not laid out as that of version 7.2: "
                + new String(buffer, from, Math.min(record, to - from), StandardCharsets.US_ASCII));
      }
      value = value << 4 | nibble;
    }
    return value;
  }

  private static TrapTaken trap(String line) {
    return new TrapTaken(
        field(line, "async:") != 0,
        (int) field(line, "cause:"),
        field(line, "epc:0x"),
        field(line, "tval:0x"));
  }

  private static long field(String line, String name) {
    int at = line.indexOf(name) + name.length();
    return Long.parseUnsignedLong(line.substring(at, line.indexOf(',', at)), 16);
  }
}
