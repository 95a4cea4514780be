package trapeze.console.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.console.UserError;
import trapeze.monitor.design.Designs;

class GuestLineTest {

  @Test
  void allKeysAreUnderstood() {
    GuestSpec guest =
        GuestLine.parse(
            "name=a,bios=f,kernel=k,initrd=i,append=\"x=1,2 y\",m=1G,smp=4,disk=d,readonly,"
                + "shares=200,console=virtio,entropy=on,input=@t,prompt=$ ,steps=2G",
            1);
    assertThat(guest.name()).isEqualTo("a");
    assertThat(guest.append()).isEqualTo("x=1,2 y");
    assertThat(guest.memory()).isEqualTo(1L << 30);
    assertThat(guest.harts()).isEqualTo(4);
    assertThat(guest.disks()).singleElement().extracting(Disk::mode).isEqualTo(Disk.Mode.READONLY);
    assertThat(guest.shares()).isEqualTo(200);
    assertThat(guest.virtioConsole()).isTrue();
    assertThat(guest.entropy()).isTrue();
    assertThat(guest.prompt()).isEqualTo("$ ");
    assertThat(guest.steps()).isEqualTo(2_000_000_000L);
  }

  @Test
  void aTranslationIsADesignsOrTheUsualOnes() {
    GuestSpec own = GuestLine.parse("kernel=k,design=hardware,translation=shadow", 1);
    assertThat(own.designOr(Designs.SUPERVISOR)).isEqualTo(Designs.HARDWARE_SHADOW);
    GuestSpec usual = GuestLine.parse("kernel=k,translation=nested", 1);
    assertThat(usual.designOr(Designs.HARDWARE_SHADOW)).isEqualTo(Designs.HARDWARE);
    assertThatThrownBy(() -> usual.designOr(Designs.SUPERVISOR))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("design supervisor has no nested translation")
        .hasMessageContaining("hardware, hardware+shadow");
    assertThatThrownBy(() -> GuestLine.parse("kernel=k,translation=both", 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'both' is none of nested, shadow");
  }

  @Test
  void whatIsNotSaidIsAsUsual() {
    GuestSpec guest = GuestLine.parse("kernel=Image", 3);
    assertThat(guest.name()).isEqualTo("guest3");
    assertThat(guest.memory()).isEqualTo(128L << 20);
    assertThat(guest.harts()).isEqualTo(1);
    assertThat(guest.steps()).isEqualTo(Long.MAX_VALUE);
    assertThat(guest.firmware()).isNull();
  }

  @Test
  void aDoubledCommaIsAComma() {
    assertThat(GuestLine.parse("kernel=k,append=a,,b", 1).append()).isEqualTo("a,b");
  }

  @ParameterizedTest
  @CsvSource({"512, 536870912", "64M, 67108864", "65536k, 67108864", "2GiB, 2147483648"})
  void sizesAreInMebibytesUnlessALetterSaysOtherwise(String text, long bytes) {
    assertThat(GuestLine.parse("kernel=k,memory=" + text, 1).memory()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          kernel=k,memory=lots | memory: 'lots' is no size
          kernel=k,memory=1M | memory: 1M is not between 4M and 1T
          kernel=k,memory=99999999999999999999 | is no size
          kernel=k,shares=0 | shares: '0' is not between 1 and
          kernel=k,steps=-3 | steps: '-3' is no count
          kernel=k,console=vga | console: 'vga' is none of uart, virtio
          kernel=k,kernel=l | kernel: given twice; leave one out
          kernel=k,readonly | disk-mode: there is no disk
          kernel | kernel: has no value; write kernel=FILE
          kernel="k | a quote is not closed
          name=a b,kernel=k | name: 'a b' is no name
          memory=1G | has neither kernel nor firmware
          """)
  void mistakesAreNamed(String line, String problem) {
    assertThatThrownBy(() -> GuestLine.parse(line, 2))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("--guest 2: ")
        .hasMessageContaining(problem);
  }
}
