package trapeze.monitor.sbi;

import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;

/** The debug console, and the legacy console's two calls (SBI 3.0, chapters 5 and 12). */
final class DebugConsole {
  /** Bytes that one call moves at most; the caller asks again for the rest. */
  private static final long AT_MOST = 4096;

  private final PhysicalMemory memory;
  private final ConsoleSink sink;
  private final ConsoleSource source;

  DebugConsole(PhysicalMemory memory, ConsoleSink sink, ConsoleSource source) {
    this.memory = memory;
    this.sink = sink;
    this.source = source;
  }

  Reply call(int function, long first, long second, long third) {
    return switch (function) {
      case 0 -> write(first, second, third);
      case 1 -> read(first, second, third);
      case 2 -> {
        put((byte) first);
        yield Reply.DONE;
      }
      default -> Reply.NOT_SUPPORTED;
    };
  }

  void put(byte value) {
    sink.accept(value);
  }

  /** The next byte of input, or -1. */
  long get() {
    return source.read();
  }

  private Reply write(long bytes, long address, long upper) {
    long count = Math.min(bytes, AT_MOST);
    if (bytes < 0 || upper != 0 || !memory.contains(address, count)) {
      return Reply.INVALID;
    }
    for (long i = 0; i < count; i++) {
      put(memory.getByte(address + i));
    }
    return Reply.of(count);
  }

  private Reply read(long bytes, long address, long upper) {
    long count = Math.min(bytes, AT_MOST);
    if (bytes < 0 || upper != 0 || !memory.contains(address, count)) {
      return Reply.INVALID;
    }
    long done = 0;
    for (int next = 0; done < count && (next = source.read()) >= 0; done++) {
      memory.putByte(address + done, (byte) next);
    }
    return Reply.of(done);
  }
}
