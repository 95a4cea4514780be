package trapeze.machine.device.block;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** A read-only disk whose contents are given as bytes, such as one built into Trapeze. */
public final class MemoryDisk implements BlockBackend {
  private final MemorySegment contents;

  /** A disk of these bytes, filled up with zeroes to a whole number of sectors. */
  public MemoryDisk(byte[] contents) {
    int sectors = Math.ceilDiv(contents.length, SECTOR);
    this.contents = MemorySegment.ofArray(Arrays.copyOf(contents, sectors * SECTOR));
  }

  @Override
  public long size() {
    return contents.byteSize();
  }

  @Override
  public boolean readOnly() {
    return true;
  }

  @Override
  public void read(long position, MemorySegment target) {
    target.copyFrom(contents.asSlice(position, target.byteSize()));
  }

  @Override
  public void write(long position, MemorySegment source) throws IOException {
    throw new IOException("the disk is read-only");
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
