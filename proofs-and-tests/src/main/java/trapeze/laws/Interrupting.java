package trapeze.laws;

/** Chunks in M that make an interrupt of each cause, at once or a few steps later. */
final class Interrupting {
  private Interrupting() {}

  private static final int A = 5;
  private static final int B = 6;
  private static final long PLIC = 0xc00_0000L;
  private static final int SERIAL_PORT = 10;

  static Draw<Chunk> any() {
    return Draws.combine(Draws.of(1, 3, 5, 7, 9, 11, 29), Draws.integers(1, 40))
        .as(
            (cause, ticks) -> {
              Code code = new Code();
              switch (cause) {
                case 1, 9 -> code.load(B, 1L << cause).csr("csrrs", 0, 0x344, B);
                case 3 -> code.load(A, Layout.CLINT).load(B, 1).store("sw", B, A, 0);
                case 5 -> soon(code, ticks).csr("csrrw", 0, 0x14d, B);
                case 7 -> soon(code, ticks).load(A, Layout.CLINT + 0x4000).store("sd", B, A, 0);
                case 11 -> serialPort(code, 0);
                default -> serialPort(code, 1);
              }
              code.load(B, 1L << (cause == 29 ? 9 : cause)).csr("csrrs", 0, 0x304, B);
              code.load(B, 2).csr("csrrs", 0, 0x300, B);
              return new Chunk("interrupt " + cause, code.words());
            });
  }

  private static Code soon(Code code, int ticks) {
    return code.csr("csrrs", B, 0xc01, 0).immediate("addi", B, B, ticks);
  }

  /** The serial port's interrupt, which is ready to send, to M (0) or S (1). */
  private static void serialPort(Code code, int context) {
    code.load(A, Layout.UART).load(B, 2).store("sb", B, A, 1);
    code.load(A, PLIC).load(B, 1).store("sw", B, A, 4 * SERIAL_PORT);
    code.load(A, PLIC + 0x2000 + 0x80L * context).load(B, 1 << SERIAL_PORT).store("sw", B, A, 0);
    code.load(A, PLIC + 0x20_0000 + 0x1000L * context).store("sw", 0, A, 0);
  }
}
