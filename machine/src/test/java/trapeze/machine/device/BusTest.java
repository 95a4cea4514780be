package trapeze.machine.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import trapeze.machine.memory.PhysicalMemory;

class BusTest {
  private final PhysicalMemory memory =
      PhysicalMemory.allocate(Arena.ofAuto(), 0x8000_0000L, 0x1000);
  private final Scratch low = new Scratch("low", 0x100);
  private final Scratch high = new Scratch("high", 0x10);
  private final Bus bus = Bus.with(memory).device(0x2000, high).device(0x1000, low).build();

  /** One 32-bit register at every aligned offset. */
  private static final class Scratch implements Device {
    private final String name;
    private final int[] words;

    Scratch(String name, int size) {
      this.name = name;
      this.words = new int[size / 4];
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long size() {
      return words.length * 4L;
    }

    @Override
    public boolean accepts(long offset, int widthBytes) {
      return widthBytes == 4 && offset % 4 == 0;
    }

    @Override
    public long read(long offset, int widthBytes) {
      return Integer.toUnsignedLong(words[(int) offset / 4]);
    }

    @Override
    public void write(long offset, int widthBytes, long value) {
      words[(int) offset / 4] = (int) value;
    }
  }

  @Test
  void sendsEachAccessToTheDeviceAtItsAddress() {
    bus.write(0x1004, 4, 0xffff_ffff_dead_beefL);
    bus.write(0x2004, 4, 7);
    assertThat(low.words[1]).isEqualTo(0xdead_beef);
    assertThat(bus.read(0x1004, 4)).isEqualTo(0xdead_beefL);
    assertThat(bus.read(0x2004, 4)).isEqualTo(7);
    assertThat(bus.deviceAt(0x10ff)).isSameAs(low);
    assertThat(bus.deviceAt(0x1100)).isNull();
    assertThat(bus.deviceAt(0x200f)).isSameAs(high);
    assertThat(bus.deviceAt(0x8000_0000L)).isNull();
    assertThat(bus.deviceAt(-1)).isNull();
    assertThat(bus.deviceAt(0)).isNull();
  }

  @Test
  void readsAndWritesMemoryInEveryWidth() {
    for (int width : new int[] {1, 2, 4, 8}) {
      bus.write(0x8000_0011L, width, -1);
      assertThat(bus.read(0x8000_0010L, 8))
          .isEqualTo(width == 8 ? -1L << 8 : (1L << 8 * width) - 1 << 8);
      assertThat(bus.read(0x8000_0011L, width)).isEqualTo(-1L >>> (64 - 8 * width));
    }
  }

  @Test
  void acceptsOnlyWhatMemoryOrOneDeviceAnswers() {
    assertThat(bus.accepts(0x1000, 4)).isTrue();
    assertThat(bus.accepts(0x1000, 8)).isFalse();
    assertThat(bus.accepts(0x1002, 4)).isFalse();
    assertThat(bus.accepts(0x10fe, 4)).isFalse();
    assertThat(bus.accepts(0x3000, 4)).isFalse();
    assertThat(bus.accepts(0x8000_0ff8L, 8)).isTrue();
    assertThat(bus.accepts(0x8000_0ff9L, 8)).isFalse();
    assertThat(bus.accepts(-4, 4)).isFalse();
    assertThat(bus.accepts(0x8000_0000_0000_1000L, 4)).isFalse();
    assertThatThrownBy(() -> bus.read(0x3000, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nothing accepts 4 bytes at 0x3000");
  }

  @Test
  void refusesRangesThatOverlap() {
    assertThatThrownBy(() -> Bus.with(memory).device(0, low).device(0xfc, high).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("high 0xfc..0x10b overlaps low 0x0..0xff");
    assertThatThrownBy(() -> Bus.with(memory).device(0x8000_0ff0L, low).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("overlaps memory 0x80000000..0x80000fff");
  }
}
