package trapeze.machine.memory;

import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.internal.misc.Unsafe;

/**
 * Little-endian accesses to the host's memory by raw address, with no bounds or lifetime check.
 *
 * <p>Every method takes a host address, as {@link PhysicalMemory#hostAddress} gives it. An address
 * outside living memory ends the whole Java process, so only code that has just proved its address
 * may call these: the engine behind its address translation.
 *
 * <p>They are the JDK's own intrinsics, which the platform's modules export to this program alone
 * (decision 11): a few bytes of bytecode and one node of HotSpot's each, where a segment that spans
 * the whole address space takes hundreds and compiles to the same instruction. Three strengths are
 * offered:
 *
 * <ul>
 *   <li><em>plain</em>: any alignment, for memory that one thread uses at a time;
 *   <li><em>opaque</em>: naturally aligned, single-copy atomic, neither invented nor elided by the
 *       Java compiler: the least that memory shared between running harts needs;
 *   <li><em>atomic read-modify-write</em>: naturally aligned, sequentially consistent, for AMO and
 *       SC.
 * </ul>
 *
 * <p>The caller splits or traps misaligned accesses before it calls an opaque or atomic method: one
 * of those would not be atomic.
 */
public final class RawMemory {
  private static final Unsafe MEMORY = Unsafe.getUnsafe();

