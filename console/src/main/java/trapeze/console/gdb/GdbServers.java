package trapeze.console.gdb;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ports of a run's guests: one each, for the debuggers that come. */
public final class GdbServers implements AutoCloseable {
  private final @Nullable GdbAddress first;
  private final boolean waits;
  private final Consumer<String> say;
  private final List<GdbServer> servers = new ArrayList<>();
  private int guests;

  /**
   * Ports.
   *
   * @param first of the first guest, the next guest has the next; nothing if only those guests have
   *     one whose own description says so
   * @param waits whether guests stand still until a debugger comes
   * @param say says where a debugger is waited for
   */
  public GdbServers(@Nullable GdbAddress first, boolean waits, Consumer<String> say) {
    this.first = first;
    this.waits = waits;
    this.say = say;
  }

  /**
   * Opens a guest's port, if it is to have one, before its first instruction.
   *
   * @param own what the guest's own description says
   * @throws trapeze.console.UserError if the port cannot be had
   */
  public void add(DebugTarget target, @Nullable GdbAddress own) throws InterruptedException {
    GdbAddress address = own != null ? own : first == null ? null : first.plus(guests);
    guests++;
    if (address == null) {
      return;
    }
    GdbServer server = new GdbServer(address, target);
    servers.add(server);
    server.start(waits);
    say.accept(
        "%s: %s gdb at %s:%d"
            .formatted(
                target.name(),
                waits ? "waits for" : "can be debugged with",
                address.host(),
                server.port()));
  }

  @Override
  public void close() {
    servers.forEach(GdbServer::close);
  }
}
