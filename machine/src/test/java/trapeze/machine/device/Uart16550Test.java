package trapeze.machine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class Uart16550Test {
  private static final int DATA = 0;
  private static final int INTERRUPT_ENABLE = 1;
  private static final int INTERRUPT_IDENTITY = 2;
  private static final int FIFO_CONTROL = 2;
  private static final int LINE_CONTROL = 3;
  private static final int MODEM_CONTROL = 4;
  private static final int LINE_STATUS = 5;
  private static final int MODEM_STATUS = 6;
  private static final int SCRATCH = 7;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Queue<Integer> input = new ArrayDeque<>();
  private boolean interrupt;
  private final Uart16550 uart =
      new Uart16550(
          output::write, () -> input.isEmpty() ? -1 : input.remove(), level -> interrupt = level);

  private int read(int register) {
    return (int) uart.read(register, 1);
  }

  private void write(int register, int value) {
    uart.write(register, 1, value);
  }

  private void type(String text) {
    text.chars().forEach(input::add);
    uart.poll();
  }

  @Test
  void sendsBytesInOrder() {
    "hello".chars().forEach(c -> write(DATA, c));
    assertThat(output.toString()).isEqualTo("hello");
    assertThat(read(LINE_STATUS)).isEqualTo(0x60);
  }

  @Test
  void divisorLatchHidesDataAndInterruptEnable() {
    write(INTERRUPT_ENABLE, 0xff);
    write(LINE_CONTROL, 0x83);
    write(DATA, 0x12);
    write(1, 0x34);
    assertThat(read(DATA)).isEqualTo(0x12);
    assertThat(read(1)).isEqualTo(0x34);
    write(LINE_CONTROL, 3);
    assertThat(output.size()).isZero();
    assertThat(read(INTERRUPT_ENABLE)).isEqualTo(0xf);
  }

  @Test
  void withoutFifosHoldsOneByteAndLeavesTheRestAtTheSource() {
    type("ab");
    assertThat(input).hasSize(1);
    assertThat(read(LINE_STATUS) & 1).isOne();
    assertThat(read(DATA)).isEqualTo('a');
    assertThat(read(LINE_STATUS) & 1).isZero();
    uart.poll();
    assertThat(read(DATA)).isEqualTo('b');
  }

  @Test
  void fifoHoldsSixteenBytes() {
    write(FIFO_CONTROL, 0x1);
    type("0123456789abcdefgh");
    assertThat(input).hasSize(2);
    for (char c : "0123456789abcdef".toCharArray()) {
      assertThat(read(DATA)).isEqualTo(c);
    }
    assertThat(read(LINE_STATUS) & 1).isZero();
  }

  @Test
  void receiveInterruptFollowsTriggerLevelAndTimeout() {
    write(FIFO_CONTROL, 0x41);
    write(INTERRUPT_ENABLE, 1);
    type("abc");
    assertThat(interrupt).isTrue();
    assertThat(read(INTERRUPT_IDENTITY)).isEqualTo(0xcc);
    type("d");
    assertThat(read(INTERRUPT_IDENTITY)).isEqualTo(0xc4);
    for (int i = 0; i < 4; i++) {
      assertThat(interrupt).isTrue();
      read(DATA);
    }
    assertThat(interrupt).isFalse();
    assertThat(read(INTERRUPT_IDENTITY)).isEqualTo(0xc1);
  }

  @Test
  void transmitterInterruptIsRaisedByEnablingAndByEachByteAndClearedByItsIdentity() {
    assertThat(interrupt).isFalse();
    for (int i = 0; i < 2; i++) {
      write(INTERRUPT_ENABLE, 2);
      assertThat(interrupt).isTrue();
      assertThat(read(INTERRUPT_IDENTITY)).isEqualTo(0x02);
      assertThat(interrupt).isFalse();
      assertThat(read(INTERRUPT_IDENTITY)).isEqualTo(0x01);
      write(INTERRUPT_ENABLE, 0);
    }
    write(INTERRUPT_ENABLE, 2);
    read(INTERRUPT_IDENTITY);
    write(DATA, 'x');
    assertThat(interrupt).isTrue();
    write(INTERRUPT_ENABLE, 0);
    assertThat(interrupt).isFalse();
  }

  @Test
  void receptionOutranksTheTransmitterWithoutClearingIt() {
    write(INTERRUPT_ENABLE, 3);
    type("a");
    assertThat(read(INTERRUPT_IDENTITY)).isEqualTo(0x04);
    read(DATA);
    assertThat(read(INTERRUPT_IDENTITY)).isEqualTo(0x02);
  }

  @Test
  void loopbackReturnsDataAndModemLines() {
    write(MODEM_CONTROL, 0x1a);
    assertThat(read(MODEM_STATUS) & 0xf0).isEqualTo(0x90);
    write(DATA, 'x');
    assertThat(output.size()).isZero();
    type("y");
    assertThat(read(DATA)).isEqualTo('x');
    assertThat(read(DATA)).isZero();
    write(MODEM_CONTROL, 0);
    assertThat(read(MODEM_STATUS)).isEqualTo(0xb2);
    assertThat(read(MODEM_STATUS)).isEqualTo(0xb0);
    uart.poll();
    assertThat(read(DATA)).isEqualTo('y');
  }

  @Test
  void overrunIsALineStatusInterrupt() {
    write(INTERRUPT_ENABLE, 4);
    write(MODEM_CONTROL, 0x10);
    write(DATA, 'x');
    assertThat(interrupt).isFalse();
    write(DATA, 'y');
    assertThat(interrupt).isTrue();
    assertThat(read(INTERRUPT_IDENTITY)).isEqualTo(0x06);
    assertThat(read(LINE_STATUS)).isEqualTo(0x63);
    assertThat(interrupt).isFalse();
    assertThat(read(LINE_STATUS)).isEqualTo(0x61);
  }

  @Test
  void clearingTheFifoDropsWhatItHolds() {
    write(FIFO_CONTROL, 1);
    type("abc");
    write(FIFO_CONTROL, 3);
    assertThat(read(LINE_STATUS) & 1).isZero();
    type("d");
    write(FIFO_CONTROL, 0);
    assertThat(read(LINE_STATUS) & 1).isZero();
  }

  @Test
  void answersEightRegistersOnly() {
    write(SCRATCH, 0x5a);
    assertThat(uart.read(SCRATCH, 1)).isEqualTo(0x5a);
    assertThat(uart.accepts(4, 4)).isTrue();
    assertThat(uart.accepts(5, 2)).isFalse();
    assertThat(uart.accepts(8, 1)).isFalse();
  }

  private record Access(int register, int value, boolean isWrite, int typed) {}

  @Provide
  Arbitrary<List<Access>> accesses() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 7),
            Arbitraries.integers().between(0, 255),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 20))
        .as(Access::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 300)
  void whateverTheGuestDoesTheLineAgreesWithTheIdentity(@ForAll("accesses") List<Access> accesses) {
    for (Access access : accesses) {
      for (int i = 0; i < access.typed(); i++) {
        input.add(i);
      }
      uart.poll();
      if (access.isWrite()) {
        write(access.register(), access.value());
      } else {
        assertThat(read(access.register())).isBetween(0, 255);
      }
      boolean before = interrupt;
      assertThat((read(INTERRUPT_IDENTITY) & 1) == 0).isEqualTo(before);
    }
  }
}
