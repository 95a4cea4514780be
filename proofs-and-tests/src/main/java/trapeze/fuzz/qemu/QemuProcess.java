package trapeze.fuzz.qemu;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import trapeze.console.UserError;
import trapeze.laws.Layout;

/** A process of QEMU with one hart that is stopped, its log, its memory, and a debugger's end. */
final class QemuProcess implements AutoCloseable {
  private static final int TRIES = 200;
  private static final int PAUSE_MILLISECONDS = 25;

  private final Process process;
  private final Path directory;
  private final Arena arena = Arena.ofConfined();

  /** Its memory, from {@link Layout#BASE} on: the same bytes. */
  final MemorySegment memory;

  final QemuLog log;
  final GdbRemote remote;

  /**
   * Starts one.
   *
   * @param program the path of {@code qemu-system-riscv64}, or its name
   * @param hypervisor whether its hart has the hypervisor extension
   */
  QemuProcess(Path program, boolean hypervisor) {
    try {
      directory = Files.createTempDirectory("trapeze-qemu");
      Path file = directory.resolve("memory");
      try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
        made.setLength(Layout.SIZE);
        memory = made.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, Layout.SIZE, arena);
      }
      int port;
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      process = start(program, file, port, hypervisor);
      log = new QemuLog(process.getInputStream(), hypervisor);
      remote = connect(port);
      remote.ask("Qqemu.PhyMemMode:1");
    } catch (IOException e) {
      throw new UserError(
          program.toString(),
          "does not run (%s); install qemu-system-riscv64 (Debian: qemu-system-misc) or name it with --qemu PATH"
              .formatted(e.getMessage()));
    }
  }

  private Process start(Path program, Path file, int port, boolean hypervisor) throws IOException {
    List<String> command =
        List.of(
            program.toString(),
            "-M",
            "virt,memory-backend=ram",
            "-object",
            "memory-backend-file,id=ram,share=on,size=%d,mem-path=%s".formatted(Layout.SIZE, file),
            "-m",
            Long.toString(Layout.SIZE >> 20),
            "-cpu",
            hypervisor ? QemuProcessor.WITH_HYPERVISOR : QemuProcessor.OPTION,
            "-display",
            "none",
            "-serial",
            "none",
            "-monitor",
            "none",
            "-bios",
            "none",
            "-singlestep",
            "-d",
            "cpu,fpu,int,nochain",
            "-D",
            "/dev/stdout",
            "-no-shutdown",
            "-S",
            "-gdb",
            "tcp:127.0.0.1:" + port);
    return new ProcessBuilder(command).redirectError(directory.resolve("errors").toFile()).start();
  }

  private GdbRemote connect(int port) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      try {
        return new GdbRemote(port);
      } catch (ConnectException notYet) {
        if (!process.isAlive()) {
          break;
        }
        pause();
      }
    }
    String said = Files.readString(directory.resolve("errors")).strip().replace('\n', ';');
    close();
    throw new IOException(said.isEmpty() ? "its debugger's port does not answer" : said);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new UserError("interrupted while QEMU started");
    }
  }

  /** Whether it still runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      Files.deleteIfExists(directory.resolve("memory"));
      Files.deleteIfExists(directory.resolve("errors"));
      Files.deleteIfExists(directory);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (IOException kept) {
      directory.toFile().deleteOnExit();
    }
    arena.close();
  }
}
