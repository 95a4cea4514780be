package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.Label;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.engine.Tracer;
import trapeze.machine.memory.PhysicalMemory;

/** Random privileged traffic in M, S and U, on the bare machine and on QEMU, step by step. */
@Tag("qemu")
class QemuLockstepTest {
  private static final int PROGRAMS = Integer.getInteger("trapeze.lockstep", 10);
  private static final int STEPS = 400;
  private static final int NO_TRAP = -2;
  private static final int FIRST_FLOATING = 33;
  private static final List<String> REGISTERS =
      List.of(
          "mstatus",
          "medeleg",
          "mideleg",
          "mie",
          "mtvec",
          "mcounteren",
          "mscratch",
          "mepc",
          "mcause",
          "mtval",
          "stvec",
          "scounteren",
          "sscratch",
          "sepc",
          "scause",
          "stval",
          "satp",
          "pmpcfg0",
          "pmpcfg2",
          "pmpaddr0",
          "pmpaddr1",
          "pmpaddr15");

  private static final List<Integer> WRITTEN =
      REGISTERS.stream()
          .filter(
              name ->
                  !name.equals("satp")
                      && !name.startsWith("pmp")
                      && !name.endsWith("tvec")
                      && !name.endsWith("scratch"))
          .map(name -> Rv64.SET.csr(name).address())
          .toList();

  /** QEMU's SFENCE.W.INVAL does nothing in U, where it is illegal; it is not tried. */
  private static final Draw<Chunk> SYSTEM =
      Draws.of("ecall", "ebreak", "mret", "sret", "fence.i", "sfence.vma")
          .map(mnemonic -> new Chunk("system", List.of(Code.bits(mnemonic))));

  private final Map<String, Integer> departures = new TreeMap<>();
  private final Map<String, String> differences = new TreeMap<>();
  private long steps;
  private int port;

  @Example
  @Label("each step changes the same registers in the same way, but for QEMU's known departures")
  void lockstep() throws IOException, InterruptedException {
    Process qemu = start();
    try (GdbRemote remote = connect(qemu)) {
      Draw<Program> programs = Programs.programs(scenes());
      Random random = new Random(39);
      for (int i = 0; i < PROGRAMS; i++) {
        compare(programs.from(random), remote);
      }
    } finally {
      qemu.destroyForcibly();
    }
    assertThat(steps).isGreaterThan(100);
    assertThat(differences).as("%d steps, known departures %s", steps, departures).isEmpty();
  }

  private static Draw<List<Chunk>> scenes() {
    return Draws.frequencyOf(
            Draws.weight(2, Ordinary.reckoning()),
            Draws.weight(8, Privileged.controlRegister(Draws.of(WRITTEN))),
            Draws.weight(4, SYSTEM),
            Draws.weight(4, Privileged.request()),
            Draws.weight(3, Privileged.returnTo()),
            Draws.weight(3, Privileged.supervisorReturn()),
            Draws.weight(1, Privileged.visibility()))
        .map(List::of);
  }

  private Process start() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    return new ProcessBuilder(
            "qemu-system-riscv64",
            "-M",
            "virt",
            "-cpu",
            "rv64,h=off,svinval=on",
            "-m",
            "64",
            "-display",
            "none",
            "-serial",
            "none",
            "-monitor",
            "none",
            "-bios",
            "none",
            "-S",
            "-gdb",
            "tcp:127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private GdbRemote connect(Process qemu) throws IOException, InterruptedException {
    while (true) {
      try {
        return new GdbRemote(port);
      } catch (ConnectException notYet) {
        assertThat(qemu.isAlive()).as("QEMU runs").isTrue();
        Thread.sleep(50);
      }
    }
  }

  private void compare(Program program, GdbRemote remote) throws IOException {
    try (Runs runs = new Runs()) {
      Guest guest = runs.bareUnfinished(program);
      Hart hart = guest.hart();
      load(guest.board().memory(), remote);
      hart.state.set(Rv64State.MIDELEG, 0);
      // GDB steps QEMU with interrupts held back; so none may be due here either.
      guest.board().bus().write(Layout.CLINT + 0x4000, 8, -1);
      copy(hart, remote);
      Step step = new Step();
      hart.trace(step);
      for (int i = 0; i < STEPS; i++) {
        step.before = hart.state.pc;
        guest.run(1);
        if (guest.isOver()) {
          // QEMU would be over too.
          return;
        }
        remote.step();
        steps++;
        note(step, hart, remote);
      }
    }
  }

