package trapeze.fuzz.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.laws.Layout;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;

/**
 * QEMU, made to look like a board of Trapeze's and started there, again and again. What cannot be
 * taken back, a locked entry of the memory protection for instance, costs a new process.
 */
final class QemuMachine implements AutoCloseable {
  /** The control registers that a program starts with, and that are compared at its end. */
  static final List<String> CSRS =
      List.of(
          "mstatus",
          "medeleg",
          "mideleg",
          "mie",
          "mip",
          "mtvec",
          "mcounteren",
          "mscratch",
          "mepc",
          "mcause",
          "mtval",
          "menvcfg",
          "stvec",
          "scounteren",
          "senvcfg",
          "sscratch",
          "sepc",
          "scause",
          "stval",
          "pmpaddr0",
          "pmpaddr1",
          "pmpaddr2",
          "pmpaddr3",
          "pmpaddr4",
          "pmpaddr5",
          "pmpaddr6",
          "pmpaddr7",
          "pmpaddr8",
          "pmpaddr9",
          "pmpaddr10",
          "pmpaddr11",
          "pmpaddr12",
          "pmpaddr13",
          "pmpaddr14",
          "pmpaddr15",
          "pmpcfg0",
          "pmpcfg2",
          "fcsr",
          "satp");

  /** The same of the hypervisor extension, in an order in which they may be written. */
  private static final List<String> HYPERVISOR_CSRS =
      List.of(
          "hstatus",
          "hedeleg",
          "hideleg",
          "hvip",
          "htimedelta",
          "hcounteren",
          "henvcfg",
          "htval",
          "htinst",
          "mtval2",
          "mtinst",
          "vsstatus",
          "vstvec",
          "vsscratch",
          "vsepc",
          "vscause",
          "vstval",
          "hgatp",
          "vsatp");

  private static final int PC = 32;
  private static final int FIRST_FLOATING = 33;

  /** QEMU's number of the control register with address 0; it lists not all of them. */
  private static final int FIRST_CSR = 66;

  private static final int CHUNK = 256;
  private static final long LOCKS = 0x8080_8080_8080_8080L;
  private static final long NAP_NANOSECONDS = 30_000;
  private static final long WAIT_NANOSECONDS = 100_000_000L;
  private static final long PATIENCE_NANOSECONDS = 2_000_000_000L;

  /** Registers of devices, which a program before may have changed, and what they start with. */
  private static final long[][] DEVICES = {
    {Layout.CLINT, 4, 0},
    {Layout.CLINT + 0x4000, 8, -1},
    {0xc00_0028L, 4, 0},
    {0xc00_2000L, 4, 0},
    {0xc00_2080L, 4, 0},
    {0xc20_0000L, 4, 0},
    {0xc20_1000L, 4, 0},
    {Layout.UART + 3, 1, 0},
    {Layout.UART + 1, 1, 0}
  };

  private final Path program;
  private @Nullable QemuProcess process;
  private boolean isSpent;
  private boolean hypervisor;
  private List<String> names = CSRS;
  private long stop = -1;

  /** Starts one, so that it is known that there is one. */
  QemuMachine(Path program) {
    this.program = program;
    this.process = new QemuProcess(program, false);
  }

  private QemuProcess process(boolean withHypervisor) {
    QemuProcess present = process;
    if (present == null || isSpent || !present.isAlive() || hypervisor != withHypervisor) {
      close();
      present = new QemuProcess(program, withHypervisor);
      process = present;
      hypervisor = withHypervisor;
      names =
          withHypervisor ? Stream.concat(CSRS.stream(), HYPERVISOR_CSRS.stream()).toList() : CSRS;
      isSpent = false;
      stop = -1;
    }
    return present;
  }

  /** The one that has executed the last program, even if it executes no other. */
  private QemuProcess present() throws IOException {
    QemuProcess present = process;
    if (present == null) {
      throw new IOException("it is gone");
    }
    return present;
  }

  /** Has the next program begin on a new process. */
  void spend() {
    isSpent = true;
  }

