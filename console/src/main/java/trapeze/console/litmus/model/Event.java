package trapeze.console.litmus.model;

/**
 * A memory operation of one thread's run: a load, a store, or an AMO, which is both
 * (unpriv:rvwmo-primitives).
 *
 * <p>The sets are bit masks of earlier memory operations of the same thread, by their {@code
 * index}.
 *
 * @param thread whose
 * @param index its number among the thread's memory operations
 * @param position its number among the thread's instructions
 * @param address of its first byte
 * @param bytes how many
 * @param isLoad whether it loads
 * @param isStore whether it stores
 * @param loaded the value that it loads
 * @param stored the value that it stores
 * @param acquire whether it has an acquire annotation
 * @param release whether it has a release annotation
 * @param isRcSc whether the annotation is RCsc
 * @param isAmo whether an AMO made it
 * @param pairedWith the LR that this SC is paired with, by index; -1 if it is no SC
 * @param addressFrom what its address depends on
 * @param dataFrom what its data depends on
 * @param controlFrom what it depends on by a branch before it
 * @param addressesBefore what the addresses of operations between depend on (rule 13)
 */
record Event(
    int thread,
    int index,
    int position,
    long address,
    int bytes,
    boolean isLoad,
    boolean isStore,
    long loaded,
    long stored,
    boolean acquire,
    boolean release,
    boolean isRcSc,
    boolean isAmo,
    int pairedWith,
    long addressFrom,
    long dataFrom,
    long controlFrom,
    long addressesBefore) {

  boolean isSc() {
    return pairedWith >= 0;
  }

  boolean overlaps(Event other) {
    return address < other.address + other.bytes && other.address < address + bytes;
  }

  boolean covers(long byteAddress) {
    return byteAddress >= address && byteAddress < address + bytes;
  }

  /** The byte of a value of this operation that lies at an address. */
  int byteOf(long value, long byteAddress) {
    return (int) (value >>> 8 * (byteAddress - address)) & 0xff;
  }
}
