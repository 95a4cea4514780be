package trapeze.machine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RawMemoryTest {
  private PhysicalMemory memory;
  private long host;

  @BeforeEach
  void allocate() {
    memory = PhysicalMemory.allocate(Arena.ofAuto(), 0x1000, 0x1000);
    host = memory.hostAddress(0x1000);
  }

  @Test
  void plainAccessesSeeTheSameBytesAsPhysicalMemory() {
    RawMemory.putLong(host + 3, 0x8877_6655_4433_2211L);
    assertThat(memory.getLong(0x1003)).isEqualTo(0x8877_6655_4433_2211L);
    assertThat(RawMemory.getLong(host + 3)).isEqualTo(0x8877_6655_4433_2211L);
    assertThat(RawMemory.getInt(host + 5)).isEqualTo(0x6655_4433);
    assertThat(RawMemory.getShort(host + 3)).isEqualTo((short) 0x2211);
    assertThat(RawMemory.getByte(host + 10)).isEqualTo((byte) 0x88);
    RawMemory.putByte(host, (byte) 1);
    RawMemory.putShort(host + 1, (short) 0x0302);
    RawMemory.putInt(host + 3, 0x0706_0504);
    assertThat(memory.read(0x1000, 7)).containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void opaqueAccessesAreLittleEndian() {
    RawMemory.putLongOpaque(host, 0x8877_6655_4433_2211L);
    assertThat(RawMemory.getByteOpaque(host)).isEqualTo((byte) 0x11);
    assertThat(RawMemory.getShortOpaque(host + 2)).isEqualTo((short) 0x4433);
    assertThat(RawMemory.getIntOpaque(host + 4)).isEqualTo(0x8877_6655);
    assertThat(RawMemory.getLongOpaque(host)).isEqualTo(0x8877_6655_4433_2211L);
    RawMemory.putByteOpaque(host + 8, (byte) 1);
    RawMemory.putShortOpaque(host + 10, (short) 2);
    RawMemory.putIntOpaque(host + 12, 3);
    assertThat(memory.read(0x1008, 8)).containsExactly(1, 0, 2, 0, 3, 0, 0, 0);
  }

  @Test
  void readModifyWriteOfInts() {
    assertThat(RawMemory.getAndSetInt(host, 12)).isZero();
    assertThat(RawMemory.getAndAddInt(host, -2)).isEqualTo(12);
    assertThat(RawMemory.getAndAndInt(host, 6)).isEqualTo(10);
    assertThat(RawMemory.getAndOrInt(host, 9)).isEqualTo(2);
    assertThat(RawMemory.getAndXorInt(host, -1)).isEqualTo(11);
    assertThat(RawMemory.compareAndSetInt(host, 0, 5)).isFalse();
    assertThat(RawMemory.compareAndSetInt(host, ~11, 5)).isTrue();
    assertThat(memory.getLong(0x1000)).isEqualTo(5);
  }

  @Test
  void readModifyWriteOfLongs() {
    assertThat(RawMemory.getAndSetLong(host, 12L << 32)).isZero();
    assertThat(RawMemory.getAndAddLong(host, -(2L << 32))).isEqualTo(12L << 32);
    assertThat(RawMemory.getAndAndLong(host, 6L << 32)).isEqualTo(10L << 32);
    assertThat(RawMemory.getAndOrLong(host, 9L << 32)).isEqualTo(2L << 32);
    assertThat(RawMemory.getAndXorLong(host, -1)).isEqualTo(11L << 32);
    assertThat(RawMemory.compareAndSetLong(host, 0, 5)).isFalse();
    assertThat(RawMemory.compareAndSetLong(host, ~(11L << 32), 5)).isTrue();
    assertThat(memory.getLong(0x1000)).isEqualTo(5);
  }
}
