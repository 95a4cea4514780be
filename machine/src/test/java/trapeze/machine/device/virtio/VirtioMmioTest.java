package trapeze.machine.device.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import trapeze.machine.device.virtio.Driver.Buffer;

class VirtioMmioTest {
  private final Driver driver = new Driver(new VirtioEntropy(new Random(1)));

  private int fill() {
    return driver.request(0, Buffer.writable(Driver.BUFFERS, 16));
  }

  @Test
  void identifiesItself() {
    assertThat(driver.read(0)).isEqualTo(0x74726976);
    assertThat(driver.read(4)).isEqualTo(2);
    assertThat(driver.read(8)).isEqualTo(4);
    driver.write(0x14, 1);
    assertThat(driver.read(0x10)).isOne();
    driver.write(0x14, 2);
    assertThat(driver.read(0x10)).isZero();
    assertThat(driver.read(0x34)).isEqualTo(256);
    driver.write(0x30, 1);
    assertThat(driver.read(0x34)).isZero();
  }

  @Test
  void anEmptySlotHasDeviceTypeZero() {
    VirtioEmptySlot slot = new VirtioEmptySlot(3);
    slot.write(0x70, 4, 1);
    assertThat(slot.read(0, 4)).isEqualTo(0x74726976);
    assertThat(slot.read(4, 4)).isEqualTo(2);
    assertThat(slot.read(8, 4)).isZero();
    assertThat(slot.read(0x70, 4)).isZero();
  }

  @Test
  void takesWordsForRegistersAndUpToWordsForConfiguration() {
    assertThat(driver.transport.accepts(0x70, 4)).isTrue();
    assertThat(driver.transport.accepts(0x70, 1)).isFalse();
    assertThat(driver.transport.accepts(0x70, 8)).isFalse();
    assertThat(driver.transport.accepts(0x72, 4)).isFalse();
    assertThat(driver.transport.accepts(0x101, 1)).isTrue();
    assertThat(driver.transport.accepts(0x100, 8)).isFalse();
  }

  @Test
  void refusesFeaturesThatItDoesNotOffer() {
    driver.write(0x70, 3);
    driver.write(0x24, 1);
    driver.write(0x20, 3);
    driver.write(0x70, 0xb);
    assertThat(driver.read(0x70)).isEqualTo(3);
    driver.write(0x20, 0);
    driver.write(0x70, 0xb);
    assertThat(driver.read(0x70)).as("version 1 is required").isEqualTo(3);
    driver.write(0x20, 1);
    driver.write(0x70, 0xf);
    assertThat(driver.read(0x70)).isEqualTo(0xf);
  }

  @Test
  void completesARequestWithinItsNotification() {
    driver.start(1);
    assertThat(fill()).isEqualTo(16);
    assertThat(driver.interrupt).isTrue();
    assertThat(driver.read(0x60)).isOne();
    driver.write(0x64, 1);
    assertThat(driver.interrupt).isFalse();
    assertThat(driver.stored)
        .containsExactly(Driver.BUFFERS, Driver.used(0) + 4, Driver.used(0) + 2);
  }

  @Test
  void keepsQuietWhenTheDriverDoesNotWantInterrupts() {
    driver.start(1);
    driver.memory.putShort(Driver.available(0), (short) 1);
    fill();
    assertThat(driver.interrupt).isFalse();
    driver.memory.putShort(Driver.available(0), (short) 0);
    driver.transport.poll();
    assertThat(driver.interrupt).isFalse();
  }

  @Test
  void indicesWrapAround() {
    driver.start(1);
    for (int i = 0; i < 0x1_0002; i++) {
      fill();
    }
    assertThat(driver.usedIndex(0)).isEqualTo(2);
  }

  @Test
  void servesNothingBeforeDriverOkAndEverythingThatWaitsAfter() {
    driver.start(1);
    driver.write(0x70, 0);
    assertThat(driver.read(0x70)).isZero();
    driver.chain(Driver.descriptors(0), Buffer.writable(Driver.BUFFERS, 16));
    driver.offer(0, 0);
    driver.write(0x50, 0);
    assertThat(driver.usedIndex(0)).isZero();
    driver.start(1);
    driver.offer(0, 0);
    driver.write(0x50, 0);
    assertThat(driver.usedIndex(0)).isEqualTo(2);
  }

  @Test
  void indirectTablesAreFollowed() {
    driver.start(1);
    long table = Driver.BUFFERS + 0x1000;
    driver.chain(table, Buffer.writable(Driver.BUFFERS, 4), Buffer.writable(Driver.BUFFERS + 8, 4));
    driver.descriptor(Driver.descriptors(0), 0, table, 32, Driver.INDIRECT, 0);
    driver.offer(0, 0);
    driver.write(0x50, 0);
    assertThat(driver.memory.getInt(Driver.used(0) + 8)).isEqualTo(8);
    assertThat(driver.memory.getInt(Driver.BUFFERS)).isNotZero();
    assertThat(driver.memory.getInt(Driver.BUFFERS + 4)).isZero();
    assertThat(driver.memory.getInt(Driver.BUFFERS + 8)).isNotZero();
  }

