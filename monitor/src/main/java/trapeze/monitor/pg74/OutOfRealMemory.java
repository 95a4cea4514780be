package trapeze.monitor.pg74;

/** The allocator has no region of the size asked for. */
public final class OutOfRealMemory extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutOfRealMemory(long wanted, long largest) {
    super("a guest of %d words, and the largest region left has %d".formatted(wanted, largest));
  }
}
