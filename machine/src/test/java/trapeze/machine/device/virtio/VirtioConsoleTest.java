package trapeze.machine.device.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import trapeze.machine.device.virtio.Driver.Buffer;

class VirtioConsoleTest {
  private static final int RECEIVE = 0;
  private static final int TRANSMIT = 1;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Queue<Integer> input = new ArrayDeque<>();
  private final Driver driver =
      new Driver(new VirtioConsole(output::write, () -> input.isEmpty() ? -1 : input.remove()))
          .start(2);

  private void type(String text) {
    text.chars().forEach(input::add);
    driver.transport.poll();
  }

  @Test
  void sendsWhatTheGuestWrites() {
    driver.memory.write(Driver.BUFFERS, "hello".getBytes(StandardCharsets.UTF_8));
    driver.request(
        TRANSMIT, Buffer.readable(Driver.BUFFERS, 2), Buffer.readable(Driver.BUFFERS + 2, 3));
    assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("hello");
  }

  @Test
  void receivesAtThePollIntoTheBuffersThatThereAre() {
    driver.chain(Driver.descriptors(RECEIVE), Buffer.writable(Driver.BUFFERS, 4));
    driver.offer(RECEIVE, 0);
    driver.write(0x50, RECEIVE);
    assertThat(driver.usedIndex(RECEIVE)).isZero();
    type("abcdef");
    assertThat(driver.usedIndex(RECEIVE)).isOne();
    assertThat(driver.interrupt).isTrue();
    assertThat(driver.memory.read(Driver.BUFFERS, 4)).asString().isEqualTo("abcd");
    driver.offer(RECEIVE, 0);
    driver.transport.poll();
    assertThat(driver.memory.getInt(Driver.used(RECEIVE) + 16)).isEqualTo(2);
    assertThat(driver.memory.read(Driver.BUFFERS, 4)).asString().isEqualTo("efcd");
  }

  @Test
  void withoutABufferInputWaits() {
    type("x");
    assertThat(input).hasSize(1);
    driver.descriptor(Driver.descriptors(RECEIVE), 0, Driver.BUFFERS, 1, Driver.NEXT, 99);
    driver.offer(RECEIVE, 0);
    driver.transport.poll();
    assertThat(driver.needsReset()).isTrue();
    driver.write(0x70, 0);
    driver.memory.fill(Driver.RAM, 0x2_0000, (byte) 0);
    driver.start(2);
    driver.chain(Driver.descriptors(RECEIVE), Buffer.writable(Driver.BUFFERS, 4));
    driver.offer(RECEIVE, 0);
    driver.transport.poll();
    assertThat(driver.memory.getByte(Driver.BUFFERS)).isEqualTo((byte) 'x');
  }

  @Test
  void anAbsurdAmountOfOutputBreaksTheQueue() {
    Buffer half = Buffer.readable(Driver.BUFFERS, 0x2_0001);
    driver.chain(Driver.descriptors(TRANSMIT), half, half);
    driver.offer(TRANSMIT, 0);
    driver.write(0x50, TRANSMIT);
    assertThat(driver.needsReset()).isTrue();
    assertThat(output.size()).isZero();
  }

  @Test
  void entropyIsTheGeneratorsAndRepeats() {
    Driver entropy = new Driver(new VirtioEntropy(new Random(42))).start(1);
    byte[] expected = new byte[100];
    new Random(42).nextBytes(expected);
    assertThat(entropy.request(0, Buffer.writable(Driver.BUFFERS, 100))).isEqualTo(100);
    assertThat(entropy.memory.read(Driver.BUFFERS, 100)).isEqualTo(expected);
    assertThat(entropy.request(0, Buffer.writable(Driver.BUFFERS, 5000))).isEqualTo(4096);
  }
}
