package trapeze.console.litmus.model;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import trapeze.console.litmus.LitmusTest;
import trapeze.console.litmus.LitmusTest.AddressOf;
import trapeze.console.litmus.LitmusTest.Constant;
import trapeze.console.litmus.LitmusTest.Location;
import trapeze.console.litmus.LitmusTest.Value;

/** Where a test's locations are, for the model: each in a line of its own. */
public final class Layout {
  private static final long FIRST = 0x10_0000;
  private static final long DISTANCE = 0x100;

  private final Map<String, Long> addresses = new TreeMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private final Map<Long, Integer> initial = new TreeMap<>();

  /** The layout of a test. */
  public Layout(LitmusTest test) {
    long next = FIRST;
    for (String name : test.locations().keySet()) {
      addresses.put(name, next);
      names.put(next, name);
      next += DISTANCE;
    }
    for (Location location : test.locations().values()) {
      long value = number(location.initial());
      for (int i = 0; i < 8; i++) {
        int part = i < location.bytes() ? (int) (value >>> 8 * i) & 0xff : 0;
        initial.put(address(location.name()) + i, part);
      }
    }
  }

  /** The address of a location. */
  long address(String location) {
    @Nullable Long address = addresses.get(location);
    if (address == null) {
      throw new IllegalArgumentException("no location " + location);
    }
    return address;
  }

  /** A value as a number. */
  long number(Value value) {
    return switch (value) {
      case Constant(long number) -> number;
      case AddressOf(String location) -> address(location);
    };
  }

  /** A number as an outcome writes it: the address of a location by its name. */
  String text(long number) {
    @Nullable String name = names.get(number);
    return name == null ? Long.toString(number) : name;
  }

  /** What the byte at an address holds at first. */
  int initialByte(long address) {
    return initial.getOrDefault(address, 0);
  }

  /** What the bytes at an address hold at first, zero-extended. */
  long initialValue(long address, int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) initialByte(address + i) << 8 * i;
    }
    return value;
  }
}
