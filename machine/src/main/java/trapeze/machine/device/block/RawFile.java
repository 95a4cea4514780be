package trapeze.machine.device.block;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import trapeze.machine.load.BadImage;

/** A disk whose sectors are those of a file, in order and without a header. */
public final class RawFile implements BlockBackend {
  /** Largest piece given to the host at once: a buffer's length is an int. */
  private static final long PIECE = 1 << 30;

  private final FileChannel channel;
  private final long size;
  private final boolean writable;

  private RawFile(FileChannel channel, long size, boolean writable) {
    this.channel = channel;
    this.size = size;
    this.writable = writable;
  }

  /**
   * Opens a disk image so that nothing can change it.
   *
   * @throws BadImage if it cannot be opened, or is no whole number of sectors
   */
  public static RawFile readOnly(Path path) {
    return open(path, false);
  }

  /**
   * Opens a disk image whose contents the guest is to change.
   *
   * @throws BadImage if it cannot be opened, or is no whole number of sectors
   */
  public static RawFile writable(Path path) {
    return open(path, true);
  }

  private static RawFile open(Path path, boolean writable) {
    try {
      if (Files.isDirectory(path)) {
        throw new BadImage(path.toString(), "is a directory; give a disk image");
      }
      long size = Files.size(path);
      if (size == 0 || size % SECTOR != 0) {
        throw new BadImage(
            path.toString(),
            "%d bytes are no whole number of %d-byte sectors; is the disk image truncated?"
                .formatted(size, SECTOR));
      }
      FileChannel channel =
          writable
              ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
              : FileChannel.open(path, StandardOpenOption.READ);
      return new RawFile(channel, size, writable);
    } catch (NoSuchFileException e) {
      throw new BadImage(path.toString(), "no such disk image; check the path");
    } catch (AccessDeniedException e) {
      throw new BadImage(path.toString(), "the disk image may not be opened; check permissions");
    } catch (IOException e) {
      throw new BadImage(
          path.toString(), "the disk image cannot be opened (%s)".formatted(e.getMessage()));
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean readOnly() {
    return !writable;
  }

  @Override
  public void read(long position, MemorySegment target) throws IOException {
    for (long done = 0; done < target.byteSize(); ) {
      int count = channel.read(piece(target, done), position + done);
      if (count < 0) {
        throw new EOFException("the disk image has become shorter");
      }
      done += count;
    }
  }

  @Override
  public void write(long position, MemorySegment source) throws IOException {
    if (!writable) {
      throw new IOException("the disk image is read-only");
    }
    for (long done = 0; done < source.byteSize(); ) {
      done += channel.write(piece(source, done), position + done);
    }
  }

  private static ByteBuffer piece(MemorySegment whole, long from) {
    return whole.asSlice(from, Math.min(PIECE, whole.byteSize() - from)).asByteBuffer();
  }

  @Override
  public void flush() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
