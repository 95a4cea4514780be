package trapeze.machine.device.virtio;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Bytes in guest memory, one after the other in one or more pieces. */
final class Scatter {
  private final List<MemorySegment> pieces = new ArrayList<>();
  private long length;

  void add(MemorySegment piece) {
    pieces.add(piece);
    length += piece.byteSize();
  }

  /** Number of bytes. */
  long length() {
    return length;
  }

  /** The memory itself, in order. */
  List<MemorySegment> pieces() {
    return pieces;
  }

  /** The part {@code [from, from + count)}, which must be inside. */
  Scatter slice(long from, long count) {
    Scatter part = new Scatter();
    long skip = from;
    for (MemorySegment piece : pieces) {
      long taken =
          Math.min(piece.byteSize() - Math.min(skip, piece.byteSize()), count - part.length);
      if (taken > 0) {
        part.add(piece.asSlice(skip, taken));
      }
      skip = Math.max(0, skip - piece.byteSize());
    }
    return part;
  }

  /** A copy of all bytes. */
  byte[] read() {
    byte[] copy = new byte[Math.toIntExact(length)];
    int at = 0;
    for (MemorySegment piece : pieces) {
      int size = (int) piece.byteSize();
      MemorySegment.copy(piece, ValueLayout.JAVA_BYTE, 0, copy, at, size);
      at += size;
    }
    return copy;
  }

  /** Writes {@code bytes} from the first on, as many as there is room for; returns how many. */
  int write(byte[] bytes) {
    int done = 0;
    for (MemorySegment piece : pieces) {
      int size = (int) Math.min(piece.byteSize(), bytes.length - done);
      MemorySegment.copy(bytes, done, piece, ValueLayout.JAVA_BYTE, 0, size);
      done += size;
    }
    return done;
  }
}