  @Test
  void everyBrokenRingNeedsAReset() {
    long descriptors = Driver.descriptors(0);
    long inside = Driver.BUFFERS;
    assertBreaks(() -> driver.descriptor(descriptors, 0, inside, 1, Driver.NEXT, 0), "a loop");
    assertBreaks(() -> driver.descriptor(descriptors, 0, inside, 1, Driver.NEXT, 8), "next");
    assertBreaks(
        () -> driver.descriptor(descriptors, 0, inside, 0, Driver.NEXT, 0), "a loop of nothing");
    assertBreaks(() -> driver.descriptor(descriptors, 0, Driver.RAM - 1, 1, 0, 0), "below memory");
    assertBreaks(
        () -> driver.descriptor(descriptors, 0, Driver.RAM + Driver.RAM_SIZE - 1, 2, 0, 0),
        "past memory");
    assertBreaks(() -> driver.descriptor(descriptors, 0, -1, 2, 0, 0), "around the end");
    assertBreaks(() -> driver.descriptor(descriptors, 0, inside, -1, 0, 0), "4 GiB");
    assertBreaks(
        () -> driver.descriptor(descriptors, 0, descriptors, 16, Driver.INDIRECT, 0),
        "an indirect table in itself");
    assertBreaks(
        () -> driver.descriptor(descriptors, 0, inside, 17, Driver.INDIRECT, 0),
        "half an indirect descriptor");
    assertBreaks(
        () -> driver.descriptor(descriptors, 0, inside, 0, Driver.INDIRECT, 0), "an empty table");
    assertBreaks(
        () -> driver.descriptor(descriptors, 0, inside, 16, Driver.INDIRECT | Driver.NEXT, 1),
        "indirect and next");
    assertBreaks(
        () -> driver.descriptor(descriptors, 0, -16, 32, Driver.INDIRECT, 0), "a table outside");
    assertBreaks(
        () -> driver.chain(descriptors, Buffer.writable(inside, 1), Buffer.readable(inside + 8, 1)),
        "readable after writable");
    assertBreaks(
        () -> driver.memory.putShort(Driver.available(0) + 4, (short) Driver.QUEUE_SIZE), "head");
    assertBreaks(
        () -> driver.memory.putShort(Driver.available(0) + 2, (short) 100), "index too far");
  }

  private void assertBreaks(Runnable breakage, String what) {
    driver.write(0x70, 0);
    driver.memory.fill(Driver.RAM, 0x1_0000, (byte) 0);
    driver.start(1);
    driver.chain(Driver.descriptors(0), Buffer.writable(Driver.BUFFERS, 4));
    driver.offer(0, 0);
    breakage.run();
    driver.write(0x50, 0);
    assertThat(driver.needsReset()).as(what).isTrue();
    assertThat(driver.read(0x60)).as(what).isEqualTo(2);
    assertThat(driver.interrupt).isTrue();
    assertThat(driver.usedIndex(0)).isZero();
    driver.write(0x70, 0);
    assertThat(driver.interrupt).isFalse();
    driver.memory.fill(Driver.RAM, 0x1_0000, (byte) 0);
    driver.start(1);
    assertThat(fill()).isEqualTo(16);
  }

  @Test
  void queuesThatCannotBeAreRefused() {
    for (int[] setup : new int[][] {{0x38, 3}, {0x38, 512}, {0x38, 0}, {0x80, 8}, {0x94, 1}}) {
      driver.write(0x70, 0);
      driver.start(0);
      driver.write(0x30, 0);
      driver.write(0x38, Driver.QUEUE_SIZE);
      driver.write(0x80, (int) Driver.descriptors(0));
      driver.write(0x90, (int) Driver.available(0));
      driver.write(0xa0, (int) Driver.used(0));
      driver.write(setup[0], setup[1]);
      driver.write(0x44, 1);
      assertThat(driver.read(0x44)).isZero();
      assertThat(driver.needsReset()).isTrue();
    }
  }

  @Test
  void requestsBeyondOneTurnsShareWaitForThePoll() {
    driver.start(1);
    // 256 requests of 256 KiB are two turns of 32 MiB.
    driver.write(0x44, 0);
    driver.write(0x38, 256);
    driver.write(0x44, 1);
    for (int i = 0; i < 256; i++) {
      driver.descriptor(Driver.descriptors(0), i, Driver.BUFFERS, 0x4_0000, Driver.WRITE, 0);
      driver.memory.putShort(Driver.available(0) + 4 + 2 * i, (short) i);
    }
    driver.memory.putShort(Driver.available(0) + 2, (short) 256);
    driver.write(0x50, 0);
    assertThat(driver.usedIndex(0)).isEqualTo(128);
    driver.transport.poll();
    assertThat(driver.usedIndex(0)).isEqualTo(256);
  }
}
