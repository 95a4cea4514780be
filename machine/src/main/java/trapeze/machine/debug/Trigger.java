package trapeze.machine.debug;

/**
 * Something that halts a hart: before it executes an instruction, or behind one that has accessed
 * memory or a device.
 *
 * @param address virtual, as the program itself uses it; of the first byte
 * @param length in bytes, at least 1; an instruction is matched by its first byte alone
 */
public record Trigger(Kind kind, long address, long length) {

  /** What matches. */
  public enum Kind {
    /** The instruction at the address is about to be executed. */
    EXECUTE,
    /** Some of the bytes have been stored to. */
    STORE,
    /** Some of the bytes have been loaded. */
    LOAD,
    /** Either of the two. */
    ACCESS
  }

  public Trigger {
    if (length < 1) {
      throw new IllegalArgumentException("a trigger of %d bytes".formatted(length));
    }
  }

  /** Whether an access of at most 8 bytes matches; an atomic one both loads and stores. */
  boolean matches(long start, int bytes, boolean loads, boolean stores) {
    boolean concerned =
        switch (kind) {
          case EXECUTE -> false;
          case STORE -> stores;
          case LOAD -> loads;
          case ACCESS -> true;
        };
    return concerned && overlaps(start, bytes);
  }

  /** Whether it has some of these bytes; addresses wrap around. */
  boolean overlaps(long start, long bytes) {
    return Long.compareUnsigned(start - address, length) < 0
        || Long.compareUnsigned(address - start, bytes) < 0;
  }
}
