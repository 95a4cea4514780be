package trapeze.machine.device;

/**
 * A 16550A serial port: eight one-byte registers, a 16-byte receive FIFO, one interrupt.
 *
 * <p>A byte written to THR has left before the write returns, so the transmitter is always empty
 * and no transmit FIFO can be seen. Input is taken at {@link #poll}, as much as the FIFO holds.
 * Where the chip waits four character times before it signals characters below the trigger level,
 * the line counts as idle after each poll. Speed and framing are stored and change nothing.
 *
 * <p>An aligned access of any width at offsets 0 to 7 reaches the one register at its offset, as on
 * QEMU; the rest of the range answers nothing.
 */
public final class Uart16550 implements Device, Pollable {
  private static final long SIZE = 0x100;
  private static final int FIFO_SIZE = 16;
  private static final int[] TRIGGER_LEVELS = {1, 4, 8, 14};

  private static final int IER_RECEIVED = 1;
  private static final int IER_TRANSMITTER_EMPTY = 1 << 1;
  private static final int IER_LINE_STATUS = 1 << 2;
  private static final int IER_MODEM_STATUS = 1 << 3;

  private static final int IIR_MODEM_STATUS = 0x0;
  private static final int IIR_NONE = 0x1;
  private static final int IIR_TRANSMITTER_EMPTY = 0x2;
  private static final int IIR_RECEIVED = 0x4;
  private static final int IIR_LINE_STATUS = 0x6;
  private static final int IIR_CHARACTER_TIMEOUT = 0xc;
  private static final int IIR_FIFOS_ENABLED = 0xc0;

  private static final int FCR_ENABLE = 1;
  private static final int FCR_CLEAR_RECEIVER = 1 << 1;
  private static final int LCR_DIVISOR_LATCH = 1 << 7;
  private static final int MCR_LOOPBACK = 1 << 4;

  private static final int LSR_DATA_READY = 1;
  private static final int LSR_OVERRUN = 1 << 1;
  private static final int LSR_TRANSMITTER_EMPTY = 3 << 5;

  /** Clear to send, data set ready, carrier detect: someone is always at the other end. */
  private static final int MSR_CONNECTED = 0xb0;

  private final ConsoleSink sink;
  private final ConsoleSource source;
  private final InterruptLine line;

  private final byte[] received = new byte[FIFO_SIZE];
  private int receivedHead;
  private int receivedCount;

  private int interruptEnable;
  private int lineControl;
  private int modemControl;
  private int modemStatus = MSR_CONNECTED;
  private int scratch;
  private int divisorLow = 12;
  private int divisorHigh;
  private boolean fifosEnabled;
  private int trigger = 1;
  private boolean overrun;

  /** The transmitter has become empty and nobody has been told. */
  private boolean transmitterEmptyPending;

  /** A port that sends to {@code sink} and receives from {@code source}. */
  public Uart16550(ConsoleSink sink, ConsoleSource source, InterruptLine line) {
    this.sink = sink;
    this.source = source;
    this.line = line;
  }

  @Override
  public String name() {
    return "uart";
  }

  @Override
  public long size() {
    return SIZE;
  }

  @Override
  public boolean accepts(long offset, int widthBytes) {
    return offset < 8 && offset % widthBytes == 0;
  }

  @Override
  public void poll() {
    if (loopback()) {
      return;
    }
    while (receivedCount < capacity()) {
      int value = source.read();
      if (value < 0) {
        break;
      }
      receive(value);
    }
    updateLine();
  }

  @Override
  public long read(long offset, int widthBytes) {
    int value =
        switch ((int) offset) {
          case 0 -> divisorLatch() ? divisorLow : takeReceived();
          case 1 -> divisorLatch() ? divisorHigh : interruptEnable;
          case 2 -> identifyInterrupt();
          case 3 -> lineControl;
          case 4 -> modemControl;
          case 5 -> takeLineStatus();
          case 6 -> takeModemStatus();
          default -> scratch;
        };
    updateLine();
    return value;
  }

  @Override
  public void write(long offset, int widthBytes, long value) {
    int register = (int) value & 0xff;
    switch ((int) offset) {
      case 0 -> {
        if (divisorLatch()) {
          divisorLow = register;
        } else {
          transmit(register);
        }
      }
      case 1 -> {
        if (divisorLatch()) {
          divisorHigh = register;
        } else {
          enableInterrupts(register & 0xf);
        }
      }
      case 2 -> controlFifos(register);
      case 3 -> lineControl = register;
      case 4 -> controlModem(register & 0x1f);
      case 7 -> scratch = register;
      default -> {} // line and modem status are read-only
    }
    updateLine();
  }

