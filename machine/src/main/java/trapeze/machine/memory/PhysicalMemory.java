package trapeze.machine.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * RAM at a fixed guest-physical address, held off the Java heap.
 *
 * <p>It starts zeroed, and the host backs a page only once it is written. Addresses are physical
 * and unsigned; values are little-endian; accesses need no alignment. An access that is not wholly
 * {@linkplain #contains inside} is an {@link IndexOutOfBoundsException}: what a guest may ask for
 * is checked before, and becomes its access fault.
 *
 * <p>The memory lives as long as the {@link Arena} it was allocated in. Accesses here are plain;
 * harts that run at the same time share memory through {@link RawMemory}'s stronger ones.
 */
public final class PhysicalMemory {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment bytes;
  private final long base;
  private final ReservationSets reservationSets;
  private long writes;

  private PhysicalMemory(MemorySegment bytes, long base, ReservationSets reservationSets) {
    this.bytes = bytes;
    this.base = base;
    this.reservationSets = reservationSets;
  }

  /**
   * Allocates zeroed RAM.
   *
   * @param arena decides when the memory is given back; {@link Arena#ofAuto} when in doubt, and
   *     never a confined one for harts on several threads
   * @param base physical address of the first byte, a multiple of 4096
   * @param size bytes, a positive multiple of 4096
   * @throws OutOfHostMemory if the host cannot give so much
   */
  public static PhysicalMemory allocate(Arena arena, long base, long size) {
    if (size <= 0 || ((base | size) & 4095) != 0 || base < 0 || base > Long.MAX_VALUE - size) {
      throw new IllegalArgumentException(
          "memory of 0x%x bytes at 0x%x: both must be multiples of 4096, and the end below 2^63"
              .formatted(size, base));
    }
    return new PhysicalMemory(HostMapping.map(arena, size), base, new ReservationSets());
  }

  /** Physical address of the first byte. */
  public long base() {
    return base;
  }

  /** Size in bytes. */
  public long size() {
    return bytes.byteSize();
  }

  /**
   * Writes that were made through this view: by devices, loaders and debuggers, and by whoever has
   * no faster way. Who has come to know that it stayed the same knows that none of them wrote.
   */
  public long writes() {
    return writes;
  }

  /** Who has stored to what, the same for all views of these bytes. */
  public ReservationSets reservationSets() {
    return reservationSets;
  }

  /** Whether every byte of {@code [address, address + length)} is memory; a length is unsigned. */
  public boolean contains(long address, long length) {
    long offset = address - base;
    long size = bytes.byteSize();
    return offset >= 0 && offset <= size && length >= 0 && length <= size - offset;
  }

  /** Reads 8 bits. */
  public byte getByte(long address) {
    return bytes.get(ValueLayout.JAVA_BYTE, address - base);
  }

  /** Reads 16 bits. */
  public short getShort(long address) {
    return bytes.get(SHORT, address - base);
  }

  /** Reads 32 bits. */
  public int getInt(long address) {
    return bytes.get(INT, address - base);
  }

  /** Reads 64 bits. */
  public long getLong(long address) {
    return bytes.get(LONG, address - base);
  }

  /** Writes 8 bits. */
  public void putByte(long address, byte value) {
    writes++;
    if (reservationSets.isActive()) {
      storeShared(address, 1, value);
    } else {
      bytes.set(ValueLayout.JAVA_BYTE, address - base, value);
    }
  }

  /** Writes 16 bits. */
  public void putShort(long address, short value) {
    writes++;
    if (reservationSets.isActive()) {
      storeShared(address, 2, value);
    } else {
      bytes.set(SHORT, address - base, value);
    }
  }

  /** Writes 32 bits. */
  public void putInt(long address, int value) {
    writes++;
    if (reservationSets.isActive()) {
      storeShared(address, 4, value);
    } else {
      bytes.set(INT, address - base, value);
    }
  }

  /** Writes 64 bits. */
  public void putLong(long address, long value) {
    writes++;
    if (reservationSets.isActive()) {
      storeShared(address, 8, value);
    } else {
      bytes.set(LONG, address - base, value);
    }
  }

  /** Copies {@code length} bytes out of memory. */
  public byte[] read(long address, int length) {
    return segment(address, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Fills {@code target}'s remaining bytes from memory, and moves its position to its limit. */
  public void read(long address, ByteBuffer target) {
    MemorySegment.ofBuffer(target).copyFrom(segment(address, target.remaining()));
    target.position(target.limit());
  }

  /** Copies all of {@code source} into memory. */
  public void write(long address, byte[] source) {
    write(address, MemorySegment.ofArray(source));
  }

  /** Copies {@code source}'s remaining bytes into memory, and moves its position to its limit. */
  public void write(long address, ByteBuffer source) {
    write(address, MemorySegment.ofBuffer(source));
    source.position(source.limit());
  }

  /** Copies all of {@code source} into memory. */
  public void write(long address, MemorySegment source) {
    MemorySegment target = segment(address, source.byteSize());
    change(target, (from, length) -> MemorySegment.copy(source, from, target, from, length));
  }

  /** Sets {@code length} bytes to {@code value}. */
  public void fill(long address, long length, byte value) {
    MemorySegment target = segment(address, length);
    change(target, (from, part) -> target.asSlice(from, part).fill(value));
  }

  /** Stores the low bytes of a value where someone may have reserved them. */
  private void storeShared(long address, int width, long value) {
    MemorySegment target = segment(address, width);
    if (ReservationSets.inLine(target.address(), width) < width) {
      for (int i = 0; i < width; i++) {
        storeShared(address + i, 1, value >>> 8 * i);
      }
      return;
    }
    long version = reservationSets.begin(target.address());
    switch (width) {
      case 1 -> target.set(ValueLayout.JAVA_BYTE, 0, (byte) value);
      case 2 -> target.set(SHORT, 0, (short) value);
      case 4 -> target.set(INT, 0, (int) value);
      default -> target.set(LONG, 0, value);
    }
    reservationSets.end(target.address(), version);
  }

  /** Changes memory, line by line where someone may have reserved some of it. */
  private void change(MemorySegment target, PartialChange change) {
    long size = target.byteSize();
    writes++;
    if (!reservationSets.isActive()) {
      change.apply(0, size);
      return;
    }
    long length;
    for (long from = 0; from < size; from += length) {
      long host = target.address() + from;
      length = ReservationSets.inLine(host, size - from);
      long version = reservationSets.begin(host);
      change.apply(from, length);
      reservationSets.end(host, version);
    }
  }

  private interface PartialChange {
    void apply(long from, long length);
  }

  /** The bytes of {@code [address, address + length)} themselves, not a copy. */
  public MemorySegment segment(long address, long length) {
    return bytes.asSlice(address - base, length);
  }

  /**
   * Address in the host's process of the byte at {@code address}, for {@link RawMemory}. The caller
   * keeps this object, or the arena, alive as long as it uses the address.
   *
   * @param address a physical address in memory, or its end
   */
  public long hostAddress(long address) {
    if (!contains(address, 0)) {
      throw new IndexOutOfBoundsException("0x%x is not in %s".formatted(address, this));
    }
    return bytes.address() + (address - base);
  }

  /**
   * The same bytes seen at another physical address: how a virtual machine gets its RAM.
   *
   * @param newBase physical address of the first byte in the new view, a multiple of 4096
   * @param address physical address of the first byte in this view, a multiple of 4096
   * @param length bytes, a positive multiple of 4096
   */
  public PhysicalMemory window(long newBase, long address, long length) {
    if (length <= 0 || ((newBase | address | length) & 4095) != 0 || newBase < 0) {
      throw new IllegalArgumentException(
          "window of 0x%x bytes from 0x%x to 0x%x: all must be multiples of 4096"
              .formatted(length, address, newBase));
    }
    return new PhysicalMemory(segment(address, length), newBase, reservationSets);
  }

  @Override
  public String toString() {
    return "memory 0x%x..0x%x".formatted(base, base + size() - 1);
  }
}
