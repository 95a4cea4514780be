package trapeze.machine.engine;

import trapeze.machine.memory.RawMemory;

/** Accesses to the host's memory in any width from 1 to 8 bytes, at any alignment. */
final class HostAccess {
  private HostAccess() {}

  /** Reads a little-endian value, zero-extended. */
  static long read(long host, int bytes) {
    return switch (bytes) {
      case 1 -> RawMemory.getByte(host) & 0xffL;
      case 2 -> RawMemory.getShort(host) & 0xffffL;
      case 4 -> RawMemory.getInt(host) & 0xffff_ffffL;
      case 8 -> RawMemory.getLong(host);
      default -> {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
          value |= (RawMemory.getByte(host + i) & 0xffL) << 8 * i;
        }
        yield value;
      }
    };
  }

  /** Writes the low bytes of a value. */
  static void write(long host, int bytes, long value) {
    switch (bytes) {
      case 1 -> RawMemory.putByte(host, (byte) value);
      case 2 -> RawMemory.putShort(host, (short) value);
      case 4 -> RawMemory.putInt(host, (int) value);
      case 8 -> RawMemory.putLong(host, value);
      default -> {
        for (int i = 0; i < bytes; i++) {
          RawMemory.putByte(host + i, (byte) (value >>> 8 * i));
        }
      }
    }
  }
}
