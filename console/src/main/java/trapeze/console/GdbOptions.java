package trapeze.console;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trapeze.console.gdb.GdbAddress;
import trapeze.console.gdb.GdbServers;

/** Options about debugging guests with gdb. */
final class GdbOptions {
  @Option(
      names = "--gdb",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "[HOST:]PORT",
      description =
          "wait for gdb before the first instruction, at this port, several guests at this one"
              + " and the next (localhost:1234); see docs/debugging.md")
  private @Nullable String address;

  @Option(names = "--gdb-no-wait", description = "do not wait for gdb: it may come at any time")
  private boolean noWait;

  /** The ports of a run's guests, which nobody listens at yet. */
  GdbServers open(Io io) {
    GdbAddress first = address == null ? null : GdbAddress.parse(address, "--gdb");
    return new GdbServers(first, !noWait, io::say);
  }
}