  static {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new UnsupportedOperationException("Trapeze needs a little-endian host");
    }
  }

  private RawMemory() {}

  /**
   * Plain read of an element of an array.
   *
   * @param offset of the element, in bytes: a multiple of 8 below the array's length in bytes
   */
  public static long getLong(long[] array, long offset) {
    return MEMORY.getLong(array, Unsafe.ARRAY_LONG_BASE_OFFSET + offset);
  }

  /**
   * Plain write of an element of an array.
   *
   * @param offset of the element, in bytes: a multiple of 8 below the array's length in bytes
   */
  public static void putLong(long[] array, long offset, long value) {
    MEMORY.putLong(array, Unsafe.ARRAY_LONG_BASE_OFFSET + offset, value);
  }

  /** Plain read of 8 bits. */
  public static byte getByte(long hostAddress) {
    return MEMORY.getByte(null, hostAddress);
  }

  /** Plain read of 16 bits. */
  public static short getShort(long hostAddress) {
    return MEMORY.getShortUnaligned(null, hostAddress);
  }

  /** Plain read of 32 bits. */
  public static int getInt(long hostAddress) {
    return MEMORY.getIntUnaligned(null, hostAddress);
  }

  /** Plain read of 64 bits. */
  public static long getLong(long hostAddress) {
    return MEMORY.getLongUnaligned(null, hostAddress);
  }

  /** Plain write of 8 bits. */
  public static void putByte(long hostAddress, byte value) {
    MEMORY.putByte(null, hostAddress, value);
  }

  /** Plain write of 16 bits. */
  public static void putShort(long hostAddress, short value) {
    MEMORY.putShortUnaligned(null, hostAddress, value);
  }

  /** Plain write of 32 bits. */
  public static void putInt(long hostAddress, int value) {
    MEMORY.putIntUnaligned(null, hostAddress, value);
  }

  /** Plain write of 64 bits. */
  public static void putLong(long hostAddress, long value) {
    MEMORY.putLongUnaligned(null, hostAddress, value);
  }

  /** Opaque read of 8 bits. */
  public static byte getByteOpaque(long hostAddress) {
    return MEMORY.getByteOpaque(null, hostAddress);
  }

  /** Opaque read of 16 bits. */
  public static short getShortOpaque(long hostAddress) {
    return MEMORY.getShortOpaque(null, hostAddress);
  }

  /** Opaque read of 32 bits. */
  public static int getIntOpaque(long hostAddress) {
    return MEMORY.getIntOpaque(null, hostAddress);
  }

  /** Opaque read of 64 bits. */
  public static long getLongOpaque(long hostAddress) {
    return MEMORY.getLongOpaque(null, hostAddress);
  }

  /** Opaque write of 8 bits. */
  public static void putByteOpaque(long hostAddress, byte value) {
    MEMORY.putByteOpaque(null, hostAddress, value);
  }

  /** Opaque write of 16 bits. */
  public static void putShortOpaque(long hostAddress, short value) {
    MEMORY.putShortOpaque(null, hostAddress, value);
  }

  /** Opaque write of 32 bits. */
  public static void putIntOpaque(long hostAddress, int value) {
    MEMORY.putIntOpaque(null, hostAddress, value);
  }

  /** Opaque write of 64 bits. */
  public static void putLongOpaque(long hostAddress, long value) {
    MEMORY.putLongOpaque(null, hostAddress, value);
  }

  /** Writes {@code value} if the 32 bits there equal {@code expected}; says whether it did. */
  public static boolean compareAndSetInt(long hostAddress, int expected, int value) {
    return MEMORY.compareAndSetInt(null, hostAddress, expected, value);
  }

  /** Writes {@code value}; returns the 32 bits that were there. */
  public static int getAndSetInt(long hostAddress, int value) {
    return MEMORY.getAndSetInt(null, hostAddress, value);
  }

  /** Adds {@code addend}, wrapping; returns the 32 bits that were there. */
  public static int getAndAddInt(long hostAddress, int addend) {
    return MEMORY.getAndAddInt(null, hostAddress, addend);
  }

  /** Combines with {@code operand} by bitwise and; returns the 32 bits that were there. */
  public static int getAndAndInt(long hostAddress, int operand) {
    return MEMORY.getAndBitwiseAndInt(null, hostAddress, operand);
  }

  /** Combines with {@code operand} by bitwise or; returns the 32 bits that were there. */
  public static int getAndOrInt(long hostAddress, int operand) {
    return MEMORY.getAndBitwiseOrInt(null, hostAddress, operand);
  }

  /** Combines with {@code operand} by bitwise xor; returns the 32 bits that were there. */
  public static int getAndXorInt(long hostAddress, int operand) {
    return MEMORY.getAndBitwiseXorInt(null, hostAddress, operand);
  }

  /** Writes {@code value} if the 64 bits there equal {@code expected}; says whether it did. */
  public static boolean compareAndSetLong(long hostAddress, long expected, long value) {
    return MEMORY.compareAndSetLong(null, hostAddress, expected, value);
  }

  /** Writes {@code value}; returns the 64 bits that were there. */
  public static long getAndSetLong(long hostAddress, long value) {
    return MEMORY.getAndSetLong(null, hostAddress, value);
  }

  /** Adds {@code addend}, wrapping; returns the 64 bits that were there. */
  public static long getAndAddLong(long hostAddress, long addend) {
    return MEMORY.getAndAddLong(null, hostAddress, addend);
  }

  /** Combines with {@code operand} by bitwise and; returns the 64 bits that were there. */
  public static long getAndAndLong(long hostAddress, long operand) {
    return MEMORY.getAndBitwiseAndLong(null, hostAddress, operand);
  }

  /** Combines with {@code operand} by bitwise or; returns the 64 bits that were there. */
  public static long getAndOrLong(long hostAddress, long operand) {
    return MEMORY.getAndBitwiseOrLong(null, hostAddress, operand);
  }

  /** Combines with {@code operand} by bitwise xor; returns the 64 bits that were there. */
  public static long getAndXorLong(long hostAddress, long operand) {
    return MEMORY.getAndBitwiseXorLong(null, hostAddress, operand);
  }

  /** Orders every access before it, of any kind, before every access after it. */
  public static void fullFence() {
    VarHandle.fullFence();
  }

  /** Orders the loads before it before every access after it. */
  public static void acquireFence() {
    VarHandle.acquireFence();
  }

  /** Orders every access before it before the stores after it. */
  public static void releaseFence() {
    VarHandle.releaseFence();
  }
}
