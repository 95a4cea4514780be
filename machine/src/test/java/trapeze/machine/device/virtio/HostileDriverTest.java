package trapeze.machine.device.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import trapeze.machine.device.block.MemoryDisk;
import trapeze.machine.device.block.Overlay;

/** Guests that do not play by the rules: a device may want a reset, and nothing worse. */
class HostileDriverTest {
  private static final List<Integer> REGISTERS =
      List.of(
          0x014, 0x020, 0x024, 0x030, 0x038, 0x044, 0x050, 0x064, 0x070, 0x080, 0x084, 0x090, 0x094,
          0x0a0, 0x0a4, 0x100);

  private record Store(int offset, long value) {}

  private record Write(int register, int value) {}

  @Provide
  Arbitrary<VirtioDevice> devices() {
    Supplier<VirtioDevice> block =
        () -> new VirtioBlock(new Overlay(new MemoryDisk(new byte[1 << 16]), 1 << 16), "disk");
    Supplier<VirtioDevice> console =
        () -> new VirtioConsole(new ByteArrayOutputStream()::write, () -> 'x');
    Supplier<VirtioDevice> entropy = () -> new VirtioEntropy(new Random(1));
    return Arbitraries.of(List.of(block, console, entropy)).map(Supplier::get);
  }

  /** Numbers that are often addresses in memory, indices, lengths or flags. */
  private static Arbitrary<Long> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        Arbitraries.longs().between(0, 16),
        Arbitraries.longs().between(Driver.RAM - 16, Driver.RAM + Driver.RAM_SIZE + 16),
        Arbitraries.longs().between(0, 0xffff).map(low -> Driver.RAM | low));
  }

  @Provide
  Arbitrary<List<Store>> stores() {
    Arbitrary<Integer> offsets =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 0x80),
            Arbitraries.integers().between(0x1000, 0x1020),
            Arbitraries.integers().between(0, 0x3000));
    return Combinators.combine(offsets, numbers()).as(Store::new).list().ofMaxSize(40);
  }

  @Provide
  Arbitrary<List<Write>> writes() {
    return Combinators.combine(Arbitraries.of(REGISTERS), numbers().map(Long::intValue))
        .as(Write::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 500)
  void anyRingIsServedOrRefused(
      @ForAll("devices") VirtioDevice device, @ForAll("stores") List<Store> stores) {
    Driver driver = new Driver(device).start(device.queues());
    for (Store store : stores) {
      for (int queue = 0; queue < device.queues(); queue++) {
        driver.memory.putLong(Driver.descriptors(queue) + store.offset(), store.value());
        driver.write(0x50, queue);
      }
      driver.transport.poll();
    }
    assertStillSound(driver);
  }

  @Property(tries = 500)
  void anyRegisterMayBeWritten(
      @ForAll("devices") VirtioDevice device,
      @ForAll("writes") List<Write> writes,
      @ForAll("stores") List<Store> stores) {
    Driver driver = new Driver(device).start(device.queues());
    for (Store store : stores) {
      driver.memory.putLong(Driver.RAM + store.offset(), store.value());
    }
    for (Write write : writes) {
      driver.write(write.register(), write.value());
      for (int register = 0; register < 0x108; register += 4) {
        driver.read(register);
      }
      driver.transport.poll();
    }
    assertStillSound(driver);
  }

  /** The line says what the status says, every store was in memory, and a reset mends all. */
  private static void assertStillSound(Driver driver) {
    assertThat(driver.interrupt).isEqualTo(driver.read(0x60) != 0);
    assertThat(driver.stored).allMatch(address -> driver.memory.contains(address, 0));
    driver.write(0x70, 0);
    driver.memory.fill(Driver.RAM, Driver.RAM_SIZE, (byte) 0);
    driver.start(1);
    assertThat(driver.read(0x70)).isEqualTo(0xf);
    assertThat(driver.interrupt).isFalse();
  }
}
