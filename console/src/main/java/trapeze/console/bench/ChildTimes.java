package trapeze.console.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import trapeze.console.UserError;

/**
 * CPU time of the processes that this one has started and seen end, all their threads and both user
 * and system time: POSIX's {@code getrusage(RUSAGE_CHILDREN)}.
 */
final class ChildTimes {
  private static final int CHILDREN = -1;
  private static final long RUSAGE_BYTES = 256; // 144 on Linux and on macOS
  private static final int TIME_BYTES = 16; // struct timeval: seconds, microseconds

  private final MethodHandle usage;

  /**
   * Finds the function.
   *
   * @throws UserError if the host has none
   */
  @SuppressWarnings("restricted")
  ChildTimes() {
    Linker linker = Linker.nativeLinker();
    MemorySegment function =
        linker
            .defaultLookup()
            .find("getrusage")
            .orElseThrow(
                () -> new UserError("bench", "this host does not tell CPU times (getrusage)"));
    usage =
        linker.downcallHandle(
            function,
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  }

  /** Nanoseconds so far. */
  long nanoseconds() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment found = arena.allocate(RUSAGE_BYTES, Long.BYTES);
      int result = (int) usage.invokeExact(CHILDREN, found);
      if (result != 0) {
        throw new UserError("bench", "this host does not tell CPU times (getrusage)");
      }
      return time(found, 0) + time(found, TIME_BYTES);
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static long time(MemorySegment from, long offset) {
    long seconds = from.get(ValueLayout.JAVA_LONG, offset);
    int microseconds = from.get(ValueLayout.JAVA_INT, offset + Long.BYTES);
    return seconds * 1_000_000_000L + microseconds * 1000L;
  }
}
