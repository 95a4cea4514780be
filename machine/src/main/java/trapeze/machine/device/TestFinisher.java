package trapeze.machine.device;

import java.util.function.Consumer;

/**
 * The register by which a guest ends its machine, SiFive's "test finisher" at offset 0.
 *
 * <p>The low 16 bits written are a command, the next 16 an exit code. Other commands are ignored;
 * reads give 0.
 */
public final class TestFinisher implements Device {
  private static final long SIZE = 0x1000;
  private static final int PASS = 0x5555;
  private static final int FAIL = 0x3333;
  private static final int RESET = 0x7777;

  private final Consumer<Finish> listener;

  /** How a guest ended its machine. */
  public sealed interface Finish {
    /** The guest is done, and content: exit code 0. */
    record Passed() implements Finish {}

    /**
     * The guest is done, and reports a failure.
     *
     * @param code 0 to 65535, the guest's own
     */
    record Failed(int code) implements Finish {}

    /** The guest asks to start again. */
    record Reset() implements Finish {}
  }

  /** A finisher that tells {@code listener}, from within the guest's write. */
  public TestFinisher(Consumer<Finish> listener) {
    this.listener = listener;
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public long size() {
    return SIZE;
  }

  @Override
  public boolean accepts(long offset, int widthBytes) {
    return (widthBytes == 2 || widthBytes == 4) && offset % widthBytes == 0;
  }

  @Override
  public long read(long offset, int widthBytes) {
    return 0;
  }

  @Override
  public void write(long offset, int widthBytes, long value) {
    if (offset != 0) {
      return;
    }
    int code = widthBytes == 4 ? (int) (value >>> 16) & 0xffff : 0;
    switch ((int) value & 0xffff) {
      case PASS -> listener.accept(new Finish.Passed());
      case FAIL -> listener.accept(new Finish.Failed(code));
      case RESET -> listener.accept(new Finish.Reset());
      default -> {}
    }
  }
}
