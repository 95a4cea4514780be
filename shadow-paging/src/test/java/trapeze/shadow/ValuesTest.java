package trapeze.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The small values: where memory lies, what a context is, what policies are called. */
class ValuesTest {

  @Test
  void aHostMapHasItsMemoryAndNotAByteMore() {
    HostMap map = new HostMap(0x8000_0000L, 0x9000_0000L, 0x4000);
    assertThat(map.contains(0x8000_0000L, 0x4000)).isTrue();
    assertThat(map.contains(0x8000_0000L, 0x4001)).isFalse();
    assertThat(map.contains(0x8000_3fffL, 1)).isTrue();
    assertThat(map.contains(0x8000_3fffL, 2)).isFalse();
    assertThat(map.contains(0x8000_4000L, 0)).isFalse();
    assertThat(map.contains(0x7fff_ffffL, 1)).isFalse();
    assertThat(map.contains(-1L, 1)).isFalse();
  }

  @Test
  void aHostMapMovesAddresses() {
    HostMap map = new HostMap(0x8000_0000L, 0x9000_0000L, 0x4000);
    assertThat(map.toHost(0x8000_1234L)).isEqualTo(0x9000_1234L);
  }

  @Test
  void aContextIsTranslatedIfSatpHasAMode() {
    assertThat(new Context(1, 8L << 60, 0).isTranslated()).isTrue();
    assertThat(new Context(1, 1, 0).isTranslated()).isFalse();
    assertThat(new Context(1, 8L << 60 | 0xabcdL << 44 | 1, 0).asid()).isEqualTo(0xabcd);
  }

  @Test
  void policiesAreNamedAsUsersWriteThem() {
    assertThat(Policy.FLUSH).hasToString("flush");
    assertThat(Policy.CACHED).hasToString("cached");
    assertThat(Policy.AHEAD).hasToString("ahead");
    assertThat(Policy.WRITE_PROTECTED).hasToString("write-protected");
    assertThat(Policy.WRITE_PROTECTED.withoutProtection()).isEqualTo(Policy.CACHED);
    assertThat(Policy.AHEAD.withoutProtection()).isEqualTo(Policy.AHEAD);
  }
}
