package trapeze.machine.device.block;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * The contents of a disk. A device asks only for ranges inside {@link #size}, and turns an {@link
 * IOException} into an error that the guest sees.
 */
public interface BlockBackend extends AutoCloseable {
  /** Bytes in a sector, the unit of every position and length. */
  int SECTOR = 512;

  /** Size in bytes, a multiple of {@link #SECTOR}. */
  long size();

  /** Whether writes are refused. */
  boolean readOnly();

  /** Fills {@code target} from the bytes at {@code position}. */
  void read(long position, MemorySegment target) throws IOException;

  /** Writes all of {@code source} at {@code position}. */
  void write(long position, MemorySegment source) throws IOException;

  /** Makes what was written last beyond this process, where it can. */
  void flush() throws IOException;

  @Override
  void close() throws IOException;
}
