package trapeze.machine.engine;

import trapeze.isa.ir.AccessKind;

/**
 * Sees every access that a hart makes to the physical address space, before it is made. While a
 * hart has an observer it caches no translation and no instruction, so nothing is missed.
 */
@FunctionalInterface
public interface AccessObserver {
  /**
   * An access is about to be made.
   *
   * @param address physical address of the first byte
   * @param bytes 1 to 8
   * @param kind a read-modify-write is a {@link AccessKind#WRITE}
   * @param walk whether the hart reads or updates a page-table entry
   */
  void accesses(long address, int bytes, AccessKind kind, boolean walk);
}
