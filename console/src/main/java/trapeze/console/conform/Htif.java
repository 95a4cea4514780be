package trapeze.console.conform;

import org.jspecify.annotations.Nullable;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.memory.PhysicalMemory;

/**
 * The host's side of the two memory words that test programs talk to a simulator with: {@code
 * tohost} holds a device in its top 8 bits, a command in the next 8 and 48 bits of payload, {@code
 * fromhost} the answer.
 */
final class Htif {
  private static final int PAYLOAD = 48;
  private static final long PAYLOAD_MASK = (1L << PAYLOAD) - 1;
  private static final long CONSOLE_WRITE = 0x0101;
  private static final long SYSTEM_CALL = 0;
  private static final long WRITE = 64;
  private static final int WORD = 8;
  private static final long MOST_BYTES = 1 << 16;

  private final PhysicalMemory memory;
  private final long tohost;
  private final @Nullable Long fromhost;
  private final ConsoleSink console;

  /**
   * The words of one program.
   *
   * @param tohost physical address
   * @param fromhost physical address, if the program has the word
   * @param console where what it writes goes
   */
  Htif(PhysicalMemory memory, long tohost, @Nullable Long fromhost, ConsoleSink console) {
    this.memory = memory;
    this.tohost = tohost;
    this.fromhost = fromhost;
    this.console = console;
  }

  /**
   * Looks whether the program wants something, and does it.
   *
   * @return the value with which the program has ended, 0 if it is content; nothing if it has not
   */
  @Nullable Long serve() {
    long request = memory.contains(tohost, WORD) ? memory.getLong(tohost) : 0;
    if (request == 0) {
      return null;
    }
    long payload = request & PAYLOAD_MASK;
    if (request >>> PAYLOAD == SYSTEM_CALL) {
      if ((payload & 1) != 0) {
        return payload >>> 1;
      }
      answer(systemCall(payload));
    } else if (request >>> PAYLOAD == CONSOLE_WRITE) {
      console.accept((byte) payload);
      answer(request & ~PAYLOAD_MASK);
    } else {
      answer(0);
    }
    return null;
  }

  private void answer(long value) {
    memory.putLong(tohost, 0);
    if (fromhost != null && memory.contains(fromhost, WORD)) {
      memory.putLong(fromhost, value);
    }
  }

  /** Only {@code write} is served; the rest gets the answer that there is no such call. */
  private long systemCall(long block) {
    if (!memory.contains(block, 4 * WORD)) {
      return 1;
    }
    long result = -38;
    if (memory.getLong(block) == WRITE) {
      long from = memory.getLong(block + 2 * WORD);
      long length = memory.getLong(block + 3 * WORD);
      if (length >= 0 && length <= MOST_BYTES && memory.contains(from, length)) {
        for (byte value : memory.read(from, (int) length)) {
          console.accept(value);
        }
        result = length;
      }
    }
    memory.putLong(block, result);
    return 1;
  }
}
