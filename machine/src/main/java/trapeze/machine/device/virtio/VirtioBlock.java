package trapeze.machine.device.virtio;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import trapeze.machine.device.block.BlockBackend;

/** A disk (Virtio 1.2, section 5.2): read, write, flush, and its name. */
public final class VirtioBlock implements VirtioDevice {
  private static final int TYPE = 2;

  private static final int REQUEST_READ = 0;
  private static final int REQUEST_WRITE = 1;
  private static final int REQUEST_FLUSH = 4;
  private static final int REQUEST_GET_ID = 8;

  private static final int STATUS_OK = 0;
  private static final int STATUS_IO_ERROR = 1;
  private static final int STATUS_UNSUPPORTED = 2;

  private static final int HEADER_BYTES = 16;
  private static final int ID_BYTES = 20;

  private static final long FEATURE_SEGMENTS_MAX = 1L << 2;
  private static final long FEATURE_READ_ONLY = 1L << 5;
  private static final long FEATURE_BLOCK_SIZE = 1L << 6;
  private static final long FEATURE_FLUSH = 1L << 9;

  private final BlockBackend backend;
  private final byte[] id;
  private final byte[] config;

  /**
   * A disk with the backend's contents.
   *
   * @param id what the guest sees as the disk's serial number; the first 20 bytes count
   */
  public VirtioBlock(BlockBackend backend, String id) {
    this.backend = backend;
    this.id = Arrays.copyOf(id.getBytes(StandardCharsets.UTF_8), ID_BYTES);
    this.config =
        ByteBuffer.allocate(24)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(0, backend.size() / BlockBackend.SECTOR)
            .putInt(12, Virtqueue.MAX_SIZE - 2) // a request's header and status take two
            .putInt(20, BlockBackend.SECTOR)
            .array();
  }

  @Override
  public String name() {
    return "block";
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public long features() {
    return FEATURE_SEGMENTS_MAX
        | FEATURE_BLOCK_SIZE
        | FEATURE_FLUSH
        | (backend.readOnly() ? FEATURE_READ_ONLY : 0);
  }

  @Override
  public int queues() {
    return 1;
  }

  @Override
  public int config(int offset) {
    return offset < config.length ? config[offset] : 0;
  }

  @Override
  public void serve(int index, Virtqueue queue) {
    for (var chain = queue.next(); chain != null; chain = queue.next()) {
      if (chain.readable().length() < HEADER_BYTES || chain.writable().length() < 1) {
        queue.fail();
        return;
      }
      long answer = chain.writable().length() - 1;
      int status = serve(chain, answer);
      chain.writable().slice(answer, 1).write(new byte[] {(byte) status});
      queue.complete(chain, answer + 1);
    }
  }

  private int serve(DescriptorChain chain, long answer) {
    ByteBuffer header =
        ByteBuffer.wrap(chain.readable().slice(0, HEADER_BYTES).read())
            .order(ByteOrder.LITTLE_ENDIAN);
    Scatter said = chain.readable().slice(HEADER_BYTES, chain.readable().length() - HEADER_BYTES);
    Scatter room = chain.writable().slice(0, answer);
    long sector = header.getLong(8);
    try {
      return switch (header.getInt(0)) {
        case REQUEST_READ -> read(sector, room);
        case REQUEST_WRITE -> write(sector, said);
        case REQUEST_FLUSH -> {
          backend.flush();
          yield STATUS_OK;
        }
        case REQUEST_GET_ID -> {
          room.write(id);
          yield STATUS_OK;
        }
        default -> STATUS_UNSUPPORTED;
      };
    } catch (IOException e) {
      return STATUS_IO_ERROR;
    }
  }

  private int read(long sector, Scatter room) throws IOException {
    if (!isOnDisk(sector, room.length())) {
      return STATUS_IO_ERROR;
    }
    long position = sector * BlockBackend.SECTOR;
    for (MemorySegment piece : room.pieces()) {
      backend.read(position, piece);
      position += piece.byteSize();
    }
    return STATUS_OK;
  }

  private int write(long sector, Scatter said) throws IOException {
    if (backend.readOnly() || !isOnDisk(sector, said.length())) {
      return STATUS_IO_ERROR;
    }
    long position = sector * BlockBackend.SECTOR;
    for (MemorySegment piece : said.pieces()) {
      backend.write(position, piece);
      position += piece.byteSize();
    }
    return STATUS_OK;
  }

  private boolean isOnDisk(long sector, long length) {
    long sectors = backend.size() / BlockBackend.SECTOR;
    return length % BlockBackend.SECTOR == 0
        && sector >= 0
        && sector <= sectors - length / BlockBackend.SECTOR;
  }
}
