package trapeze.console.gdb;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import trapeze.machine.Hart;
import trapeze.machine.debug.GuestMemory;

/** Packets that ask what there is, or how to talk: {@code q} and {@code Q}. */
final class Queries {
  /** The most characters of a packet. */
  static final int PACKET_SIZE = 1 << 14;

  private static final String FEATURES =
      "PacketSize=%x;QStartNoAckMode+;qXfer:features:read+;qXfer:threads:read+;swbreak+;hwbreak+"
          .concat(";vContSupported+")
          .formatted(PACKET_SIZE);
  private static final String OK = "OK";

  private final Threads threads;
  private final GuestMemory memory;
  private final MonitorCommands monitor;
  private final Consumer<String> output;
  private final String description;
  private boolean knowsBreakpoints;

  Queries(
      Threads threads,
      Registers registers,
      GuestMemory memory,
      MonitorCommands monitor,
      Consumer<String> output) {
    this.threads = threads;
    this.memory = memory;
    this.monitor = monitor;
    this.output = output;
    this.description = TargetDescription.of(registers);
  }

  /** Whether the debugger wants to be told that it was a breakpoint that halted a hart. */
  boolean knowsBreakpoints() {
    return knowsBreakpoints;
  }

  /** Answers a query about the machine, or about one of its harts. */
  String answer(String packet, Hart hart) {
    int end = packet.indexOf(':');
    String name = end < 0 ? packet : packet.substring(0, end);
    String rest = end < 0 ? "" : packet.substring(end + 1);
    return switch (name) {
      case "qSupported" -> supported(rest);
      case "QStartNoAckMode", "qSymbol" -> OK;
      case "qAttached" -> "1";
      case "qC" -> "QC%x".formatted(Threads.of(hart));
      case "qfThreadInfo" -> threads.list();
      case "qsThreadInfo" -> "l";
      case "qXfer" -> transfer(rest);
      case "qqemu.PhyMemMode" -> memory.isPhysical() ? "1" : "0";
      case "Qqemu.PhyMemMode" -> {
        memory.physical(Hex.number(rest, 1) == 1);
        yield OK;
      }
      default -> withComma(packet, hart);
    };
  }

  private String withComma(String packet, Hart hart) {
    int comma = packet.indexOf(',');
    String rest = comma < 0 ? "" : packet.substring(comma + 1);
    return switch (comma < 0 ? packet : packet.substring(0, comma)) {
      case "qThreadExtraInfo" -> Hex.of(threads.describe(threads.hart(threads.parse(rest))));
      case "qRcmd" -> command(new String(Hex.bytes(rest), StandardCharsets.UTF_8), hart);
      default -> "";
    };
  }

  private String supported(String features) {
    knowsBreakpoints = List.of(features.split(";", -1)).contains("swbreak+");
    return FEATURES;
  }

  private String command(String line, Hart hart) {
    monitor.carryOut(line, hart).lines().forEach(text -> output.accept("O" + Hex.of(text + "\n")));
    return OK;
  }

  /** {@code object:read:annex:offset,length}: a part of a document. */
  private String transfer(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 4 || !parts[1].equals("read")) {
      return "";
    }
    String document =
        switch (parts[0] + ":" + parts[2]) {
          case "features:target.xml" -> description;
          case "threads:" -> threads.xml();
          default -> throw new Refused(0);
        };
    String[] range = parts[3].split(",", -1);
    if (range.length != 2) {
      throw new Refused(Refused.INVALID);
    }
    int start = Math.min(Hex.number(range[0], Integer.MAX_VALUE), document.length());
    int length = Math.min(Hex.number(range[1], Integer.MAX_VALUE), PACKET_SIZE / 2);
    int end = Math.min(start + length, document.length());
    return (end == document.length() ? "l" : "m") + document.substring(start, end);
  }
}
