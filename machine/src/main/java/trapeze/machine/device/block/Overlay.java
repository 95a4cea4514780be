package trapeze.machine.device.block;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * A writable disk over another that it never writes: clusters that are written are copied into
 * memory first, and read from there afterwards. What was written is gone when the overlay is.
 */
public final class Overlay implements BlockBackend {
  /** Bytes copied at a time. */
  static final int CLUSTER = 64 << 10;

  private final BlockBackend base;
  private final long quota;
  private final Map<Long, MemorySegment> written = new HashMap<>();

  /**
   * An overlay that closes {@code base} with itself.
   *
   * @param quota bytes of the host's memory that copied clusters may take; a write that needs more
   *     is an I/O error for the guest
   */
  public Overlay(BlockBackend base, long quota) {
    this.base = base;
    this.quota = quota;
  }

  /** Bytes of the host's memory that copied clusters take now. */
  public long used() {
    return (long) written.size() * CLUSTER;
  }

  @Override
  public long size() {
    return base.size();
  }

  @Override
  public boolean readOnly() {
    return false;
  }

  @Override
  public void read(long position, MemorySegment target) throws IOException {
    long done = 0;
    while (done < target.byteSize()) {
      long at = position + done;
      long length = Math.min(target.byteSize() - done, CLUSTER - at % CLUSTER);
      MemorySegment part = target.asSlice(done, length);
      MemorySegment cluster = written.get(at / CLUSTER);
      if (cluster == null) {
        base.read(at, part);
      } else {
        part.copyFrom(cluster.asSlice(at % CLUSTER, length));
      }
      done += length;
    }
  }

  @Override
  public void write(long position, MemorySegment source) throws IOException {
    long done = 0;
    while (done < source.byteSize()) {
      long at = position + done;
      long length = Math.min(source.byteSize() - done, CLUSTER - at % CLUSTER);
      MemorySegment cluster = writtenCluster(at / CLUSTER);
      cluster.asSlice(at % CLUSTER, length).copyFrom(source.asSlice(done, length));
      done += length;
    }
  }

  private MemorySegment writtenCluster(long number) throws IOException {
    MemorySegment known = written.get(number);
    if (known != null) {
      return known;
    }
    if (used() + CLUSTER > quota) {
      throw new IOException("the overlay's quota of %d bytes is used up".formatted(quota));
    }
    MemorySegment cluster = MemorySegment.ofArray(new byte[CLUSTER]);
    long start = number * CLUSTER;
    base.read(start, cluster.asSlice(0, Math.min(CLUSTER, base.size() - start)));
    written.put(number, cluster);
    return cluster;
  }

  @Override
  public void flush() {}

  @Override
  public void close() throws IOException {
    base.close();
  }
}
