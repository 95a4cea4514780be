package trapeze.machine.device;

import java.util.List;

/**
 * The platform-level interrupt controller, with SiFive's register layout and 7 priorities.
 *
 * <pre>
 * 0x000000 + 4 * source                    priority, 0 = never interrupts
 * 0x001000 + 4 * (source / 32)             pending bits, read-only
 * 0x002000 + 0x80 * context + 4 * (s / 32) enable bits
 * 0x200000 + 0x1000 * context              threshold
 * 0x200004 + 0x1000 * context              read: claim; write: complete
 * </pre>
 *
 * <p>Every source has a level-sensitive gateway (PLIC specification, "Interrupt Gateways"): a level
 * sets the pending bit once; the bit stays until it is claimed even if the level goes; after the
 * completion a level that is still there sets it again. A claim takes the enabled pending source of
 * the highest priority, the lowest number first; the threshold masks the line, not the claim. A
 * completion of a source that the context has not enabled is ignored.
 *
 * <p>Only aligned 32-bit accesses are accepted; registers of sources and contexts that do not exist
 * read as 0.
 */
public final class Plic implements Device {
  private static final long SIZE = 0x60_0000;
  private static final int PENDING = 0x1000;
  private static final int ENABLE = 0x2000;
  private static final int ENABLE_STRIDE = 0x80;
  private static final int CONTEXT = 0x20_0000;
  private static final int CONTEXT_STRIDE = 0x1000;
  private static final int PRIORITY_MASK = 7;

  private final int words;
  private final int[] priority;

  /** Bit per source, in words of 32: its wire is high. */
  private final int[] level;

  /** Bit per source: its gateway has sent a request that nobody has claimed. */
  private final int[] pending;

  /** Bit per source: claimed and not completed, so that its gateway is shut. */
  private final int[] claimed;

  private final int[] existing;
  private final Context[] contexts;

  private final class Context {
    final InterruptLine line;
    final int[] enabled = new int[words];
    int threshold;
    boolean asserted;

    Context(InterruptLine line) {
      this.line = line;
    }

    /** The source that a claim would give, or 0. */
    int best() {
      int best = 0;
      for (int word = 0; word < words; word++) {
        for (int bits = pending[word] & enabled[word]; bits != 0; bits &= bits - 1) {
          int source = word * 32 + Integer.numberOfTrailingZeros(bits);
          if (priority[source] > priority[best]) {
            best = source;
          }
        }
      }
      return best;
    }

    void update() {
      boolean wanted = priority[best()] > threshold;
      if (wanted != asserted) {
        asserted = wanted;
        line.set(wanted);
      }
    }

    int claim() {
      int source = best();
      if (source != 0) {
        pending[source / 32] &= ~(1 << source);
        claimed[source / 32] |= 1 << source;
        updateAll();
      }
      return source;
    }

    void complete(long source) {
      if (source >= priority.length || (enabled[(int) source / 32] >> source & 1) == 0) {
        return;
      }
      claimed[(int) source / 32] &= ~(1 << source);
      openGateways((int) source / 32);
      updateAll();
    }
  }

  /**
   * A controller with sources 1 to {@code sources}.
   *
   * @param sources at most 1023
   * @param contexts the external interrupt of each context; on the {@code virt} board context 2h is
   *     hart h's MEIP, context 2h + 1 its SEIP
   */
  public Plic(int sources, List<InterruptLine> contexts) {
    words = sources / 32 + 1;
    priority = new int[sources + 1];
    level = new int[words];
    pending = new int[words];
    claimed = new int[words];
    existing = new int[words];
    for (int source = 1; source <= sources; source++) {
      existing[source / 32] |= 1 << source;
    }
    this.contexts = contexts.stream().map(Context::new).toArray(Context[]::new);
  }

  /** The wire of a source, from 1. */
  public InterruptLine source(int source) {
    if (source < 1 || source >= priority.length) {
      throw new IllegalArgumentException("no interrupt source " + source);
    }
    return high -> setLevel(source, high);
  }

  private void setLevel(int source, boolean high) {
    int word = source / 32;
    int bit = 1 << source;
    if (high == ((level[word] & bit) != 0)) {
      return;
    }
    level[word] ^= bit;
    if (high) {
      openGateways(word);
      updateAll();
    }
  }

  /** Lets the requests through whose wire is high and whose gateway is not shut. */
  private void openGateways(int word) {
    pending[word] |= level[word] & ~claimed[word];
  }

  private void updateAll() {
    for (Context context : contexts) {
      context.update();
    }
  }

  @Override
  public String name() {
    return "plic";
  }

  @Override
  public long size() {
    return SIZE;
  }

  @Override
  public boolean accepts(long offset, int widthBytes) {
    return widthBytes == 4 && offset % 4 == 0;
  }

  @Override
  public long read(long offset, int widthBytes) {
    return Integer.toUnsignedLong(readWord((int) offset));
  }

  private int readWord(int offset) {
    if (offset < PENDING) {
      return offset / 4 < priority.length ? priority[offset / 4] : 0;
    }
    if (offset < ENABLE) {
      int word = (offset - PENDING) / 4;
      return word < words ? pending[word] : 0;
    }
    if (offset < CONTEXT) {
      int context = (offset - ENABLE) / ENABLE_STRIDE;
      int word = (offset - ENABLE) % ENABLE_STRIDE / 4;
      return context < contexts.length && word < words ? contexts[context].enabled[word] : 0;
    }
    int context = (offset - CONTEXT) / CONTEXT_STRIDE;
    if (context >= contexts.length) {
      return 0;
    }
    return switch ((offset - CONTEXT) % CONTEXT_STRIDE) {
      case 0 -> contexts[context].threshold;
      case 4 -> contexts[context].claim();
      default -> 0;
    };
  }

  @Override
  public void write(long offset, int widthBytes, long value) {
    writeWord((int) offset, (int) value);
  }

  private void writeWord(int offset, int value) {
    if (offset < PENDING) {
      int source = offset / 4;
      if (source > 0 && source < priority.length) {
        priority[source] = value & PRIORITY_MASK;
        updateAll();
      }
    } else if (offset >= CONTEXT) {
      int context = (offset - CONTEXT) / CONTEXT_STRIDE;
      if (context < contexts.length) {
        writeContext(contexts[context], (offset - CONTEXT) % CONTEXT_STRIDE, value);
      }
    } else if (offset >= ENABLE) {
      int context = (offset - ENABLE) / ENABLE_STRIDE;
      int word = (offset - ENABLE) % ENABLE_STRIDE / 4;
      if (context < contexts.length && word < words) {
        contexts[context].enabled[word] = value & existing[word];
        contexts[context].update();
      }
    }
  }

  private void writeContext(Context context, int register, int value) {
    switch (register) {
      case 0 -> {
        context.threshold = value & PRIORITY_MASK;
        context.update();
      }
      case 4 -> context.complete(Integer.toUnsignedLong(value));
      default -> {}
    }
  }
}
