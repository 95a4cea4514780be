package trapeze.machine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AclintTest {
  private static final int TIME = 0xbff8;

  private long ticks;
  private int changes;
  private final boolean[] software = new boolean[2];
  private final Aclint aclint =
      new Aclint(
          () -> ticks,
          List.of(level -> software[0] = level, level -> software[1] = level),
          () -> changes++);

  @Test
  void softwareInterruptIsBitZero() {
    aclint.write(4, 4, -1);
    assertThat(software).containsExactly(false, true);
    assertThat(aclint.read(4, 4)).isOne();
    assertThat(aclint.read(0, 4)).isZero();
    aclint.write(4, 4, 2);
    assertThat(software).containsExactly(false, false);
  }

  @Test
  void timerIsPendingFromItsDeadlineOn() {
    assertThat(aclint.timerPending(0)).as("mtimecmp is 0 at reset, as on QEMU").isTrue();
    aclint.write(0x4008, 8, 100);
    ticks = 99;
    assertThat(aclint.timerPending(1)).isFalse();
    ticks = 100;
    assertThat(aclint.timerPending(1)).isTrue();
    aclint.write(0x4008, 8, -1);
    assertThat(aclint.timerPending(1)).as("the comparison is unsigned").isFalse();
  }

  @Test
  void halvesOfRegistersCanBeReadAndWritten() {
    aclint.write(0x4000, 8, 0x1111_2222_3333_4444L);
    aclint.write(0x4004, 4, 0xaaaa_bbbb_cccc_ddddL);
    assertThat(aclint.timecmp(0)).isEqualTo(0xcccc_dddd_3333_4444L);
    aclint.write(0x4000, 4, 5);
    assertThat(aclint.read(0x4000, 8)).isEqualTo(0xcccc_dddd_0000_0005L);
    assertThat(aclint.read(0x4004, 4)).isEqualTo(0xcccc_ddddL);
    ticks = 0x1_0000_0002L;
    assertThat(aclint.read(TIME, 4)).isEqualTo(2);
    assertThat(aclint.read(TIME + 4, 4)).isEqualTo(1);
  }

  @Test
  void writingTimeMovesTheTimeThatHartsSee() {
    ticks = 50;
    aclint.write(TIME, 8, 1000);
    assertThat(aclint.time()).isEqualTo(1000);
    ticks = 60;
    assertThat(aclint.read(TIME, 8)).isEqualTo(1010);
  }

  @Test
  void nextDeadlineIsTheEarliestOneAhead() {
    aclint.write(0x4000, 8, 100);
    aclint.write(0x4008, 8, -1);
    assertThat(changes).isEqualTo(2);
    assertThat(aclint.nextDeadline()).isEqualTo(100);
    aclint.write(0x4008, 8, 70);
    assertThat(aclint.nextDeadline()).isEqualTo(70);
    ticks = 70;
    assertThat(aclint.nextDeadline()).isEqualTo(100);
    ticks = 100;
    assertThat(aclint.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void hartsThatDoNotExistReadAsZero() {
    aclint.write(8, 4, 1);
    aclint.write(0x4010, 8, 1);
    assertThat(aclint.read(8, 4)).isZero();
    assertThat(aclint.read(0x4010, 8)).isZero();
    assertThat(changes).isZero();
    assertThat(aclint.accepts(0, 8)).isFalse();
    assertThat(aclint.accepts(0x4000, 8)).isTrue();
    assertThat(aclint.accepts(0x4004, 8)).isFalse();
    assertThat(aclint.accepts(0x4000, 1)).isFalse();
    assertThat(aclint.accepts(0xc000, 4)).isFalse();
  }
}
