package trapeze.laws;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import trapeze.machine.memory.PhysicalMemory;

/** The real machine's page tables as its hardware would read them, found from {@code satp}. */
record RealTables(PhysicalMemory memory, long satp) {
  private static final int USED_BITS = 0xff;

  /**
   * A leaf.
   *
   * @param first virtual address of the page's first byte
   * @param size bits of address inside the page
   * @param physical address of the page's first byte
   * @param flags the low 8 bits of the entry
   */
  record Leaf(long first, int size, long physical, int flags) {
    boolean allows(int permission) {
      return (flags & permission) != 0;
    }

    long physical(long address) {
      return physical + (address - first);
    }
  }

  private int levels() {
    return (int) (satp >>> 60) - 5;
  }

  private long root() {
    return satp << 20 >>> 8;
  }

  /** The leaf for an address, or none. */
  @Nullable Leaf find(long address) {
    int above = 64 - (12 + 9 * levels());
    if (address << above >> above != address) {
      return null;
    }
    long table = root();
    for (int level = levels() - 1; level >= 0; level--) {
      int size = 12 + 9 * level;
      long entry = memory.getLong(table + 8 * (address >>> size & 511));
      if ((entry & 1) == 0) {
        return null;
      }
      if ((entry & 0xe) != 0) {
        return leaf(address & -(1L << size), size, entry);
      }
      table = frame(entry);
    }
    return null;
  }

  /** Shows every leaf. */
  void forEach(Consumer<Leaf> action) {
    forEach(root(), levels() - 1, 0, action);
  }

  private void forEach(long table, int level, long base, Consumer<Leaf> action) {
    int size = 12 + 9 * level;
    for (int i = 0; i < 512; i++) {
      long entry = memory.getLong(table + 8L * i);
      long first = base | (long) i << size;
      if (level == levels() - 1 && i >= 256) {
        first |= -1L << size + 9;
      }
      if ((entry & 0xf) == 1) {
        forEach(frame(entry), level - 1, first, action);
      } else if ((entry & 1) != 0) {
        action.accept(leaf(first, size, entry));
      }
    }
  }

  private static Leaf leaf(long first, int size, long entry) {
    return new Leaf(first, size, frame(entry), (int) entry & USED_BITS);
  }

  private static long frame(long entry) {
    return (entry & 0x003f_ffff_ffff_fc00L) << 2;
  }
}
