package trapeze.machine.device.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import trapeze.machine.device.block.BlockBackend;
import trapeze.machine.device.block.MemoryDisk;
import trapeze.machine.device.block.Overlay;
import trapeze.machine.device.virtio.Driver.Buffer;

class VirtioBlockTest {
  private static final int SECTORS = 64;
  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final int FLUSH = 4;
  private static final int GET_ID = 8;

  private static final long HEADER = Driver.BUFFERS;
  private static final long STATUS = Driver.BUFFERS + 0x100;
  private static final long DATA = Driver.BUFFERS + 0x1000;

  private final byte[] contents = new byte[SECTORS * 512];
  private final Overlay disk;
  private final Driver driver;

  VirtioBlockTest() {
    new Random(7).nextBytes(contents);
    disk = new Overlay(new MemoryDisk(contents), 1 << 20);
    driver = new Driver(new VirtioBlock(disk, "trapeze-0")).start(1);
  }

  private Buffer header(int type, long sector) {
    driver.memory.putInt(HEADER, type);
    driver.memory.putLong(HEADER + 8, sector);
    driver.memory.putByte(STATUS, (byte) 0x55);
    return Buffer.readable(HEADER, 16);
  }

  private int status() {
    return driver.memory.getByte(STATUS);
  }

  private static Buffer statusBuffer() {
    return Buffer.writable(STATUS, 1);
  }

  @Test
  void tellsItsCapacityAndItsLimits() {
    assertThat(driver.read(0x100)).isEqualTo(SECTORS);
    assertThat(driver.read(0x104)).isZero();
    assertThat(driver.read(0x10c)).isEqualTo(254);
    assertThat(driver.read(0x114)).isEqualTo(512);
    assertThat(driver.transport.read(0x101, 1)).isZero();
    driver.write(0x14, 0);
    assertThat(driver.read(0x10) & 1 << 5).as("read-only").isZero();
    Driver readOnly = new Driver(new VirtioBlock(new MemoryDisk(contents), ""));
    assertThat(readOnly.read(0x10) & 1 << 5).isNotZero();
  }

  @Test
  void readsSectors() {
    int written = driver.request(0, header(READ, 3), Buffer.writable(DATA, 1024), statusBuffer());
    assertThat(written).isEqualTo(1025);
    assertThat(status()).isZero();
    assertThat(driver.memory.read(DATA, 1024))
        .isEqualTo(Arrays.copyOfRange(contents, 3 * 512, 5 * 512));
  }

  @Test
  void writesSectors() throws IOException {
    driver.memory.fill(DATA, 512, (byte) 9);
    driver.request(0, header(WRITE, 5), Buffer.readable(DATA, 512), statusBuffer());
    assertThat(status()).isZero();
    byte[] sector = new byte[512];
    disk.read(5 * 512, MemorySegment.ofArray(sector));
    assertThat(sector).containsOnly(9);
    driver.request(0, header(FLUSH, 0), statusBuffer());
    assertThat(status()).isZero();
  }

  @Property(tries = 200)
  void buffersMayBeSplitAnywhere(
      @ForAll @IntRange(max = SECTORS - 4) int sector,
      @ForAll @Size(max = 3) List<@IntRange(min = 1, max = 2047) Integer> cuts) {
    List<Buffer> buffers = new ArrayList<>();
    buffers.add(header(READ, sector));
    int from = 0;
    int end = 4 * 512 + 1;
    for (int cut : cuts.stream().sorted().toList()) {
      buffers.add(Buffer.writable(DATA + from, cut - from));
      from = cut;
    }
    buffers.add(Buffer.writable(DATA + from, end - from));
    driver.request(0, buffers.toArray(Buffer[]::new));
    assertThat(driver.memory.read(DATA, 4 * 512))
        .isEqualTo(Arrays.copyOfRange(contents, sector * 512, (sector + 4) * 512));
    assertThat(driver.memory.getByte(DATA + 4 * 512)).isZero();
  }

  @Test
  void tellsItsName() {
    driver.request(0, header(GET_ID, 0), Buffer.writable(DATA, 20), statusBuffer());
    assertThat(new String(driver.memory.read(DATA, 20), StandardCharsets.UTF_8))
        .isEqualTo("trapeze-0" + "\0".repeat(11));
    assertThat(status()).isZero();
  }

  @Test
  void errorsAreTheGuestsToSee() {
    Buffer sector = Buffer.writable(DATA, 512);
    driver.request(0, header(READ, SECTORS), sector, statusBuffer());
    assertThat(status()).as("past the end").isOne();
    driver.request(0, header(READ, -1), sector, statusBuffer());
    assertThat(status()).as("before the start").isOne();
    driver.request(0, header(READ, Long.MAX_VALUE / 256), sector, statusBuffer());
    assertThat(status()).as("a position that overflows").isOne();
    driver.request(0, header(READ, 0), Buffer.writable(DATA, 511), statusBuffer());
    assertThat(status()).as("part of a sector").isOne();
    driver.request(0, header(99, 0), statusBuffer());
    assertThat(status()).as("no such request").isEqualTo(2);
    assertThat(driver.needsReset()).isFalse();
  }

  @Test
  void hostErrorsAndReadOnlyDisksAreIoErrors() {
    BlockBackend broken = new Overlay(new MemoryDisk(contents), 0);
    for (BlockBackend backend : List.of(broken, new MemoryDisk(contents))) {
      Driver other = new Driver(new VirtioBlock(backend, "")).start(1);
      other.memory.putInt(HEADER, WRITE);
      other.request(0, Buffer.readable(HEADER, 16), Buffer.readable(DATA, 512), statusBuffer());
      assertThat(other.memory.getByte(STATUS)).isOne();
    }
  }

  @Test
  void aRequestWithoutHeaderOrStatusBreaksTheQueue() {
    driver.chain(Driver.descriptors(0), Buffer.readable(HEADER, 15), statusBuffer());
    driver.offer(0, 0);
    driver.write(0x50, 0);
    assertThat(driver.needsReset()).isTrue();
  }
}
