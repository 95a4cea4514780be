package trapeze.isa.ir;

/** What an instruction does to its hart's surroundings without a value coming back. */
public enum Effect {
  /** FENCE: orders memory accesses; two arguments: predecessor set, successor set. */
  FENCE(2),
  /** FENCE.I: later fetches see earlier stores. */
  FENCE_I(0),
  /**
   * SFENCE.VMA and its like; four arguments: whether an address is given, the address, whether an
   * ASID is given, the ASID (priv:sfence.vma).
   */
  FENCE_ADDRESS_TRANSLATION(4),
  /**
   * HFENCE.VVMA and its like, and what SFENCE.VMA is in VS; four arguments: whether a guest-virtual
   * address is given, the address, whether an ASID is given, the ASID. It concerns the guest whose
   * VMID {@code hgatp} holds (priv:hfence.vma).
   */
  FENCE_GUEST_TRANSLATION(4),
  /**
   * HFENCE.GVMA and its like; four arguments: whether a guest-physical address is given, the
   * address in bytes, whether a VMID is given, the VMID (priv:hfence.vma).
   */
  FENCE_GUEST_PHYSICAL(4),
  /** WFI: the hart may wait for an interrupt. */
  WAIT_FOR_INTERRUPT(0),
  /** Ends this hart's reservation, if it has one. */
  CANCEL_RESERVATION(0),
  /** Start I/O on the 1974 machine; two arguments: the device's number and a word for it. */
  START_IO(2);

  private final int arguments;

  Effect(int arguments) {
    this.arguments = arguments;
  }

  /** How many 64-bit arguments the effect takes. */
  public int arguments() {
    return arguments;
  }
}
