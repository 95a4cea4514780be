package trapeze.machine.engine;

/** Translations that hold under one set of circumstances; its owner says which. */
abstract class TranslationContext {
  /** {@code satp}; 0 where addresses are not translated. */
  long satp;

  /** Everything else that translations here depend on. */
  long rules;

  /** When it was last made current: a count, not a time. */
  long lastUse;

  /** Whether an entry was made from a leaf that maps more than a page. */
  boolean hasSuperpages;

  /** Forgets all. */
  abstract void clear();

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
      if (hasAddress && !hasSuperpages) {
        clear(address);
      } else {
        clear();
      }
    }
  }
}
