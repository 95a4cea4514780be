package trapeze.machine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PhysicalMemoryTest {
  private static final long BASE = 0x8000_0000L;
  private static final long SIZE = 1 << 20;

  private static PhysicalMemory memory() {
    return PhysicalMemory.allocate(Arena.ofAuto(), BASE, SIZE);
  }

  @Test
  void startsZeroed() {
    assertThat(memory().read(BASE, (int) SIZE)).containsOnly(0);
  }

  @Property(tries = 200)
  void isLittleEndianAtAnyAlignment(
      @ForAll @LongRange(min = BASE, max = BASE + 64) long address, @ForAll long value) {
    PhysicalMemory memory = memory();
    memory.putLong(address, value);
    assertThat(memory.getInt(address)).isEqualTo((int) value);
    assertThat(memory.getInt(address + 4)).isEqualTo((int) (value >>> 32));
    assertThat(memory.getShort(address + 2)).isEqualTo((short) (value >>> 16));
    assertThat(memory.getByte(address + 7)).isEqualTo((byte) (value >>> 56));

    memory.putInt(address, 0x0403_0201);
    memory.putShort(address + 4, (short) 0x0605);
    memory.putByte(address + 6, (byte) 7);
    memory.putByte(address + 7, (byte) 8);
    assertThat(memory.read(address, 8)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void knowsWhatItContains() {
    PhysicalMemory memory = memory();
    assertThat(memory.contains(BASE, SIZE)).isTrue();
    assertThat(memory.contains(BASE, SIZE + 1)).isFalse();
    assertThat(memory.contains(BASE - 1, 1)).isFalse();
    assertThat(memory.contains(BASE + SIZE - 1, 1)).isTrue();
    assertThat(memory.contains(BASE + SIZE - 1, 2)).isFalse();
    assertThat(memory.contains(BASE + SIZE, 0)).isTrue();
    assertThat(memory.contains(BASE, -1)).isFalse();
    assertThat(memory.contains(-1, 2)).isFalse();
    assertThat(memory.contains(Long.MIN_VALUE, 1)).isFalse();
  }

  @Test
  void refusesAccessesOutside() {
    PhysicalMemory memory = memory();
    assertThatThrownBy(() -> memory.getByte(BASE - 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> memory.putLong(BASE + SIZE - 7, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> memory.read(BASE + SIZE - 1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> memory.hostAddress(BASE + SIZE + 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void copiesBuffers() {
    PhysicalMemory memory = memory();
    memory.write(BASE + 1, new byte[] {1, 2, 3, 4});
    ByteBuffer out = ByteBuffer.allocate(6).position(1).limit(5);
    memory.read(BASE + 1, out);
    assertThat(out.array()).containsExactly(0, 1, 2, 3, 4, 0);
    assertThat(out.remaining()).isZero();

    memory.write(BASE + 8, out.rewind().limit(3));
    memory.write(BASE + 16, MemorySegment.ofArray(new byte[] {9, 8}));
    memory.fill(BASE + 18, 2, (byte) 7);
    assertThat(memory.read(BASE + 8, 4)).containsExactly(0, 1, 2, 0);
    assertThat(memory.read(BASE + 16, 5)).containsExactly(9, 8, 7, 7, 0);
  }

  @Test
  void windowIsTheSameBytesElsewhere() {
    PhysicalMemory memory = memory();
    PhysicalMemory window = memory.window(0x4000_0000L, BASE + 0x2000, 0x1000);
    memory.putInt(BASE + 0x2004, 42);
    assertThat(window.getInt(0x4000_0004L)).isEqualTo(42);
    assertThat(window.hostAddress(0x4000_0000L)).isEqualTo(memory.hostAddress(BASE + 0x2000));
    assertThat(window.contains(0x4000_0000L, 0x1001)).isFalse();
    assertThatThrownBy(() -> window.getByte(0x4000_1000L))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> memory.window(0, BASE + SIZE - 0x1000, 0x2000))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> memory.window(0, BASE + 8, 0x1000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void backsLargeMemoryLazily() {
    // The host gives two pages for this gigabyte, or the machine that runs the tests would notice.
    PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), BASE, 1L << 30);
    memory.putLong(BASE + (1L << 30) - 8, -1);
    assertThat(memory.getLong(BASE + (1L << 30) - 8)).isEqualTo(-1);
    assertThat(memory.getLong(BASE + (1L << 29))).isZero();
  }

  @Test
  void moreThanTheHostHasIsOneClearLine() {
    assertThatThrownBy(() -> PhysicalMemory.allocate(Arena.ofAuto(), BASE, 1L << 50))
        .isInstanceOf(OutOfHostMemory.class)
        .hasMessageStartingWith("1073741824 MiB of guest memory")
        .hasMessageNotContaining("\n");
  }

  @Test
  void closingTheArenaEndsTheMemory() {
    PhysicalMemory memory;
    try (Arena arena = Arena.ofConfined()) {
      memory = PhysicalMemory.allocate(arena, BASE, SIZE);
    }
    assertThatThrownBy(() -> memory.getByte(BASE)).isInstanceOf(IllegalStateException.class);
  }
}
