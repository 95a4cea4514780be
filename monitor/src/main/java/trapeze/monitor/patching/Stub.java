package trapeze.monitor.patching;

/**
 * A stub in its place.
 *
 * @param site guest-virtual address of the instruction that it stands for
 * @param bits of that instruction
 * @param start guest-virtual address of its first instruction
 * @param code what it consists of
 */
record Stub(long site, int bits, long start, StubCode code) {
  boolean holds(long address) {
    return address - start >= 0 && address - start < code.size();
  }

  /** Index of the instruction at an address. */
  int index(long address) {
    return (int) (address - start) / Integer.BYTES;
  }
}
