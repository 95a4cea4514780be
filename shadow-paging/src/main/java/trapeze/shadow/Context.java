package trapeze.shadow;

/**
 * A virtual context: everything that decides what a guest's address means, and to whom. Two equal
 * contexts may share one real address space; a real one is never used for two.
 *
 * @param mode the virtual privilege mode that addresses are used in; S where S and U share a space
 * @param satp the guest's {@code satp}; 0 where it does not translate
 * @param options SUM, MXR, and what {@code menvcfg} says of translation, as far as they matter
 */
public record Context(int mode, long satp, long options) {
  private static final int ASID_SHIFT = 44;
  private static final long ASID_MASK = 0xffff;

  /** Whether the guest's page tables are in use. */
  public boolean isTranslated() {
    return satp >>> 60 != 0;
  }

  /** The guest's own ASID. */
  public long asid() {
    return satp >>> ASID_SHIFT & ASID_MASK;
  }

  /** MODE of the real {@code satp}: as wide as the guest's, Sv39 where it has none. */
  public int realMode() {
    return isTranslated() ? (int) (satp >>> 60) : 8;
  }
}
