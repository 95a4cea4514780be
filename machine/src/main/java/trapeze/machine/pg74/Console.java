package trapeze.machine.pg74;

import trapeze.machine.device.ConsoleSink;

/** Prints the low 8 bits of each word. */
public record Console(ConsoleSink sink) implements Device {
  @Override
  public void start(long word) {
    sink.accept((byte) word);
  }
}
