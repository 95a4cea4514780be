package trapeze.machine.engine;

/** A fence of address translation: which cached translations it makes a hart forget. */
sealed interface Fence {

  /** Whether it concerns the translations of a context. */
  boolean concerns(TranslationContext context);

  /** Whether it is of one virtual address only. */
  boolean hasAddress();

  /** That address. */
  long address();

  /** Of the only stage, by {@code satp} (priv:sfence.vma). */
  record OfSpace(boolean hasAddress, long address, boolean hasAsid, long asid) implements Fence {
    @Override
    public boolean concerns(TranslationContext context) {
      return context.isSpace(hasAsid, asid);
    }
  }

  /** Of the VS-stage of the guest with a VMID (priv:hfence.vma). */
  record OfGuestSpace(boolean hasAddress, long address, boolean hasAsid, long asid, long vmid)
      implements Fence {
    @Override
    public boolean concerns(TranslationContext context) {
      return context.isGuestSpace(vmid, hasAsid, asid);
    }
  }

  /**
   * Of the G-stage of all guests, or of the one with a VMID (priv:hfence.vma). Translations do not
   * tell which guest-physical addresses they came by, those of tables included, so all go.
   */
  record OfGuest(boolean hasVmid, long vmid) implements Fence {
    @Override
    public boolean concerns(TranslationContext context) {
      return context.isGuests(hasVmid, vmid);
    }

    @Override
    public boolean hasAddress() {
      return false;
    }

    @Override
    public long address() {
      return 0;
    }
  }
}
