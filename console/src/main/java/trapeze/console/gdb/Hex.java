package trapeze.console.gdb;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Numbers and bytes as the protocol writes them. */
final class Hex {
  private static final HexFormat FORMAT = HexFormat.of();
  private static final int MOST_DIGITS = 16;

  private Hex() {}

  /** Bytes, two digits each. */
  static String of(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  /** A text's bytes. */
  static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A little-endian value of so many bytes. */
  static String of(long value, int bytes) {
    byte[] made = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      made[i] = (byte) (value >>> 8 * i);
    }
    return of(made);
  }

  /** The bytes that digits stand for. */
  static byte[] bytes(String digits) {
    try {
      return FORMAT.parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw new Refused(Refused.INVALID);
    }
  }

  /** The little-endian value that digits stand for, which must be so many bytes. */
  static long value(String digits, int bytes) {
    if (digits.length() != 2 * bytes) {
      throw new Refused(Refused.INVALID);
    }
    byte[] read = bytes(digits);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (read[i] & 0xffL) << 8 * i;
    }
    return value;
  }

  /** A number, the highest digit first. */
  static long number(String digits) {
    if (digits.isEmpty() || digits.length() > MOST_DIGITS) {
      throw new Refused(Refused.INVALID);
    }
    try {
      return HexFormat.fromHexDigitsToLong(digits);
    } catch (IllegalArgumentException e) {
      throw new Refused(Refused.INVALID);
    }
  }

  /** A number that must not be greater than another. */
  static int number(String digits, int most) {
    long number = number(digits);
    if (Long.compareUnsigned(number, most) > 0) {
      throw new Refused(Refused.INVALID);
    }
    return (int) number;
  }
}
