package trapeze.machine.engine;

/**
 * Sees the loads and stores of a hart's instructions with their values, after they were made; page
 * walks and instruction fetches are not among them. Unlike under an {@link AccessObserver},
 * translations stay cached: what the hart does is what it would have done unobserved.
 */
public interface DataObserver {
  /**
   * A value was loaded; an atomic read-modify-write loads and then stores.
   *
   * @param address virtual, as the instruction has it
   * @param physical the first byte's physical address
   * @param bytes 1 to 8
   * @param value zero-extended
   */
  void loaded(long address, long physical, int bytes, long value);

  /** A value was stored; the parameters are those of a load. */
  void stored(long address, long physical, int bytes, long value);
}