  /**
   * Takes over a board's memory and its hart's state, and sets out.
   *
   * @param end where it is to stop, before that instruction
   */
  void start(Board board, long end) throws IOException {
    QemuProcess qemu = process(board.harts().getFirst().state.get(Rv64State.HAS_HYPERVISOR) != 0);
    List<String> packets = new ArrayList<>();
    if (stop != end) {
      if (stop != -1) {
        packets.add("z1,%x,4".formatted(stop));
      }
      packets.add("Z1,%x,4".formatted(end));
      stop = end;
    }
    memory(qemu, board, packets);
    for (long[] register : DEVICES) {
      byte[] bytes = new byte[(int) register[1]];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (register[2] >>> 8 * i);
      }
      packets.add(GdbRemote.write(register[0], bytes));
    }
    registers(qemu.remote, board.harts().getFirst(), packets);
    qemu.remote.askAll(packets);
    qemu.log.clear();
    qemu.remote.send("c");
  }

  private static void memory(QemuProcess qemu, Board board, List<String> packets) {
    MemorySegment ours = board.memory().segment(Layout.BASE, Layout.SIZE);
    MemorySegment theirs = qemu.memory;
    long at = 0;
    while (at < Layout.SIZE) {
      long same = MemorySegment.mismatch(ours, at, Layout.SIZE, theirs, at, Layout.SIZE);
      if (same < 0) {
        return;
      }
      at = (at + same) & -CHUNK;
      packets.add(
          GdbRemote.write(
              Layout.BASE + at, ours.asSlice(at, CHUNK).toArray(ValueLayout.JAVA_BYTE)));
      at += CHUNK;
    }
  }

  private void registers(GdbRemote remote, Hart hart, List<String> packets) {
    packets.add(remote.write("priv", 3));
    for (int i = 1; i < 32; i++) {
      packets.add(GdbRemote.write(i, hart.state.x[i]));
    }
    for (int i = 0; i < 32; i++) {
      packets.add(GdbRemote.write(FIRST_FLOATING + i, hart.state.f[i]));
    }
    // Another value first: its translations are forgotten when satp changes.
    packets.add(GdbRemote.write(csr("satp"), 1));
    for (String name : names) {
      packets.add(GdbRemote.write(csr(name), hart.readCsr(Rv64.SET.csr(name).address())));
    }
    packets.add(GdbRemote.write(PC, hart.state.pc));
    packets.add(remote.write("priv", hart.state.get(Rv64State.MODE)));
  }

  private static int csr(String name) {
    return FIRST_CSR + Rv64.SET.csr(name).address();
  }

  /**
   * What it does next; null if it does nothing, for a while, and has not stopped.
   *
   * @param mayWait whether nothing is what it should do
   */
  QemuLog.@Nullable Event next(boolean mayWait) throws IOException {
    QemuProcess qemu = present();
    long patience = mayWait ? WAIT_NANOSECONDS : PATIENCE_NANOSECONDS;
    long began = System.nanoTime();
    while (true) {
      QemuLog.Event event = qemu.log.poll();
      if (event != null) {
        return event;
      }
      if (qemu.remote.hasAnswer()) {
        // All was written before it stopped.
        event = qemu.log.poll();
        return event != null ? event : new QemuLog.End();
      }
      if (!qemu.isAlive() || System.nanoTime() - began > patience) {
        return null;
      }
      LockSupport.parkNanos(NAP_NANOSECONDS);
    }
  }

  /** Stops it, wherever it is, and forgets what it logged meanwhile. */
  void halt() throws IOException {
    QemuProcess qemu = present();
    if (!qemu.remote.hasAnswer()) {
      qemu.remote.interrupt();
    }
    long began = System.nanoTime();
    while (!qemu.remote.hasAnswer()) {
      qemu.log.clear();
      if (System.nanoTime() - began > 10 * PATIENCE_NANOSECONDS) {
        spend();
        return;
      }
      LockSupport.parkNanos(NAP_NANOSECONDS);
    }
    qemu.remote.answer();
    qemu.log.clear();
    long locks =
        qemu
            .remote
            .askAll(List.of(GdbRemote.read(csr("pmpcfg0")), GdbRemote.read(csr("pmpcfg2"))))
            .stream()
            .mapToLong(GdbRemote::value)
            .reduce(0, (a, b) -> a | b);
    if ((locks & LOCKS) != 0) {
      spend();
    }
  }

  /** What it is compared by at its end. */
  List<String> names() {
    return names;
  }

  /** The values of {@link #names}, and the mode behind them; only while it is stopped. */
  long[] registers() throws IOException {
    GdbRemote remote = present().remote;
    List<String> packets = new ArrayList<>();
    names.forEach(name -> packets.add(GdbRemote.read(csr(name))));
    packets.add(remote.read("priv"));
    return remote.askAll(packets).stream().mapToLong(GdbRemote::value).toArray();
  }

  /** Its memory, as it is now. */
  MemorySegment memory() throws IOException {
    return present().memory;
  }

  @Override
  public void close() {
    QemuProcess present = process;
    process = null;
    if (present != null) {
      present.close();
    }
  }

  /** An exception that says that QEMU, or the connection to it, is gone. */
  static UncheckedIOException gone(IOException e) {
    return new UncheckedIOException("QEMU: " + e.getMessage(), e);
  }
}
