package trapeze.machine.device;

/** Where a console device's input comes from; asked only while the device is polled. */
@FunctionalInterface
public interface ConsoleSource {
  /** A source that never has anything. */
  ConsoleSource SILENT =
      new ConsoleSource() {
        @Override
        public int read() {
          return -1;
        }

        @Override
        public boolean isExhausted() {
          return true;
        }
      };

  /** The next byte, 0 to 255, or -1 if there is none now; never blocks. */
  int read();

  /** Whether nothing will ever come any more. */
  default boolean isExhausted() {
    return false;
  }
}