  private static void load(PhysicalMemory memory, GdbRemote remote) throws IOException {
    remote.register("priv", 3);
    remote.register("mstatus", 0);
    byte[] zero = new byte[512];
    for (long at = Layout.BASE; at < Layout.DATA + 0x1000L * Layout.DATA_PAGES; at += zero.length) {
      byte[] bytes = memory.read(at, zero.length);
      if (at < Layout.DATA || !Arrays.equals(bytes, zero)) {
        remote.memory(at, bytes);
      }
    }
  }

  private void copy(Hart hart, GdbRemote remote) throws IOException {
    for (int i = 1; i < 32; i++) {
      remote.register(i, hart.state.x[i]);
    }
    for (int i = 0; i < 32; i++) {
      remote.register(FIRST_FLOATING + i, hart.state.f[i]);
    }
    for (String name : REGISTERS) {
      remote.register(name, hart.readCsr(Rv64.SET.csr(name).address()));
    }
    remote.register("priv", hart.state.get(Rv64State.MODE));
    remote.register("pc", hart.state.pc);
  }

  /** Compares all that the step may have changed. */
  private void note(Step step, Hart hart, GdbRemote remote) throws IOException {
    if (step.trap != null || Altered.name(step.packed).matches("csr.*|.ret")) {
      for (String name : REGISTERS) {
        long ours = hart.readCsr(Rv64.SET.csr(name).address());
        long known = Departure.bits(name, step.cause());
        agree(step, name, ours, remote.register(name), known, remote);
      }
      long mode = hart.state.get(Rv64State.MODE);
      agree(step, "priv", mode, remote.register("priv"), 0, remote);
    }
    long known = step.trap == null ? Departure.bits(step.csr(), NO_TRAP) : 0;
    long[] theirs = remote.general();
    for (int i = 1; i < 32; i++) {
      agree(step, "x" + i, hart.state.x[i], theirs[i], known, remote);
    }
    agree(step, "pc", hart.state.pc, theirs[32], 0, remote);
  }

  /** Notes a difference and sets QEMU right, so that what follows can be compared. */
  private void agree(
      Step step, String name, long ours, long theirs, long mayDiffer, GdbRemote remote)
      throws IOException {
    if (ours == theirs) {
      return;
    }
    if (((ours ^ theirs) & ~mayDiffer) == 0) {
      departures.merge(name, 1, Integer::sum);
    } else {
      String what = "%s differs by %x behind %s".formatted(name, ours ^ theirs, step.kind());
      differences.putIfAbsent(
          what, "at %x: %x, QEMU has %x, %s".formatted(step.before, ours, theirs, step));
    }
    if (name.matches("x[0-9]+")) {
      remote.register(Integer.parseInt(name.substring(1)), ours);
    } else {
      remote.register(name, ours);
    }
  }

  /** The step just made. */
  private static final class Step implements Tracer {
    private long before;
    private long packed;
    private @Nullable Trap trap;

    @Override
    public void retired(long pc, long instruction) {
      packed = instruction;
      trap = null;
    }

    @Override
    public void trapped(long pc, Trap taken) {
      trap = taken;
    }

    int cause() {
      return trap == null ? NO_TRAP : trap.cause();
    }

    /** The control register that the instruction has read, if it has. */
    String csr() {
      int address = (int) PackedInstruction.operand(packed, Operand.CSR);
      return Altered.name(packed).startsWith("csr")
          ? Rv64.SET.csrs().stream()
              .filter(each -> each.address() == address)
              .map(Csr::name)
              .findFirst()
              .orElse("")
          : "";
    }

    String kind() {
      return trap == null ? (Altered.name(packed) + " " + csr()).strip() : trap.title();
    }

    @Override
    public String toString() {
      return trap == null ? kind() : trap.toString();
    }
  }
}
