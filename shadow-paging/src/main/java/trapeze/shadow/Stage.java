package trapeze.shadow;

import trapeze.machine.board.Hardware;

/** Which of the two stages of address translation tables are for (priv:two-stage-translation). */
enum Stage {
  /** The only one, by {@code satp}; spaces are told apart by ASID. */
  ONLY(0) {
    @Override
    void fence(Hardware hardware, int asid) {
      hardware.fence(asid);
    }

    @Override
    void fence(Hardware hardware, int asid, long address) {
      hardware.fence(asid, address);
    }

    @Override
    boolean holds(long address, int above) {
      return address << above >> above == address;
    }
  },

  /**
   * VS-stage with nothing behind it, by {@code vsatp} under an {@code hgatp} of 0; spaces are told
   * apart by ASID.
   */
  VIRTUAL(0) {
    @Override
    void fence(Hardware hardware, int asid) {
      hardware.fenceVirtual(asid);
    }

    @Override
    void fence(Hardware hardware, int asid, long address) {
      hardware.fenceVirtual(asid, address);
    }

    @Override
    boolean holds(long address, int above) {
      return ONLY.holds(address, above);
    }
  },

  /**
   * G-stage, by {@code hgatp}, from guest-physical addresses: two more bits of address in the
   * uppermost table, which is four frames for that; spaces are told apart by VMID.
   */
  GUEST(2) {
    @Override
    void fence(Hardware hardware, int vmid) {
      hardware.fenceGuest(vmid);
    }

    @Override
    void fence(Hardware hardware, int vmid, long address) {
      hardware.fenceGuest(vmid, address);
    }

    @Override
    boolean holds(long address, int above) {
      return address >>> (Long.SIZE - above + 2) == 0;
    }
  };

  private final int moreBits;

  Stage(int moreBits) {
    this.moreBits = moreBits;
  }

  /** Entries of the uppermost table. */
  int rootEntries() {
    return 512 << moreBits;
  }

  /** Frames of the uppermost table. */
  int rootFrames() {
    return 1 << moreBits;
  }

  /** Forgets all translations of a space. */
  abstract void fence(Hardware hardware, int space);

  /** Forgets the translation of one page of a space. */
  abstract void fence(Hardware hardware, int space, long address);

  /**
   * Whether an address can be translated.
   *
   * @param above bits of address above those that four, or five, levels of 9 bits have
   */
  abstract boolean holds(long address, int above);
}
