package trapeze.machine.engine;

import trapeze.machine.memory.RawMemory;

/**
 * Accesses to the host's memory in any width from 1 to 8 bytes, at any alignment; aligned ones are
 * single-copy atomic.
 */
final class HostAccess {
  private HostAccess() {}

  /** Reads a little-endian value, zero-extended. */
  static long read(long host, int bytes) {
    boolean aligned = (host & (bytes - 1)) == 0;
    return switch (bytes) {
      case 1 -> RawMemory.getByteOpaque(host) & 0xffL;
      case 2 -> (aligned ? RawMemory.getShortOpaque(host) : RawMemory.getShort(host)) & 0xffffL;
      case 4 -> (aligned ? RawMemory.getIntOpaque(host) : RawMemory.getInt(host)) & 0xffff_ffffL;
      case 8 -> aligned ? RawMemory.getLongOpaque(host) : RawMemory.getLong(host);
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
    boolean aligned = (host & (bytes - 1)) == 0;
    switch (bytes) {
      case 1 -> RawMemory.putByteOpaque(host, (byte) value);
      case 2 -> {
        if (aligned) {
          RawMemory.putShortOpaque(host, (short) value);
        } else {
          RawMemory.putShort(host, (short) value);
        }
      }
      case 4 -> {
        if (aligned) {
          RawMemory.putIntOpaque(host, (int) value);
        } else {
          RawMemory.putInt(host, (int) value);
        }
      }
      case 8 -> {
        if (aligned) {
          RawMemory.putLongOpaque(host, value);
        } else {
          RawMemory.putLong(host, value);
        }
      }
      default -> {
        for (int i = 0; i < bytes; i++) {
          RawMemory.putByte(host + i, (byte) (value >>> 8 * i));
        }
      }
    }
  }
}
