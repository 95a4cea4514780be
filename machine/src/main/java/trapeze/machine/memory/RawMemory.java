package trapeze.machine.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Little-endian accesses to the host's memory by raw address, with no bounds or lifetime check.
 *
 * <p>Every method takes a host address, as {@link PhysicalMemory#hostAddress} gives it. An address
 * outside living memory ends the whole Java process, so only code that has just proved its address
 * may call these: the engine behind its address translation.
 *
 * <p>One segment that spans the whole address space, in a static final field, makes each access
 * compile to a single load or store. Three strengths are offered:
 *
 * <ul>
 *   <li><em>plain</em>: any alignment, for memory that one thread uses at a time;
 *   <li><em>opaque</em>: naturally aligned, single-copy atomic, neither invented nor elided by the
 *       Java compiler: the least that memory shared between running harts needs;
 *   <li><em>atomic read-modify-write</em>: naturally aligned, sequentially consistent, for AMO and
 *       SC.
 * </ul>
 *
 * <p>A misaligned address given to an opaque or atomic method is an {@link
 * IllegalArgumentException}: the caller splits or traps misaligned accesses first.
 */
public final class RawMemory {
  private static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle ATOMIC_BYTE =
      ValueLayout.JAVA_BYTE.varHandle().withInvokeExactBehavior();
  private static final VarHandle ATOMIC_SHORT = aligned(ValueLayout.JAVA_SHORT);
  private static final VarHandle ATOMIC_INT = aligned(ValueLayout.JAVA_INT);
  private static final VarHandle ATOMIC_LONG = aligned(ValueLayout.JAVA_LONG);

  private RawMemory() {}

  private static VarHandle aligned(ValueLayout layout) {
    return layout.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle().withInvokeExactBehavior();
  }

  /** Plain read of 8 bits. */
  public static byte getByte(long hostAddress) {
    return EVERYTHING.get(BYTE, hostAddress);
  }

  /** Plain read of 16 bits. */
  public static short getShort(long hostAddress) {
    return EVERYTHING.get(SHORT, hostAddress);
  }

  /** Plain read of 32 bits. */
  public static int getInt(long hostAddress) {
    return EVERYTHING.get(INT, hostAddress);
  }

  /** Plain read of 64 bits. */
  public static long getLong(long hostAddress) {
    return EVERYTHING.get(LONG, hostAddress);
  }

  /** Plain write of 8 bits. */
  public static void putByte(long hostAddress, byte value) {
    EVERYTHING.set(BYTE, hostAddress, value);
  }

  /** Plain write of 16 bits. */
  public static void putShort(long hostAddress, short value) {
    EVERYTHING.set(SHORT, hostAddress, value);
  }

  /** Plain write of 32 bits. */
  public static void putInt(long hostAddress, int value) {
    EVERYTHING.set(INT, hostAddress, value);
  }

  /** Plain write of 64 bits. */
  public static void putLong(long hostAddress, long value) {
    EVERYTHING.set(LONG, hostAddress, value);
  }

  /** Opaque read of 8 bits. */
  public static byte getByteOpaque(long hostAddress) {
    return (byte) ATOMIC_BYTE.getOpaque(EVERYTHING, hostAddress);
  }

  /** Opaque read of 16 bits. */
  public static short getShortOpaque(long hostAddress) {
    return (short) ATOMIC_SHORT.getOpaque(EVERYTHING, hostAddress);
  }

  /** Opaque read of 32 bits. */
  public static int getIntOpaque(long hostAddress) {
    return (int) ATOMIC_INT.getOpaque(EVERYTHING, hostAddress);
  }

  /** Opaque read of 64 bits. */
  public static long getLongOpaque(long hostAddress) {
    return (long) ATOMIC_LONG.getOpaque(EVERYTHING, hostAddress);
  }

  /** Opaque write of 8 bits. */
  public static void putByteOpaque(long hostAddress, byte value) {
    ATOMIC_BYTE.setOpaque(EVERYTHING, hostAddress, value);
  }

  /** Opaque write of 16 bits. */
  public static void putShortOpaque(long hostAddress, short value) {
    ATOMIC_SHORT.setOpaque(EVERYTHING, hostAddress, value);
  }

  /** Opaque write of 32 bits. */
  public static void putIntOpaque(long hostAddress, int value) {
    ATOMIC_INT.setOpaque(EVERYTHING, hostAddress, value);
  }

  /** Opaque write of 64 bits. */
  public static void putLongOpaque(long hostAddress, long value) {
    ATOMIC_LONG.setOpaque(EVERYTHING, hostAddress, value);
  }

  /** Writes {@code value} if the 32 bits there equal {@code expected}; says whether it did. */
  public static boolean compareAndSetInt(long hostAddress, int expected, int value) {
    return ATOMIC_INT.compareAndSet(EVERYTHING, hostAddress, expected, value);
  }

  /** Writes {@code value}; returns the 32 bits that were there. */
  public static int getAndSetInt(long hostAddress, int value) {
    return (int) ATOMIC_INT.getAndSet(EVERYTHING, hostAddress, value);
  }

  /** Adds {@code addend}, wrapping; returns the 32 bits that were there. */
  public static int getAndAddInt(long hostAddress, int addend) {
    return (int) ATOMIC_INT.getAndAdd(EVERYTHING, hostAddress, addend);
  }

  /** Combines with {@code operand} by bitwise and; returns the 32 bits that were there. */
  public static int getAndAndInt(long hostAddress, int operand) {
    return (int) ATOMIC_INT.getAndBitwiseAnd(EVERYTHING, hostAddress, operand);
  }

  /** Combines with {@code operand} by bitwise or; returns the 32 bits that were there. */
  public static int getAndOrInt(long hostAddress, int operand) {
    return (int) ATOMIC_INT.getAndBitwiseOr(EVERYTHING, hostAddress, operand);
  }

  /** Combines with {@code operand} by bitwise xor; returns the 32 bits that were there. */
  public static int getAndXorInt(long hostAddress, int operand) {
    return (int) ATOMIC_INT.getAndBitwiseXor(EVERYTHING, hostAddress, operand);
  }

  /** Writes {@code value} if the 64 bits there equal {@code expected}; says whether it did. */
  public static boolean compareAndSetLong(long hostAddress, long expected, long value) {
    return ATOMIC_LONG.compareAndSet(EVERYTHING, hostAddress, expected, value);
  }

  /** Writes {@code value}; returns the 64 bits that were there. */
  public static long getAndSetLong(long hostAddress, long value) {
    return (long) ATOMIC_LONG.getAndSet(EVERYTHING, hostAddress, value);
  }

  /** Adds {@code addend}, wrapping; returns the 64 bits that were there. */
  public static long getAndAddLong(long hostAddress, long addend) {
    return (long) ATOMIC_LONG.getAndAdd(EVERYTHING, hostAddress, addend);
  }

  /** Combines with {@code operand} by bitwise and; returns the 64 bits that were there. */
  public static long getAndAndLong(long hostAddress, long operand) {
    return (long) ATOMIC_LONG.getAndBitwiseAnd(EVERYTHING, hostAddress, operand);
  }

  /** Combines with {@code operand} by bitwise or; returns the 64 bits that were there. */
  public static long getAndOrLong(long hostAddress, long operand) {
    return (long) ATOMIC_LONG.getAndBitwiseOr(EVERYTHING, hostAddress, operand);
  }

  /** Combines with {@code operand} by bitwise xor; returns the 64 bits that were there. */
  public static long getAndXorLong(long hostAddress, long operand) {
    return (long) ATOMIC_LONG.getAndBitwiseXor(EVERYTHING, hostAddress, operand);
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
