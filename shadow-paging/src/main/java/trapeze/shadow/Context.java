package trapeze.shadow;

/**
 * A virtual context: everything that decides what a guest's address means, and to whom. Two equal
 * contexts may share one real address space; a real one is never used for two.
 *
 * @param mode the virtual privilege mode that addresses are used in, S where S and U share a space;
 *     bit 2 is V: it is one of a guest's guest
 * @param satp the guest's {@code satp}, with V its {@code vsatp}; 0 where it does not translate
 * @param options SUM, MXR, and what {@code menvcfg} says of translation, as far as they matter
 * @param hgatp with V the guest's {@code hgatp}, whose tables are behind those of {@code vsatp};
 *     else 0
 * @param assisted whether the real hart is in VS or VU when it uses the real tables, and not in S
 *     or U
 */
public record Context(int mode, long satp, long options, long hgatp, boolean assisted) {
  private static final int ASID_SHIFT = 44;
  private static final long ASID_MASK = 0xffff;
  private static final long VMID_MASK = 0x3fff;
  private static final int VIRTUAL = 4;
  private static final int SV39 = 8;
  private static final int SV57 = 10;

  /** A context of the guest itself, or of its guest, in the real S or U. */
  public Context(int mode, long satp, long options, long hgatp) {
    this(mode, satp, options, hgatp, false);
  }

  /** A context of the guest itself in the real S or U. */
  public Context(int mode, long satp, long options) {
    this(mode, satp, options, 0);
  }

  /** The same in the real VS or VU. */
  public Context inVirtualModes() {
    return new Context(mode, satp, options, hgatp, true);
  }

  /** What the real tables are to the real hart. */
  Stage stage() {
    return assisted ? Stage.VIRTUAL : Stage.ONLY;
  }

  /** Whether the guest's page tables are in use. */
  public boolean isTranslated() {
    return (satp | hgatp) >>> 60 != 0;
  }

  /** Whether it is one of a guest's guest: V is set. */
  public boolean isVirtual() {
    return (mode & VIRTUAL) != 0;
  }

  /** Whether a walk of the guest's own tables, and no others, says what is in its space. */
  boolean isOfOwnTables() {
    return isTranslated() && !isVirtual() && !assisted;
  }

  /** The guest's own ASID. */
  public long asid() {
    return satp >>> ASID_SHIFT & ASID_MASK;
  }

  /** The guest's own VMID, of a context with V. */
  public long vmid() {
    return vmid(hgatp);
  }

  static long vmid(long hgatp) {
    return hgatp >>> ASID_SHIFT & VMID_MASK;
  }

  /**
   * MODE of the real {@code satp}: as wide as the guest's, Sv39 where it has none. Guest-physical
   * addresses, where there are no others, are two bits wider, and so take the next one; there is
   * none for the widest, of which what lies too high cannot be entered.
   */
  public int realMode() {
    if (satp >>> 60 != 0) {
      return (int) (satp >>> 60);
    }
    return hgatp >>> 60 == 0 ? SV39 : Math.min((int) (hgatp >>> 60) + 1, SV57);
  }
}
