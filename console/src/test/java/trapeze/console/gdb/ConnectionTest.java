package trapeze.console.gdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import trapeze.console.directory.Images;
import trapeze.machine.board.Board;
import trapeze.machine.board.BoardRunner;
import trapeze.machine.board.Boot;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;

/** Debuggers that come through the network to a machine that runs on threads of its own. */
@Timeout(120)
class ConnectionTest {
  private final Board board = board();
  private final GdbServer server =
      new GdbServer(
          GdbAddress.parse("0", "test"),
          new DebugTarget("guest", board, () -> board.finish(new Outcome.Ended(137))));
  private final Thread machine = Thread.ofPlatform().daemon().unstarted(this::run);

  private static Board board() {
    PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), 0x8000_0000L, 32 << 20);
    Board made =
        new Board(
            Board.Configuration.USUAL,
            memory,
            HartFactory.REAL,
            _ -> {},
            ConsoleSource.SILENT,
            List.of());
    Boot boot = new Boot(Images.program("builtin:compute", Path.of("")), null, null, "");
    Boot.reset(made, boot.load(made));
    return made;
  }

  private void run() {
    try {
      new BoardRunner(board, () -> true).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @BeforeEach
  void begin() throws InterruptedException {
    server.start(true);
    machine.start();
  }

  @AfterEach
  void end() throws InterruptedException {
    board.finish(new Outcome.Ended(0));
    machine.join();
    server.close();
  }

  private Socket connect() throws IOException {
    return new Socket("localhost", server.port());
  }

  /** Sends a packet and reads the reply, without its frame. */
  private static String ask(Socket socket, String packet) throws IOException {
    socket.getOutputStream().write(Connection.frame(packet));
    return reply(socket);
  }

  private static String reply(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    int value = in.read();
    while (value != '$') {
      assertThat(value).isEqualTo('+');
      value = in.read();
    }
    for (value = in.read(); value != '#'; value = in.read()) {
      text.append((char) value);
    }
    in.skipNBytes(2);
    return text.toString();
  }

  @Test
  void itWaitsForTheFirstDebuggerAndRunsWhenHeSaysSo() throws IOException {
    try (Socket socket = connect()) {
      assertThat(ask(socket, "?")).isEqualTo("T05thread:1;");
      assertThat(board.steps()).isZero();
      assertThat(ask(socket, "vCont;s:1")).isEqualTo("T05thread:1;");
      assertThat(board.steps()).isEqualTo(1);
      assertThat(ask(socket, "vCont;c")).isEqualTo("W00");
    }
  }

  @Test
  void aKilledMachineEnds() throws IOException, InterruptedException {
    try (Socket socket = connect()) {
      assertThat(ask(socket, "vKill;1")).isEqualTo("OK");
    }
    machine.join();
    assertThat(board.finish()).isEqualTo(new Outcome.Ended(137));
  }

  @Test
  void whoeverGoesLetsItGoOnAndTheNextFindsIt() throws IOException {
    try (Socket socket = connect()) {
      ask(socket, "Z0,80000000,2");
      assertThat(ask(socket, "vCont;s:1")).startsWith("T05");
    }
    try (Socket socket = connect()) {
      assertThat(ask(socket, "?")).matches("T05thread:1;|W00");
    }
  }

  @Test
  void noiseDoesNoHarm() throws IOException {
    Random random = new Random(5);
    for (int visit = 0; visit < 20; visit++) {
      try (Socket socket = connect()) {
        byte[] noise = new byte[2000];
        random.nextBytes(noise);
        socket.getOutputStream().write(noise);
        socket.getOutputStream().write("$m80000000".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException closed) {
        // So it may: what was noise may have said that the debugger leaves.
      }
    }
    try (Socket socket = connect()) {
      assertThat(ask(socket, "qSupported")).contains("PacketSize");
    }
  }
}
