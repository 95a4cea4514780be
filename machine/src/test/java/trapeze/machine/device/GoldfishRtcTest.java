package trapeze.machine.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoldfishRtcTest {
  private static final long EPOCH = 1_700_000_000_000_000_000L;

  private long ticks;
  private boolean interrupt;
  private final GoldfishRtc rtc = new GoldfishRtc(() -> ticks, EPOCH, level -> interrupt = level);

  private long time() {
    long low = rtc.read(0, 4);
    return rtc.read(4, 4) << 32 | low;
  }

  @Test
  void countsNanosecondsFromTheEpoch() {
    assertThat(time()).isEqualTo(EPOCH);
    ticks = 7;
    assertThat(time()).isEqualTo(EPOCH + 700);
  }

  @Test
  void readingTheLowHalfLatchesTheHighHalf() {
    rtc.read(0, 4);
    long high = rtc.read(4, 4);
    ticks = 1L << 40;
    assertThat(rtc.read(4, 4)).isEqualTo(high);
  }

  @Test
  void timeCanBeSet() {
    ticks = 10;
    rtc.write(4, 4, 3);
    rtc.write(0, 4, 4);
    ticks = 11;
    assertThat(time()).isEqualTo((3L << 32) + 4 + 100);
  }

  @Test
  void alarmRaisesTheLineOnceAndIsCleared() {
    rtc.write(0x10, 4, 1);
    rtc.write(0xc, 4, EPOCH + 1000 >>> 32);
    rtc.write(0x8, 4, EPOCH + 1000);
    assertThat(rtc.read(0x18, 4)).isOne();
    ticks = 9;
    rtc.poll();
    assertThat(interrupt).isFalse();
    ticks = 10;
    rtc.poll();
    assertThat(interrupt).isTrue();
    assertThat(rtc.read(0x18, 4)).isZero();
    rtc.write(0x1c, 4, 1);
    assertThat(interrupt).isFalse();
    ticks = 20;
    rtc.poll();
    assertThat(interrupt).isFalse();
  }

  @Test
  void aDisabledOrClearedAlarmIsSilent() {
    rtc.write(0x8, 4, 0);
    rtc.poll();
    assertThat(interrupt).isFalse();
    rtc.write(0x1c, 4, 1);
    rtc.write(0xc, 4, 0x7fff_ffff);
    rtc.write(0x8, 4, 0);
    rtc.write(0x14, 4, 1);
    rtc.write(0x10, 4, 1);
    ticks = 1L << 50;
    rtc.poll();
    assertThat(interrupt).isFalse();
  }
}
