package trapeze.machine.engine;

/**
 * Sees the page walks that a hart makes. Unlike an {@link AccessObserver} it leaves the hart's
 * caches of translations as they are, so what it sees is what they miss.
 */
public interface WalkListener {
  /** A translation that is not cached is looked up; it may need no walk. */
  void begins();

  /**
   * The walk reads a page-table entry, or replaces it to set A or D.
   *
   * @param address physical, of its 8 bytes
   * @param stage whose table it is in: 0 that of {@code satp}, where there is no guest; 1 the
   *     VS-stage's; 2 the G-stage's
   */
  void refers(long address, int stage);
}
