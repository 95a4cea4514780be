package trapeze.console.gdb;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;

/** A port at which a debugger may take hold of one machine; one at a time, one after another. */
final class GdbServer implements AutoCloseable {
  private static final int WAITING_DEBUGGERS = 1;
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final ServerSocket listening;
  private final DebugTarget target;
  private final Thread thread;
  private volatile @Nullable Connection current;

  /**
   * Opens the port; nobody is served yet.
   *
   * @throws UserError if it cannot be had
   */
  GdbServer(GdbAddress address, DebugTarget target) {
    this.target = target;
    try {
      listening = new ServerSocket();
      listening.setReuseAddress(true);
      listening.bind(new InetSocketAddress(address.host(), address.port()), WAITING_DEBUGGERS);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(
          "--gdb",
          "cannot listen at %s (%s); name another port, or 0 for any"
              .formatted(address, e.getMessage()));
    }
    thread = Thread.ofPlatform().daemon().name("gdb " + target.name()).unstarted(this::serve);
  }

  /** The port that it has. */
  int port() {
    return listening.getLocalPort();
  }

  /**
   * Begins to serve.
   *
   * @param waits whether the machine is to stand still until a debugger comes
   */
  void start(boolean waits) throws InterruptedException {
    if (waits) {
      target.board().debug().halt();
    }
    thread.start();
  }

  private void serve() {
    try {
      while (!listening.isClosed()) {
        Socket socket = listening.accept();
        try (Connection connection = new Connection(socket, target)) {
          current = connection;
          connection.serve();
        }
      }
    } catch (IOException closed) {
      // There is nobody to listen for any more.
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets a debugger hear how the machine has ended, then closes the port. */
  @Override
  public void close() {
    try {
      listening.close();
      if (thread.isAlive() && !thread.join(FAREWELL)) {
        Connection connection = current;
        if (connection != null) {
          connection.close();
        }
      }
    } catch (IOException e) {
      // It is closed, one way or the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
