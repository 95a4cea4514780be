package trapeze.machine.device.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trapeze.machine.load.BadImage;
import trapeze.machine.memory.PhysicalMemory;

class BlockBackendTest {
  private static final int SECTOR = BlockBackend.SECTOR;

  private static byte[] contents(int sectors) {
    byte[] contents = new byte[sectors * SECTOR];
    new Random(1).nextBytes(contents);
    return contents;
  }

  private static byte[] read(BlockBackend disk, int position, int length) throws IOException {
    byte[] target = new byte[length];
    disk.read(position, MemorySegment.ofArray(target));
    return target;
  }

  private static void write(BlockBackend disk, int position, byte[] source) throws IOException {
    disk.write(position, MemorySegment.ofArray(source));
  }

  @Test
  void aReadOnlyFileStaysAsItIs(@TempDir Path folder) throws IOException {
    byte[] before = contents(4);
    Path file = Files.write(folder.resolve("disk"), before);
    try (RawFile disk = RawFile.readOnly(file)) {
      assertThat(disk.readOnly()).isTrue();
      assertThat(disk.size()).isEqualTo(4 * SECTOR);
      assertThat(read(disk, SECTOR, SECTOR))
          .isEqualTo(Arrays.copyOfRange(before, SECTOR, 2 * SECTOR));
      assertThatThrownBy(() -> write(disk, 0, new byte[SECTOR])).isInstanceOf(IOException.class);
    }
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void aWritableFileKeepsWhatIsWritten(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("disk"), new byte[4 * SECTOR]);
    byte[] sector = contents(1);
    try (RawFile disk = RawFile.writable(file)) {
      write(disk, 2 * SECTOR, sector);
      disk.flush();
    }
    assertThat(Arrays.copyOfRange(Files.readAllBytes(file), 2 * SECTOR, 3 * SECTOR))
        .isEqualTo(sector);
  }

  @Test
  void aFileIsReadIntoMemoryThatThreadsShare(@TempDir Path folder) throws IOException {
    byte[] before = contents(8);
    Path file = Files.write(folder.resolve("disk"), before);
    try (Arena arena = Arena.ofShared();
        RawFile disk = RawFile.readOnly(file)) {
      PhysicalMemory memory = PhysicalMemory.allocate(arena, 0, 8192);
      disk.read(0, memory.segment(4096, 4096));
      assertThat(memory.read(4096, 4096)).isEqualTo(before);
    }
  }

  @Test
  void aFileThatBecameShorterIsAnIoError(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("disk"), contents(4));
    try (RawFile disk = RawFile.readOnly(file)) {
      Files.write(file, new byte[SECTOR]);
      assertThatThrownBy(() -> read(disk, 0, 2 * SECTOR)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void saysWhatIsWrongWithAFile(@TempDir Path folder) throws IOException {
    Path odd = Files.write(folder.resolve("odd"), new byte[700]);
    assertThatThrownBy(() -> RawFile.readOnly(odd))
        .isInstanceOf(BadImage.class)
        .hasMessage(
            odd
                + ": 700 bytes are no whole number of 512-byte sectors;"
                + " is the disk image truncated?");
    assertThatThrownBy(() -> RawFile.writable(folder.resolve("none")))
        .isInstanceOf(BadImage.class)
        .hasMessageContaining("no such disk image");
    assertThatThrownBy(() -> RawFile.readOnly(folder))
        .isInstanceOf(BadImage.class)
        .hasMessageContaining("is a directory");
  }

  @Test
  void bytesBecomeADiskOfWholeSectors() throws IOException {
    MemoryDisk disk = new MemoryDisk(new byte[] {1, 2, 3});
    assertThat(disk.size()).isEqualTo(SECTOR);
    assertThat(read(disk, 0, 4)).containsExactly(1, 2, 3, 0);
    assertThat(disk.readOnly()).isTrue();
    assertThatThrownBy(() -> write(disk, 0, new byte[SECTOR])).isInstanceOf(IOException.class);
  }

  @Test
  void anOverlayRefusesMoreThanItsQuota() throws IOException {
    Overlay overlay = new Overlay(new MemoryDisk(contents(1024)), 2 * Overlay.CLUSTER);
    write(overlay, 0, new byte[SECTOR]);
    write(overlay, 3 * Overlay.CLUSTER, new byte[SECTOR]);
    assertThat(overlay.used()).isEqualTo(2 * Overlay.CLUSTER);
    assertThatThrownBy(() -> write(overlay, 5 * Overlay.CLUSTER, new byte[SECTOR]))
        .isInstanceOf(IOException.class);
    write(overlay, SECTOR, new byte[SECTOR]);
    assertThat(overlay.used()).isEqualTo(2 * Overlay.CLUSTER);
  }

  private record Access(int sector, int sectors, boolean isWrite, byte value) {}

  private static final int DISK_SECTORS = 3 * Overlay.CLUSTER / SECTOR + 5;

  @Provide
  Arbitrary<List<Access>> accesses() {
    return Combinators.combine(
            Arbitraries.integers().between(0, DISK_SECTORS - 1),
            Arbitraries.integers().between(1, 300),
            Arbitraries.of(true, false),
            Arbitraries.bytes())
        .as(Access::new)
        .list()
        .ofMaxSize(12);
  }

  @Property(tries = 100)
  void anOverlayReadsAsIfItsBaseHadBeenWritten(@ForAll("accesses") List<Access> accesses)
      throws IOException {
    byte[] base = contents(DISK_SECTORS);
    byte[] model = base.clone();
    MemoryDisk disk = new MemoryDisk(base);
    Overlay overlay = new Overlay(disk, Long.MAX_VALUE);
    for (Access access : accesses) {
      int from = access.sector() * SECTOR;
      int to = Math.min(model.length, from + access.sectors() * SECTOR);
      if (access.isWrite()) {
        Arrays.fill(model, from, to, access.value());
        write(overlay, from, Arrays.copyOfRange(model, from, to));
      } else {
        assertThat(read(overlay, from, to - from)).isEqualTo(Arrays.copyOfRange(model, from, to));
      }
    }
    assertThat(read(overlay, 0, model.length)).isEqualTo(model);
    assertThat(read(disk, 0, base.length)).isEqualTo(base);
  }
}
