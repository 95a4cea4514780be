package trapeze.console.conform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import trapeze.machine.load.ElfImage;
import trapeze.machine.memory.PhysicalMemory;

/**
 * What a program leaves between its symbols {@code begin_signature} and {@code end_signature}, to
 * be compared with what another machine left there.
 */
public final class Signature {
  /** Bytes in a line of architecture tests' references. */
  public static final int USUAL_GRANULARITY = 4;

  private static final int MOST_BYTES = 1 << 24;

  private final byte[] bytes;

  private Signature(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The signature of a program that has run, if it has one. */
  static @Nullable Signature of(ElfImage elf, PhysicalMemory memory) {
    OptionalLong begin = elf.symbol("begin_signature");
    OptionalLong end = elf.symbol("end_signature");
    if (begin.isEmpty() || end.isEmpty()) {
      return null;
    }
    long length = end.getAsLong() - begin.getAsLong();
    boolean fits =
        length >= 0 && length <= MOST_BYTES && memory.contains(begin.getAsLong(), length);
    return fits ? new Signature(memory.read(begin.getAsLong(), (int) length)) : null;
  }

  /**
   * As simulators write it: each line is one little-endian number in hexadecimal, its most
   * significant digit first; the last one is filled up with zeros.
   *
   * @param granularity bytes in a line
   */
  public List<String> lines(int granularity) {
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += granularity) {
      byte[] line = Arrays.copyOfRange(bytes, at, at + granularity);
      for (int i = 0; i < granularity / 2; i++) {
        byte other = line[granularity - 1 - i];
        line[granularity - 1 - i] = line[i];
        line[i] = other;
      }
      lines.add(HexFormat.of().formatHex(line));
    }
    return lines;
  }
}
