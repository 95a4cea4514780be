package trapeze.machine.engine;

import trapeze.isa.rv64.Rv64State;

/** Translations that hold under one set of circumstances; its owner says which. */
abstract class TranslationContext {
  private static final int PAGE_SHIFT = 12;
  private static final int GIGABYTE_SHIFT = 30;

  private long space;
  private long guest;
  private long rules = -1;

  /** When it was last made current: a count, not a time. */
  long lastUse;

  /**
   * Where entries were made from leaves that map more than a page: bit {@code n} stands for every
   * gigabyte whose number is {@code n} modulo 64. A fence of any address in a superpage must drop
   * all of its entries, but most fences are for addresses far from superpages.
   */
  private long superpages;

  private boolean isEmpty = true;

  /** Forgets all. */
  final void clear() {
    if (!isEmpty) {
      isEmpty = true;
      superpages = 0;
      clearEntries();
    }
  }

  abstract void clearEntries();

  /** Forgets the page that holds an address. */
  abstract void clear(long address);

  /** Whether what is here holds in a regime. */
  final boolean isFor(Regime regime) {
    return space == regime.space && rules == regime.rules && guest == regime.guest;
  }

  /** What is entered from now on holds in this regime. */
  final void become(Regime regime) {
    space = regime.space;
    guest = regime.guest;
    rules = regime.rules;
  }

  /** Whether this is no guest's, and a fence of this address space, or of all, concerns it. */
  final boolean isSpace(boolean hasAsid, long asid) {
    return guest == 0 && isConcerned(hasAsid, asid);
  }

  /** Whether this is of the guest with a VMID, and concerned as by {@link #isSpace}. */
  final boolean isGuestSpace(long vmid, boolean hasAsid, long asid) {
    return isGuests(true, vmid) && isConcerned(hasAsid, asid);
  }

  /** Whether this is of a guest, of any or of the one with a VMID. */
  final boolean isGuests(boolean hasVmid, long vmid) {
    return guest != 0 && (!hasVmid || vmid(guest) == vmid);
  }

  /** The VMID in a value of {@code hgatp}. */
  static long vmid(long hgatp) {
    return hgatp >>> Rv64State.HGATP_VMID.low() & (1L << Rv64State.HGATP_VMID.width()) - 1;
  }

  private boolean isConcerned(boolean hasAsid, long asid) {
    return space != 0 && (!hasAsid || (space >>> 44 & 0xffff) == asid);
  }

  /** Forgets an address, all of the superpage that maps it included, or all. */
  final void forget(boolean hasAddress, long address) {
    if (hasAddress && (superpages & gigabyte(address)) == 0) {
      clear(address);
    } else {
      clear();
    }
  }

  /**
   * Notes that an entry is being made.
   *
   * @param shift bits of address inside what its leaf maps
   */
  final void noteLeaf(long address, int shift) {
    isEmpty = false;
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
