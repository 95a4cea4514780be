package trapeze.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An executable file for RISC-V, 64 bits: segments of bytes, and symbols with absolute values (ELF
 * gABI, chapters 4 and 5).
 */
final class ElfWriter {
  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int SECTION_HEADER = 64;
  private static final int SYMBOL = 24;
  private static final short EXECUTABLE = 2;
  private static final short RISCV = 243;
  private static final int LOAD = 1;
  private static final int READ_WRITE_EXECUTE = 7;
  private static final int SYMBOLS = 2;
  private static final int STRINGS = 3;
  private static final byte GLOBAL = 0x10;
  private static final short ABSOLUTE = (short) 0xfff1;
  private static final byte[] IDENTITY = {0x7f, 'E', 'L', 'F', 2, 1, 1};

  /** Bytes at a physical address. */
  record Segment(long address, byte[] bytes) {}

  private ElfWriter() {}

  /**
   * The bytes of the file.
   *
   * @param entry where it starts
   * @param flags {@code e_flags}: 1 compressed instructions, 4 doubles in registers
   */
  static byte[] bytes(long entry, int flags, List<Segment> segments, Map<String, Long> symbols) {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    names.write(0);
    ByteBuffer table = buffer(SYMBOL * (symbols.size() + 1));
    table.position(SYMBOL);
    symbols.forEach(
        (name, value) -> {
          table.putInt(names.size()).put(GLOBAL).put((byte) 0).putShort(ABSOLUTE);
          table.putLong(value).putLong(0);
          names.writeBytes((name + "\0").getBytes(StandardCharsets.US_ASCII));
        });
    byte[] strings = names.toByteArray();
    byte[] sectionNames = "\0.symtab\0.strtab\0.shstrtab\0".getBytes(StandardCharsets.US_ASCII);

    long at = HEADER + (long) PROGRAM_HEADER * segments.size();
    List<Long> offsets = new ArrayList<>();
    for (Segment segment : segments) {
      offsets.add(at);
      at += segment.bytes.length;
    }
    final long symbolsAt = at;
    final long stringsAt = symbolsAt + table.capacity();
    final long namesAt = stringsAt + strings.length;
    final long sectionsAt = namesAt + sectionNames.length + 7 & -8;

    ByteBuffer file = buffer((int) sectionsAt + 4 * SECTION_HEADER);
    file.put(IDENTITY).position(16).putShort(EXECUTABLE).putShort(RISCV).putInt(1);
    file.putLong(entry).putLong(HEADER).putLong(sectionsAt).putInt(flags);
    file.putShort((short) HEADER).putShort((short) PROGRAM_HEADER);
    file.putShort((short) segments.size()).putShort((short) SECTION_HEADER);
    file.putShort((short) 4).putShort((short) 3);
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      file.putInt(LOAD).putInt(READ_WRITE_EXECUTE).putLong(offsets.get(i));
      file.putLong(segment.address).putLong(segment.address);
      file.putLong(segment.bytes.length).putLong(segment.bytes.length).putLong(1);
    }
    segments.forEach(segment -> file.put(segment.bytes));
    file.put(table.array()).put(strings).put(sectionNames);
    file.position((int) sectionsAt + SECTION_HEADER);
    section(file, 1, SYMBOLS, symbolsAt, table.capacity(), 2, 1, SYMBOL);
    section(file, 9, STRINGS, stringsAt, strings.length, 0, 0, 0);
    section(file, 17, STRINGS, namesAt, sectionNames.length, 0, 0, 0);
    return file.array();
  }

  private static void section(
      ByteBuffer file, int name, int type, long at, long size, int link, int info, long entry) {
    file.putInt(name).putInt(type).putLong(0).putLong(0).putLong(at).putLong(size);
    file.putInt(link).putInt(info).putLong(1).putLong(entry);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
