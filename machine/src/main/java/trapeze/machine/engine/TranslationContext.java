package trapeze.machine.engine;

/** Translations that hold under one set of circumstances; its owner says which. */
abstract class TranslationContext {
  private static final int PAGE_SHIFT = 12;
  private static final int GIGABYTE_SHIFT = 30;

  /** {@code satp}; 0 where addresses are not translated. */
  long satp;

  /** Everything else that translations here depend on. */
  long rules;

  /** When it was last made current: a count, not a time. */
  long lastUse;

  /**
   * Where entries were made from leaves that map more than a page: bit {@code n} stands for every
   * gigabyte whose number is {@code n} modulo 64. A fence of any address in a superpage must drop
   * all of its entries, but most fences are for addresses far from superpages.
   */
  private long superpages;

  /** Forgets all. */
  final void clear() {
    superpages = 0;
    clearEntries();
  }

  abstract void clearEntries();

  /** Forgets the page that holds an address. */
  abstract void clear(long address);

  final boolean isFor(long wantedSatp, long wantedRules) {
    return satp == wantedSatp && rules == wantedRules;
  }

  /** Whether a fence of this address space, or of all, concerns it. */
  private boolean isConcerned(boolean hasAsid, long asid) {
    return satp != 0 && (!hasAsid || (satp >>> 44 & 0xffff) == asid);
  }

  /** Forgets what a fence of address translation asks to forget (priv:sfence.vma), or more. */
  final void fence(boolean hasAddress, long address, boolean hasAsid, long asid) {
    if (isConcerned(hasAsid, asid)) {
      if (hasAddress && (superpages & gigabyte(address)) == 0) {
        clear(address);
      } else {
        clear();
      }
    }
  }

  /**
   * Notes that an entry is being made.
   *
   * @param shift bits of address inside what its leaf maps
   */
  final void noteLeaf(long address, int shift) {
    if (shift > GIGABYTE_SHIFT) {
      superpages = -1;
    } else if (shift > PAGE_SHIFT) {
      superpages |= gigabyte(address);
    }
  }

  private static long gigabyte(long address) {
    return 1L << (address >>> GIGABYTE_SHIFT);
  }
}
