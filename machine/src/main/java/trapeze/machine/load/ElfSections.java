package trapeze.machine.load;

import java.nio.ByteBuffer;

/**
 * The section headers of an ELF file, looked over before anything believes them: a reader of tables
 * takes memory after the sizes that they tell.
 */
final class ElfSections {
  private static final int HEADER_SIZE = 64;
  private static final int NULL = 0;
  private static final int SYMBOL_TABLE = 2;
  private static final int NO_BITS = 8;
  private static final int DYNAMIC_SYMBOLS = 11;
  private static final int SYMBOL_SIZE = 24;

  private ElfSections() {}

  /**
   * Looks over every section header.
   *
   * @throws BadImage if one lies outside the file, or tells of contents that do
   */
  static void check(Payload payload) {
    ByteBuffer file = GuestImage.littleEndian(payload);
    long headers = file.getLong(40);
    int size = Short.toUnsignedInt(file.getShort(58));
    int count = Short.toUnsignedInt(file.getShort(60));
    if (headers == 0 || count == 0) {
      return;
    }
    if (size != HEADER_SIZE) {
      throw bad(payload, "the ELF header's section header size is not 64 bytes");
    }
    if (headers < 0 || headers > file.limit() - (long) count * HEADER_SIZE) {
      throw bad(
          payload,
          "truncated: %d section headers at byte %d, but the file has %d bytes"
              .formatted(count, headers, file.limit()));
    }
    for (int index = 0; index < count; index++) {
      check(payload, file, index, (int) headers + index * HEADER_SIZE);
    }
  }

  private static void check(Payload payload, ByteBuffer file, int index, int header) {
    int type = file.getInt(header + 4);
    long offset = file.getLong(header + 24);
    long size = file.getLong(header + 32);
    if (type == NULL || type == NO_BITS) {
      return;
    }
    if (offset < 0 || size < 0 || size > file.limit() || offset > file.limit() - size) {
      throw bad(
          payload,
          "truncated: section %d is %d bytes at byte %d, but the file has %d bytes"
              .formatted(index, size, offset, file.limit()));
    }
    boolean symbols = type == SYMBOL_TABLE || type == DYNAMIC_SYMBOLS;
    if (symbols && file.getLong(header + 56) != SYMBOL_SIZE) {
      throw bad(payload, "section %d: a symbol is not 24 bytes".formatted(index));
    }
  }

  private static BadImage bad(Payload payload, String what) {
    return new BadImage(payload.name(), what);
  }
}
