package trapeze.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trapeze.isa.state.HartState;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Device;
import trapeze.machine.load.GuestImage;
import trapeze.machine.memory.PhysicalMemory;

/** Our own guest programs on one bare hart: the console they should give. */
class GuestImagesTest {
  private static final Path GUESTS = Path.of("..", "guest-programs");
  private static final long MOST_STEPS = 100_000_000;

  private final StringBuilder console = new StringBuilder();
  private boolean finished;

  @ParameterizedTest
  @ValueSource(strings = {"sensitive", "page-fault", "compute"})
  void givesItsConsole(String name) throws IOException {
    PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), 0x8000_0000L, 128 << 20);
    GuestImage image = GuestImage.load(GUESTS.resolve("images").resolve(name + ".elf"));
    HartState state = SmallMachine.state();
    state.pc = image.loadInto(memory, memory.base()).entry();
    Bus bus =
        Bus.with(memory)
            .device(0x10_0000, new Finisher())
            .device(0x200_0000, new Silent("clint", 0x1_0000))
            .device(0x1000_0000, new Console())
            .build();
    Hart hart = new Hart(state, bus, () -> 0);
    while (!finished && hart.steps() < MOST_STEPS) {
      hart.run(10_000);
    }
    assertThat(console.toString().replace("\r", ""))
        .isEqualTo(
            Files.readString(GUESTS.resolve(name).resolve("expected.txt"), StandardCharsets.UTF_8)
                .replace("\r", ""));
  }

  private static class Silent implements Device {
    private final String name;
    private final long size;

    Silent(String name, long size) {
      this.name = name;
      this.size = size;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public boolean accepts(long offset, int widthBytes) {
      return true;
    }

    @Override
    public long read(long offset, int widthBytes) {
      return 0;
    }

    @Override
    public void write(long offset, int widthBytes, long value) {}
  }

  private final class Console extends Silent {
    Console() {
      super("console", 0x100);
    }

    @Override
    public long read(long offset, int widthBytes) {
      return offset == 5 ? 0x60 : 0;
    }

    @Override
    public void write(long offset, int widthBytes, long value) {
      if (offset == 0) {
        console.append((char) (value & 0xff));
      }
    }
  }

  private final class Finisher extends Silent {
    Finisher() {
      super("finisher", 0x1000);
    }

    @Override
    public void write(long offset, int widthBytes, long value) {
      finished = true;
    }
  }
}
