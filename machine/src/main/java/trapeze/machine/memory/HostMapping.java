package trapeze.machine.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Zeroed memory from the host, page by page as it is touched.
 *
 * <p>{@link Arena#allocate(long)} zeroes at once, so a machine with gigabytes of RAM would own all
 * of them before its first instruction. On Linux an anonymous private mapping is made instead; the
 * host then gives a page when it is first written. Elsewhere the arena's own allocation is used.
 */
final class HostMapping {
  private static final int PROT_READ_WRITE = 0x1 | 0x2;
  private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
  private static final long MAP_FAILED = -1;

  private static final boolean LINUX =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");

  private HostMapping() {}

  /**
   * Maps zeroed memory that lives as long as the arena.
   *
   * @param size bytes, positive
   * @throws OutOfHostMemory if the host cannot give so much
   */
  static MemorySegment map(Arena arena, long size) {
    long installed = LINUX ? installedBytes() : Long.MAX_VALUE;
    if (size > installed) {
      throw new OutOfHostMemory(
          "%s of guest memory asked for, but the host has %s in all; ask for less"
              .formatted(mebibytes(size), mebibytes(installed)));
    }
    try {
      return LINUX ? mapAnonymous(arena, size) : arena.allocate(size, 4096);
    } catch (OutOfMemoryError e) {
      throw refused(size);
    }
  }

  private static MemorySegment mapAnonymous(Arena arena, long size) {
    MemorySegment mapped = Map.anonymous(size);
    if (mapped.address() == MAP_FAILED) {
      throw refused(size);
    }
    return mapped.reinterpret(size, arena, segment -> Unmap.all(segment, size));
  }

  private static OutOfHostMemory refused(long size) {
    return new OutOfHostMemory(
        "the host refused %s of guest memory; ask for less".formatted(mebibytes(size)));
  }

  private static String mebibytes(long bytes) {
    return (bytes >>> 20) + " MiB";
  }

  /** RAM of the host in bytes, or the largest long where the host does not say. */
  private static long installedBytes() {
    try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith("MemTotal:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  private static MethodHandle libraryCall(String function, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), descriptor);
  }

  /** Looked up on first use, apart from the other: to link a call takes tens of milliseconds. */
  private static final class Map {
    private static final MethodHandle MMAP =
        libraryCall(
            "mmap",
            FunctionDescriptor.of(
                ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));

    static MemorySegment anonymous(long size) {
      try {
        return (MemorySegment)
            MMAP.invokeExact(
                MemorySegment.NULL, size, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
      } catch (Throwable e) {
        throw new IllegalStateException("mmap could not be called", e);
      }
    }
  }

  /** Looked up when memory is first given back, which a program that just ends never does. */
  private static final class Unmap {
    private static final MethodHandle MUNMAP =
        libraryCall("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

    static void all(MemorySegment segment, long size) {
      try {
        int unused = (int) MUNMAP.invokeExact(segment, size);
      } catch (Throwable e) {
        throw new IllegalStateException("munmap could not be called", e);
      }
    }
  }
}
