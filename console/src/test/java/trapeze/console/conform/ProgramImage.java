package trapeze.console.conform;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A small ELF program with symbols, as a suite's compiler would have made it. */
final class ProgramImage {
  static final long BASE = 0x8000_0000L;
  private static final int HEADERS = 64 + 56;

  private final int[] code;
  private final Map<String, Long> symbols = new LinkedHashMap<>();

  /** With these instructions at {@link #BASE}, and a page of zeros behind them. */
  ProgramImage(int... code) {
    this.code = code.clone();
  }

  ProgramImage symbol(String name, long address) {
    symbols.put(name, address);
    return this;
  }

  byte[] bytes() {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    names.write(0);
    ByteBuffer table = little(24 * (symbols.size() + 1));
    table.position(24);
    symbols.forEach(
        (name, address) -> {
          table.putInt(names.size()).put((byte) 0x11).put((byte) 0).putShort((short) 0xfff1);
          table.putLong(address).putLong(0);
          names.writeBytes((name + "\0").getBytes(StandardCharsets.US_ASCII));
        });
    int codeBytes = 4 * code.length;
    int tableAt = (HEADERS + codeBytes + 7) & -8;
    int namesAt = tableAt + table.capacity();
    int sectionNamesAt = namesAt + names.size();
    byte[] sectionNames = "\0.symtab\0.strtab\0".getBytes(StandardCharsets.US_ASCII);
    int sectionsAt = (sectionNamesAt + sectionNames.length + 7) & -8;
    ByteBuffer file = little(sectionsAt + 4 * 64);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    file.putShort((short) 2).putShort((short) 243).putInt(1).putLong(BASE).putLong(64);
    file.putLong(sectionsAt).putInt(0).putShort((short) 64).putShort((short) 56);
    file.putShort((short) 1).putShort((short) 64).putShort((short) 4).putShort((short) 3);
    file.putInt(1).putInt(7).putLong(HEADERS).putLong(BASE).putLong(BASE);
    file.putLong(codeBytes).putLong(0x2000).putLong(8);
    for (int word : code) {
      file.putInt(word);
    }
    file.position(tableAt).put(table.array()).put(names.toByteArray()).put(sectionNames);
    section(file, sectionsAt + 64, 1, 2, tableAt, table.capacity(), 2, 24);
    section(file, sectionsAt + 128, 9, 3, namesAt, names.size(), 0, 0);
    section(file, sectionsAt + 192, 9, 3, sectionNamesAt, sectionNames.length, 0, 0);
    return file.array();
  }

  private static void section(
      ByteBuffer file, int place, int name, int type, long at, long size, int link, long entry) {
    file.position(place).putInt(name).putInt(type).putLong(0).putLong(0).putLong(at);
    file.putLong(size).putInt(link).putInt(1).putLong(1).putLong(entry);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