  private boolean divisorLatch() {
    return (lineControl & LCR_DIVISOR_LATCH) != 0;
  }

  private boolean loopback() {
    return (modemControl & MCR_LOOPBACK) != 0;
  }

  private int capacity() {
    return fifosEnabled ? FIFO_SIZE : 1;
  }

  private void receive(int value) {
    if (receivedCount == capacity()) {
      overrun = true;
      return;
    }
    received[(receivedHead + receivedCount) % FIFO_SIZE] = (byte) value;
    receivedCount++;
  }

  private int takeReceived() {
    if (receivedCount == 0) {
      return 0;
    }
    int value = received[receivedHead] & 0xff;
    receivedHead = (receivedHead + 1) % FIFO_SIZE;
    receivedCount--;
    return value;
  }

  private void transmit(int value) {
    if (loopback()) {
      receive(value);
    } else {
      sink.accept((byte) value);
    }
    transmitterEmptyPending = true;
  }

  /** Enabling the transmitter's interrupt while it is empty, which it always is, raises it. */
  private void enableInterrupts(int enable) {
    if (((enable ^ interruptEnable) & IER_TRANSMITTER_EMPTY) != 0) {
      transmitterEmptyPending = (enable & IER_TRANSMITTER_EMPTY) != 0;
    }
    interruptEnable = enable;
  }

  private void controlFifos(int control) {
    boolean enable = (control & FCR_ENABLE) != 0;
    if (enable != fifosEnabled || (control & FCR_CLEAR_RECEIVER) != 0) {
      receivedCount = 0;
    }
    fifosEnabled = enable;
    trigger = enable ? TRIGGER_LEVELS[control >>> 6] : 1;
  }

  /** In loopback the four outputs feed the four inputs; each change sets its delta bit. */
  private void controlModem(int control) {
    modemControl = control;
    int inputs = MSR_CONNECTED;
    if (loopback()) {
      int dataTerminalReady = control & 1;
      int requestToSend = control >>> 1 & 1;
      int outputs = control >>> 2 & 3;
      inputs = requestToSend << 4 | dataTerminalReady << 5 | outputs << 6;
    }
    int changed = (inputs ^ modemStatus) >>> 4 & 0xf;
    // The ring indicator's delta is set by its trailing edge only.
    if ((inputs & 0x40) != 0) {
      changed &= ~0x4;
    }
    modemStatus = inputs | (modemStatus & 0xf) | changed;
  }

  private int takeLineStatus() {
    int status =
        LSR_TRANSMITTER_EMPTY
            | (receivedCount > 0 ? LSR_DATA_READY : 0)
            | (overrun ? LSR_OVERRUN : 0);
    overrun = false;
    return status;
  }

  private int takeModemStatus() {
    int status = modemStatus;
    modemStatus &= 0xf0;
    return status;
  }

  /** The enabled cause of the highest priority. */
  private int cause() {
    if ((interruptEnable & IER_LINE_STATUS) != 0 && overrun) {
      return IIR_LINE_STATUS;
    }
    if ((interruptEnable & IER_RECEIVED) != 0 && receivedCount > 0) {
      return receivedCount >= trigger ? IIR_RECEIVED : IIR_CHARACTER_TIMEOUT;
    }
    if ((interruptEnable & IER_TRANSMITTER_EMPTY) != 0 && transmitterEmptyPending) {
      return IIR_TRANSMITTER_EMPTY;
    }
    if ((interruptEnable & IER_MODEM_STATUS) != 0 && (modemStatus & 0xf) != 0) {
      return IIR_MODEM_STATUS;
    }
    return IIR_NONE;
  }

  /** Reading that the transmitter is empty is what clears that cause. */
  private int identifyInterrupt() {
    int cause = cause();
    if (cause == IIR_TRANSMITTER_EMPTY) {
      transmitterEmptyPending = false;
    }
    return cause | (fifosEnabled ? IIR_FIFOS_ENABLED : 0);
  }

  private void updateLine() {
    line.set(cause() != IIR_NONE);
  }
}
