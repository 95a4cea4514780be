package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Implementation;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.shadow.Resources;

/** Who has which memory, frames and ASIDs, and that nobody can have another's. */
class AllocatorTest {
  private static final long BASE = 0x8000_0000L;
  private static final long MEBIBYTE = 1L << 20;
  private static final long GIBIBYTE = 1L << 30;

  private static Board board(long size, int asidBits) {
    Implementation full = Implementation.FULL;
    Implementation choices =
        new Implementation(
            full.widestPaging(),
            asidBits,
            true,
            full.svadu(),
            full.sstc(),
            full.timeCsr(),
            false,
            false);
    return new Board(
        Board.Configuration.USUAL.with(choices),
        PhysicalMemory.allocate(Arena.ofAuto(), BASE, size),
        HartFactory.REAL,
        _ -> {},
        ConsoleSource.SILENT,
        List.of());
  }

  @Test
  void guestsLieBehindEachOtherAndNeverOverlap() {
    Allocator allocator = new Allocator(board(16 * MEBIBYTE, 16));
    assertThat(allocator.takeMemory(BASE, MEBIBYTE).hostBase()).isEqualTo(BASE);
    assertThat(allocator.takeMemory(BASE, MEBIBYTE).hostBase()).isEqualTo(BASE + 2 * MEBIBYTE);
    assertThatThrownBy(() -> allocator.takeMemory(BASE, 13 * MEBIBYTE))
        .isInstanceOf(OutOfRealMemory.class)
        .hasMessage("a guest of 13 MiB, and the real machine has 12 MiB left");
  }

  @Test
  void aLargeGuestBeginsAtAGigapageWhereThereIsRoomForIt() {
    Allocator roomy = new Allocator(board(3 * GIBIBYTE, 16));
    roomy.takeMemory(BASE, MEBIBYTE);
    assertThat(roomy.takeMemory(BASE, GIBIBYTE).hostBase()).isEqualTo(BASE + GIBIBYTE);
    long needed = Allocator.needs(MEBIBYTE, 1) + Allocator.needs(GIBIBYTE, 1);
    Allocator tight = new Allocator(board(needed, 16));
    tight.takeMemory(BASE, MEBIBYTE);
    assertThat(tight.takeMemory(BASE, GIBIBYTE).hostBase()).isEqualTo(BASE + 2 * MEBIBYTE);
  }

  @Test
  void framesAreZeroedAndBoundedByTheQuota() {
    Board real = board(16 * MEBIBYTE, 16);
    Quota quota = new Allocator(real).quota(0, 3);
    Set<Long> frames = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      long frame = quota.takeFrame();
      assertThat(frames.add(frame)).isTrue();
      assertThat(real.memory().getLong(frame)).isZero();
      real.memory().putLong(frame, -1);
    }
    assertThat(quota.takeFrame()).isEqualTo(Resources.NO_FRAME);
    long one = frames.iterator().next();
    quota.giveFrame(one);
    assertThat(quota.takeFrame()).isEqualTo(one);
    assertThat(real.memory().getLong(one)).isZero();
    assertThat(quota.takeFrame()).isEqualTo(Resources.NO_FRAME);
  }

  @Test
  void whatAQuotaPromisesNobodyElseGets() {
    Allocator allocator = new Allocator(board(16 * MEBIBYTE, 16));
    Quota quota = allocator.quota(0, 2 * MEBIBYTE / 4096);
    assertThatThrownBy(() -> allocator.takeMemory(BASE, 15 * MEBIBYTE))
        .isInstanceOf(OutOfRealMemory.class);
    assertThat(allocator.takeMemory(BASE, 14 * MEBIBYTE).hostBase()).isEqualTo(BASE);
    assertThatThrownBy(() -> allocator.quota(0, 1))
        .isInstanceOf(OutOfRealMemory.class)
        .hasMessage("a virtual hart's page tables take 1 frames, and the real machine has 0 left");
    for (int i = 0; i < 2 * MEBIBYTE / 4096; i++) {
      assertThat(quota.takeFrame()).isGreaterThanOrEqualTo(BASE + 14 * MEBIBYTE);
    }
  }

  @Test
  void everyVirtualHartHasAnAsidHoweverManyTheOthersWant() {
    Allocator allocator = new Allocator(board(64 * MEBIBYTE, 3));
    Quota greedy = allocator.quota(0, 10);
    Quota modest = allocator.quota(0, 10);
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      assertThat(taken.add(greedy.takeAsid())).isTrue();
    }
    assertThat(greedy.takeAsid()).isEqualTo(Resources.NO_ASID);
    int last = modest.takeAsid();
    assertThat(taken).doesNotContain(last, 0).allMatch(asid -> asid < 8);
    assertThat(modest.takeAsid()).isEqualTo(Resources.NO_ASID);
    assertThatThrownBy(() -> allocator.quota(0, 10))
        .isInstanceOf(OutOfRealMemory.class)
        .hasMessage("real hart 0 has no ASID left");
    modest.giveAsid(last);
    assertThat(greedy.takeAsid()).isEqualTo(Resources.NO_ASID);
    assertThat(modest.takeAsid()).isEqualTo(last);
  }

  @Test
  void rootsOfGStageAreAlignedAndNobodyElses() {
    Allocator allocator = new Allocator(board(16 * MEBIBYTE, 16));
    Quota one = allocator.quota(0, 16);
    Quota other = allocator.quota(0, 16);
    Set<Long> frames = new HashSet<>();
    frames.add(one.takeFrame());
    for (Quota quota : List.of(one, other)) {
      long root = quota.takeGuestRoot();
      assertThat(root % (16 << 10)).isZero();
      for (int i = 0; i < 4; i++) {
        assertThat(frames.add(root + 4096 * i)).isTrue();
      }
    }
    for (int i = 0; i < 11; i++) {
      assertThat(frames.add(one.takeFrame())).isTrue();
    }
    assertThat(one.takeFrame()).isEqualTo(Resources.NO_FRAME);
    assertThat(one.takeGuestRoot()).isEqualTo(Resources.NO_FRAME);
    assertThat(one.takeVmid()).isNotEqualTo(other.takeVmid());
  }
}
