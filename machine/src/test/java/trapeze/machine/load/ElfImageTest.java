package trapeze.machine.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import trapeze.machine.memory.PhysicalMemory;

class ElfImageTest {
  private static final long RAM = 0x8000_0000L;
  private static final int EXECUTABLE = 2;
  private static final int SHARED = 3;

  private final PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), RAM, 1 << 20);

  private record Segment(long virtual, long physical, int fileSize, long memorySize) {}

  /** An ELF file whose segments are filled with 1, 2, …, with one symbol, {@code tohost}. */
  private static byte[] elf(int type, long entry, Segment... segments) {
    int data = 64 + 56 * segments.length;
    int dataSize = Arrays.stream(segments).mapToInt(Segment::fileSize).sum();
    byte[] strings = "\0tohost\0.symtab\0.strtab\0".getBytes(StandardCharsets.ISO_8859_1);
    int symbols = data + dataSize;
    int stringsAt = symbols + 48;
    int sections = stringsAt + strings.length;
    ByteBuffer out = ByteBuffer.allocate(sections + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    out.putShort((short) type).putShort((short) 243).putInt(1);
    out.putLong(entry).putLong(64).putLong(sections).putInt(0);
    out.putShort((short) 64).putShort((short) 56).putShort((short) segments.length);
    out.putShort((short) 64).putShort((short) 3).putShort((short) 2);
    int at = data;
    for (Segment segment : segments) {
      out.putInt(1).putInt(7).putLong(at).putLong(segment.virtual()).putLong(segment.physical());
      out.putLong(segment.fileSize()).putLong(segment.memorySize()).putLong(8);
      at += segment.fileSize();
    }
    for (int i = 0; i < segments.length; i++) {
      for (int j = 0; j < segments[i].fileSize(); j++) {
        out.put((byte) (i + 1));
      }
    }
    out.put(new byte[24]);
    out.putInt(1).put((byte) 0x10).put((byte) 0).putShort((short) 1).putLong(0x1234).putLong(8);
    out.put(strings);
    section(out, 0, 0, 0, 0, 0, 0);
    section(out, 8, 2, symbols, 48, 2, 24);
    section(out, 16, 3, stringsAt, strings.length, 0, 0);
    return out.array();
  }

  private static void section(
      ByteBuffer out, int name, int type, long offset, long size, int link, long entrySize) {
    out.putInt(name).putInt(type).putLong(0).putLong(0).putLong(offset).putLong(size);
    out.putInt(link).putInt(1).putLong(1).putLong(entrySize);
  }

  private static byte[] twoSegments() {
    return elf(
        EXECUTABLE,
        RAM + 4,
        new Segment(RAM, RAM, 16, 16),
        new Segment(RAM + 0x1000, RAM + 0x1000, 8, 32));
  }

  private static GuestImage image(byte[] contents) {
    return GuestImage.of(new Payload("program", contents));
  }

  @Test
  void loadsSegmentsAndZeroesTheRest() {
    memory.fill(RAM, 0x2000, (byte) 0x55);
    GuestImage.Loaded loaded = image(twoSegments()).loadInto(memory, RAM);
    assertThat(loaded.entry()).isEqualTo(RAM + 4);
    assertThat(loaded.range()).isEqualTo(new AddressRange(RAM, RAM + 0x1020));
    assertThat(memory.read(RAM, 17)).startsWith(1, 1).endsWith(1, 0x55);
    assertThat(memory.read(RAM + 0x1000, 33)).startsWith(2, 2, 2, 2, 2, 2, 2, 2, 0).endsWith(0, 85);
  }

  @Test
  void findsSymbols() {
    ElfImage elf = (ElfImage) image(twoSegments());
    assertThat(elf.symbol("tohost")).hasValue(0x1234);
    assertThat(elf.symbol("fromhost")).isEmpty();
  }

  @Test
  void entersAKernelLinkedHighAtItsPhysicalAddress() {
    byte[] elf =
        elf(EXECUTABLE, 0xffff_ffff_8000_0008L, new Segment(0xffff_ffff_8000_0000L, RAM, 16, 16));
    assertThat(image(elf).loadInto(memory, RAM).entry()).isEqualTo(RAM + 8);
  }

  @Test
  void movesOnlyPositionIndependentFilesThatAreNotInMemory() {
    Segment atZero = new Segment(0, 0, 16, 16);
    GuestImage.Loaded moved = image(elf(SHARED, 4, atZero)).loadInto(memory, RAM + 0x4000);
    assertThat(moved.entry()).isEqualTo(RAM + 0x4004);
    assertThat(memory.getByte(RAM + 0x4000)).isEqualTo((byte) 1);

    byte[] inMemory = elf(SHARED, RAM, new Segment(RAM, RAM, 16, 16));
    assertThat(image(inMemory).loadInto(memory, RAM + 0x4000).entry()).isEqualTo(RAM);

    assertThatThrownBy(() -> image(elf(EXECUTABLE, 4, atZero)).loadInto(memory, RAM))
        .isInstanceOf(BadImage.class)
        .hasMessage(
            "program: segment 0 (0x0..0x10) does not fit memory 0x80000000..0x800fffff;"
                + " give the guest more memory, or link it elsewhere");
  }

  @Test
  void leavesOutHeadersThatTheLinkerPutBelowMemory() {
    byte[] elf = elf(EXECUTABLE, RAM, new Segment(RAM, RAM, 0x20, 0x20));
    int headers = 64 + 56;
    byte[] withHeaders = elf.clone();
    ByteBuffer.wrap(withHeaders)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(64 + 8, 0)
        .putLong(64 + 24, RAM - headers)
        .putLong(64 + 32, headers + 0x20)
        .putLong(64 + 40, headers + 0x20);
    assertThat(image(withHeaders).loadInto(memory, RAM).range())
        .isEqualTo(new AddressRange(RAM, RAM + 0x20));
    assertThat(memory.read(RAM, 0x21)).startsWith(1).endsWith(1, 0);

    ByteBuffer.wrap(withHeaders).order(ByteOrder.LITTLE_ENDIAN).putLong(64 + 24, RAM - headers - 1);
    assertThatThrownBy(() -> image(withHeaders).loadInto(memory, RAM))
        .as("a byte of the program itself is below memory")
        .isInstanceOf(BadImage.class);
  }

  @Test
  void namesSegmentsThatOverlap() {
    byte[] elf =
        elf(EXECUTABLE, RAM, new Segment(RAM + 8, RAM + 8, 8, 8), new Segment(RAM, RAM, 8, 16));
    assertThatThrownBy(() -> image(elf))
        .isInstanceOf(BadImage.class)
        .hasMessage(
            "program: segment 0 (0x80000008..0x80000010) overlaps segment 1"
                + " (0x80000000..0x80000010); mend the linker script");
  }

  @Test
  void refusesOtherMachines() {
    byte[] x86 = twoSegments();
    x86[18] = 62;
    assertThatThrownBy(() -> image(x86)).hasMessageContaining("machine 62, not for RISC-V");
    byte[] rv32 = twoSegments();
    rv32[4] = 1;
    assertThatThrownBy(() -> image(rv32)).hasMessageContaining("not a 64-bit ELF file");
    byte[] bigEndian = twoSegments();
    bigEndian[5] = 2;
    assertThatThrownBy(() -> image(bigEndian)).hasMessageContaining("big-endian");
    byte[] object = twoSegments();
    object[16] = 1;
    assertThatThrownBy(() -> image(object)).hasMessageContaining("not an executable");
    assertThatThrownBy(() -> image(elf(EXECUTABLE, 0))).hasMessageContaining("no segment to load");
  }

  @Test
  void saysWhereAFileIsTruncated() {
    assertThatThrownBy(() -> image(Arrays.copyOf(twoSegments(), 60)))
        .hasMessage("program: truncated in the ELF header, after 60 bytes");
    assertThatThrownBy(() -> image(Arrays.copyOf(twoSegments(), 100)))
        .hasMessage("program: truncated: 2 program headers at byte 64, but the file has 100 bytes");
    assertThatThrownBy(() -> image(Arrays.copyOf(twoSegments(), 196)))
        .hasMessage(
            "program: truncated: segment 1 is 8 bytes at byte 192, but the file has 196 bytes");
  }

  @Test
  void believesNoSizeThatASectionTells() {
    byte[] intact = twoSegments();
    int sections = intact.length - 3 * 64;
    for (int at = sections; at < intact.length; at++) {
      for (int value : new int[] {0x01, 0x7f, 0xff}) {
        byte[] damaged = intact.clone();
        damaged[at] = (byte) value;
        loadsOrIsABadImage(damaged);
      }
    }
    byte[] large = intact.clone();
    large[sections + 64 + 32 + 4] = 1;
    assertThatThrownBy(() -> ((ElfImage) image(large)).symbols())
        .hasMessageContaining("truncated: section 1 is 4294967344 bytes");
  }

  @Property(tries = 500)
  void damageIsNeverAnythingButABadImage(
      @ForAll @IntRange(max = 470) int at, @ForAll byte value, @ForAll boolean cut) {
    byte[] damaged = twoSegments();
    damaged[at % damaged.length] = value;
    if (cut) {
      damaged = Arrays.copyOf(damaged, at % damaged.length + 1);
    }
    loadsOrIsABadImage(damaged);
  }

  private void loadsOrIsABadImage(byte[] damaged) {
    try {
      GuestImage image = image(damaged);
      image.loadInto(memory, RAM);
      if (image instanceof ElfImage elf) {
        elf.symbols();
      }
    } catch (BadImage e) {
      assertThat(e).hasMessageStartingWith("program: ").hasMessageNotContaining("\n");
    }
  }
}
