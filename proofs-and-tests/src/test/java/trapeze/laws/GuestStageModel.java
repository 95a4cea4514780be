package trapeze.laws;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.PhysicalMemoryProtection;

/**
 * What G-stage tables should keep of a guest, by their documentation and not by their code: each
 * page of the guest's memory from when it is first touched, as large as host and protection allow,
 * with what protection allows; until the guest's protection changes.
 *
 * <p>Assumed of the host: as for {@link ShadowModel}.
 */
final class GuestStageModel {
  private static final int[] SIZES = {39, 30, 21, 12};

  /** A part of the guest's memory. */
  private record Page(long first, int size, long permissions) {
    boolean holds(long address) {
      return (address ^ first) >>> size == 0;
    }
  }

  /** What the guest's protection says below M: R, W, X and PARTIAL of a block of some bytes. */
  @FunctionalInterface
  interface Protection {
    long of(long block, long bytes);
  }

  private final long memoryFirst;
  private final long memoryBytes;
  private final List<Page> pages = new ArrayList<>();

  GuestStageModel(long memoryFirst, long memoryBytes) {
    this.memoryFirst = memoryFirst;
    this.memoryBytes = memoryBytes;
  }

  /** Whether an access to a guest-physical address goes ahead without the monitor. */
  boolean allows(long guestPhysical, AccessKind kind) {
    return pages.stream()
        .anyMatch(page -> page.holds(guestPhysical) && (page.permissions() & needed(kind)) != 0);
  }

  /** Enters the page of an address; whether that lets the access go ahead. */
  boolean fill(long guestPhysical, AccessKind kind, Protection protection) {
    LongUnaryOperator block = size -> guestPhysical & -(1L << size);
    long allowed = protection.of(block.applyAsLong(12), 4096);
    if ((allowed & PhysicalMemoryProtection.PARTIAL) != 0 || (allowed & needed(kind)) == 0) {
      return false;
    }
    for (int size : SIZES) {
      long first = block.applyAsLong(size);
      boolean divided = (protection.of(first, 1L << size) & PhysicalMemoryProtection.PARTIAL) != 0;
      if (isMemory(first, 1L << size) && !divided) {
        pages.removeIf(page -> page.holds(first) || new Page(first, size, 0).holds(page.first()));
        pages.add(new Page(first, size, allowed));
        return true;
      }
    }
    return false;
  }

  private static long needed(AccessKind kind) {
    return switch (kind) {
      case WRITE -> PhysicalMemoryProtection.WRITE;
      case EXECUTE -> PhysicalMemoryProtection.EXECUTE;
      default -> PhysicalMemoryProtection.READ;
    };
  }

  private boolean isMemory(long first, long bytes) {
    long offset = first - memoryFirst;
    return offset >= 0 && offset < memoryBytes && memoryBytes - offset >= bytes;
  }

  /** The guest's protection has changed. */
  void clear() {
    pages.clear();
  }
}
