package trapeze.machine.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trapeze.machine.load.GuestImage.Loaded;
import trapeze.machine.memory.PhysicalMemory;

class GuestImageTest {
  private static final long RAM = 0x8000_0000L;

  private final PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), RAM, 16 << 20);

  private static GuestImage image(byte[] contents) {
    return GuestImage.of(new Payload("kernel", contents));
  }

  private static byte[] kernel(long textOffset, long imageSize, long flags) {
    return ByteBuffer.allocate(100)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(0, 0x6f)
        .putLong(8, textOffset)
        .putLong(16, imageSize)
        .putLong(24, flags)
        .put(48, "RISCV\0\0\0RSC\005".getBytes(StandardCharsets.ISO_8859_1))
        .array();
  }

  @Test
  void aLinuxImageGoesToItsTextOffset() {
    GuestImage image = image(kernel(0x20_0000, 0x40_0000, 0));
    assertThat(image).isInstanceOf(LinuxImage.class);
    assertThat(image.loadInto(memory, RAM))
        .isEqualTo(new Loaded(RAM + 0x20_0000, new AddressRange(RAM + 0x20_0000, RAM + 0x60_0000)));
    assertThat(memory.getLong(RAM + 0x20_0000)).isEqualTo(0x6f);
  }

  @Test
  void aLinuxImageMovesUpByWholeMegapages() {
    GuestImage image = image(kernel(0x1000, 0, 0));
    assertThat(image.loadInto(memory, RAM + 0x1001).range())
        .isEqualTo(new AddressRange(RAM + 0x20_1000, RAM + 0x20_1000 + 100));
  }

  @Test
  void aLinuxImageCountsTheMemoryThatItZeroes() {
    assertThatThrownBy(() -> image(kernel(0x20_0000, 0x200_0000, 0)).loadInto(memory, RAM))
        .isInstanceOf(BadImage.class)
        .hasMessage(
            "kernel: the kernel takes 0x2000000 bytes at 0x80200000, which do not fit"
                + " memory 0x80000000..0x80ffffff; give the guest more memory");
  }

  @Test
  void refusesKernelsThatCannotBe() {
    assertThatThrownBy(() -> image(kernel(0, 0, 1))).hasMessageContaining("big-endian");
    assertThatThrownBy(() -> image(kernel(-1, 0, 0))).hasMessageContaining("text offset");
    assertThatThrownBy(() -> image(Arrays.copyOf(kernel(0, 0, 0), 60)))
        .hasMessage("kernel: truncated in the Image header, after 60 bytes");
  }

  @Test
  void anythingElseIsFlat() {
    byte[] contents = {1, 2, 3};
    assertThat(image(contents).loadInto(memory, RAM + 4096))
        .isEqualTo(new Loaded(RAM + 4096, new AddressRange(RAM + 4096, RAM + 4099)));
    assertThat(memory.read(RAM + 4096, 4)).containsExactly(1, 2, 3, 0);
    assertThatThrownBy(() -> image(contents).loadInto(memory, RAM + memory.size() - 2))
        .isInstanceOf(BadImage.class)
        .hasMessageContaining("3 bytes at 0x80fffffe do not fit");
  }

  @Test
  void saysWhatAStrangerIs() {
    assertThatThrownBy(() -> image(new byte[] {0x1f, (byte) 0x8b, 8, 0}))
        .hasMessage("kernel: is compressed; unpack it first");
    assertThatThrownBy(() -> image("070701.".getBytes(StandardCharsets.ISO_8859_1)))
        .hasMessage("kernel: is a cpio archive; give it as the initrd");
    assertThatThrownBy(() -> image(new byte[] {(byte) 0xd0, 0x0d, (byte) 0xfe, (byte) 0xed}))
        .hasMessageContaining("device tree");
    assertThatThrownBy(() -> image("MZ\0\0zimg".getBytes(StandardCharsets.ISO_8859_1)))
        .hasMessageContaining("compressed EFI kernel");
    byte[] arm = new byte[64];
    System.arraycopy(new byte[] {'A', 'R', 'M', 0x64}, 0, arm, 56, 4);
    assertThatThrownBy(() -> image(arm)).hasMessageContaining("Arm");
    assertThatThrownBy(() -> image(new byte[0])).hasMessage("kernel: is empty");
  }

  @Test
  void readsFilesAndResources(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("flat.bin");
    Files.write(file, new byte[] {7});
    assertThat(GuestImage.load(file).name()).isEqualTo(file.toString());
    assertThatThrownBy(() -> GuestImage.load(folder.resolve("none")))
        .isInstanceOf(BadImage.class)
        .hasMessage(folder.resolve("none") + ": no such file; check the path");
    assertThatThrownBy(() -> GuestImage.load(folder))
        .isInstanceOf(BadImage.class)
        .hasMessage(folder + ": is a directory; give a file");
    assertThat(Payload.ofResource(GuestImage.class, "GuestImage.class").contents())
        .startsWith(0xca, 0xfe);
    assertThatThrownBy(() -> Payload.ofResource(GuestImage.class, "none"))
        .isInstanceOf(BadImage.class);
  }

  @Test
  void placesAPayloadAsHighAsItFits() {
    Payload initrd = new Payload("initrd", new byte[] {1, 2, 3});
    AddressRange range = initrd.placeBelow(memory, RAM, RAM + 0x10_0000, 4096);
    assertThat(range).isEqualTo(new AddressRange(RAM + 0xf_f000, RAM + 0xf_f003));
    assertThat(memory.read(RAM + 0xf_f000, 3)).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> initrd.placeBelow(memory, RAM + 0xf_f001, RAM + 0x10_0000, 4096))
        .isInstanceOf(BadImage.class)
        .hasMessage(
            "initrd: 3 bytes do not fit between 0x800ff001 and 0x80100000;"
                + " give the guest more memory");
  }

  @Test
  void describesTheNextStageToDynamicFirmware() {
    ByteBuffer info =
        ByteBuffer.wrap(new DynamicFirmwareInfo(0x8020_0000L, 1, -1).toBytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(info.remaining()).isEqualTo(48);
    assertThat(info.getLong(0)).isEqualTo(0x4942534f);
    assertThat(info.getLong(16)).isEqualTo(0x8020_0000L);
    assertThat(info.getLong(24)).isEqualTo(1);
    assertThat(info.getLong(40)).isEqualTo(-1);
  }
}
