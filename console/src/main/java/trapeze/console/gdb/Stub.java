package trapeze.console.gdb;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import trapeze.console.ExitCode;
import trapeze.machine.Hart;
import trapeze.machine.board.DebugModule;
import trapeze.machine.board.DebugModule.Halt;
import trapeze.machine.board.Outcome;
import trapeze.machine.debug.GuestMemory;
import trapeze.machine.debug.HaltReason;
import trapeze.machine.debug.Trigger;

/**
 * The debugger's side of a machine: answers packets. All-stop: while any hart runs, only an
 * interruption, a detachment or a kill is understood.
 *
 * <p>Used by one thread at a time, which is none of those that run harts.
 */
final class Stub {
  private static final String OK = "OK";
  private static final int SIGINT = 2;
  private static final int SIGTRAP = 5;

  private final DebugTarget target;
  private final DebugModule debug;
  private final Threads threads;
  private final Registers registers;
  private final Contents contents;
  private final Breakpoints breakpoints = new Breakpoints();
  private final Queries queries;

  /** Accesses that have been made, and that no stop reply has told of yet. */
  private final Deque<Halt> untold = new ArrayDeque<>();

  private boolean running;
  private boolean attached = true;
  private Hart general;
  private int continued = Threads.ALL;
  private String lastStop;

  /**
   * A stub for a machine whose harts stand still.
   *
   * @param output takes what {@code monitor} commands print, before their answer
   */
  Stub(DebugTarget target, Consumer<String> output) {
    this.target = target;
    this.debug = target.board().debug();
    this.threads = new Threads(target.board());
    this.general = threads.hart(Threads.ANY);
    this.registers = new Registers(general.engine().set().csrs());
    GuestMemory memory = new GuestMemory(target.board());
    this.contents = new Contents(registers, memory);
    MonitorCommands monitor = new MonitorCommands(target.board(), registers, memory);
    this.queries = new Queries(threads, registers, memory, monitor, output);
    this.lastStop = stop(SIGTRAP, general, "");
  }

  /** Whether the debugger is still there to be answered. */
  boolean isAttached() {
    return attached;
  }

  /**
   * Answers a packet.
   *
   * @return the reply; nothing if it follows when the machine halts
   */
  @Nullable String answer(String packet) throws InterruptedException {
    try {
      return carryOut(packet);
    } catch (Refused refused) {
      return refused.reply();
    }
  }

  private @Nullable String carryOut(String packet) throws InterruptedException {
    char command = packet.isEmpty() ? ' ' : packet.charAt(0);
    String rest = packet.isEmpty() ? "" : packet.substring(1);
    if (running && command != 'k' && command != 'D' && !packet.startsWith("vKill")) {
      throw new Refused(Refused.BUSY);
    }
    return switch (command) {
      case '?' -> stopReply();
      case '!' -> OK;
      case 'g', 'p', 'm' -> contents.read(command, general, rest);
      case 'G', 'P', 'M', 'X' -> {
        contents.write(command, general, rest);
        yield OK;
      }
      case 'Z' -> {
        breakpoints.set(rest);
        yield OK;
      }
      case 'z' -> {
        breakpoints.remove(rest);
        yield OK;
      }
      case 'H' -> choose(rest);
      case 'T' -> {
        threads.hart(threads.parse(rest));
        yield OK;
      }
      case 'c', 's' -> legacy(command, rest);
      case 'C', 'S' -> legacy(Character.toLowerCase(command), afterSignal(rest));
      case 'v' -> several(rest);
      case 'q', 'Q' -> queries.answer(packet, general);
      case 'D' -> {
        leave();
        yield OK;
      }
      case 'k' -> {
        kill();
        yield null;
      }
      default -> "";
    };
  }

  /** Ctrl-C: halts the machine. */
  @Nullable String interrupt() throws InterruptedException {
    if (!running) {
      return null;
    }
    debug.halt();
    String happened = whatHappened();
    return happened != null ? happened : told(stop(SIGINT, general, ""));
  }

  /** The machine may have halted by itself, or ended: the stop reply, if it has. */
  @Nullable String poll() throws InterruptedException {
    return running ? whatHappened() : null;
  }

  /** Removes all breakpoints and lets the machine go on: nobody debugs it any more. */
  void leave() throws InterruptedException {
    letGo();
    debug.resume();
  }

  private void letGo() throws InterruptedException {
    attached = false;
    debug.halt();
    while (debug.takeHalt() != null) {
      // It was for a debugger who has gone.
    }
    breakpoints.clear();
    breakpoints.arm(threads.harts());
    for (Hart hart : threads.harts()) {
      hart.stepNoMore();
      debug.hold(hart, false);
    }
  }

  /** Ends the machine before it can make another step, which might end it in a way of its own. */
  private void kill() throws InterruptedException {
    letGo();
    target.kill().run();
    debug.resume();
  }

  private @Nullable String whatHappened() throws InterruptedException {
    Outcome outcome = target.board().finish();
    Halt first = debug.takeHalt();
    if (first == null && outcome == null) {
      return null;
    }
    debug.halt();
    for (Halt more = debug.takeHalt(); more != null; more = debug.takeHalt()) {
      if (isAccess(more)) {
        untold.add(more);
      }
    }
    return told(first == null ? stopReply() : describe(first));
  }

  /** Of what several harts did at the same time, only an access is not seen again. */
  private static boolean isAccess(Halt halt) {
    return halt.reason() instanceof HaltReason.Triggered(Trigger trigger, _)
        && trigger.kind() != Trigger.Kind.EXECUTE;
  }

  private String told(String reply) {
    running = false;
    for (Hart hart : threads.harts()) {
      hart.stepNoMore();
      debug.hold(hart, false);
    }
    lastStop = reply;
    return reply;
  }

  private String stopReply() {
    Outcome outcome = target.board().finish();
    return outcome == null ? lastStop : "W%02x".formatted(ExitCode.of(outcome) & 0xff);
  }

  private String describe(Halt halt) {
    general = halt.hart();
    return switch (halt.reason()) {
      case HaltReason.Stepped _ -> stop(SIGTRAP, general, "");
      case HaltReason.Triggered(Trigger trigger, long address) ->
          stop(SIGTRAP, general, reason(trigger, address));
    };
  }

  private String reason(Trigger trigger, long address) {
    return switch (trigger.kind()) {
      case EXECUTE -> queries.knowsBreakpoints() ? breakpointReason(trigger) : "";
      case STORE -> "watch:" + watched(trigger, address);
      case LOAD -> "rwatch:" + watched(trigger, address);
      case ACCESS -> "awatch:" + watched(trigger, address);
    };
  }

  private String breakpointReason(Trigger trigger) {
    return breakpoints.isSoftware(trigger) ? "swbreak:;" : "hwbreak:;";
  }

  /** An access may begin before what is watched: a debugger wants an address inside that. */
  private static String watched(Trigger trigger, long address) {
    boolean inside = Long.compareUnsigned(address - trigger.address(), trigger.length()) < 0;
    return Long.toHexString(inside ? address : trigger.address()) + ";";
  }

  private static String stop(int signal, Hart hart, String reason) {
    return "T%02xthread:%x;%s".formatted(signal, Threads.of(hart), reason);
  }

  private String choose(String text) {
    if (text.isEmpty()) {
      throw new Refused(Refused.INVALID);
    }
    int thread = threads.parse(text.substring(1));
    Hart hart = threads.hart(thread);
    switch (text.charAt(0)) {
      case 'g' -> general = thread == Threads.ANY || thread == Threads.ALL ? general : hart;
      case 'c' -> continued = thread;
      default -> throw new Refused(Refused.INVALID);
    }
    return OK;
  }

  /** A signal, which is dropped, and perhaps an address behind it. */
  private static String afterSignal(String text) {
    String[] parts = text.split(";", 2);
    Hex.number(parts[0], 0xff);
    return parts.length < 2 ? "" : parts[1];
  }

  /** {@code c} and {@code s}, for debuggers without {@code vCont}. */
  private @Nullable String legacy(char command, String address) throws InterruptedException {
    Hart hart = continued > 0 ? threads.hart(continued) : general;
    if (!address.isEmpty()) {
      registers.write(hart, Registers.PC, Hex.number(address));
    }
    Resumption.Action rest = Resumption.Action.goOn(continued > 0 ? continued : Threads.ALL);
    Resumption.Action step = Resumption.Action.step(Threads.of(hart));
    return resume(new Resumption(command == 's' ? List.of(step, rest) : List.of(rest)));
  }

  private @Nullable String several(String text) throws InterruptedException {
    if (text.equals("Cont?")) {
      return "vCont;c;C;s;S;r";
    }
    if (text.startsWith("Cont;")) {
      return resume(Resumption.parse(text.substring("Cont".length()), threads));
    }
    if (text.startsWith("Kill;")) {
      kill();
      return OK;
    }
    return "";
  }

  private @Nullable String resume(Resumption resumption) throws InterruptedException {
    Halt missed = untold.poll();
    if (missed != null) {
      return told(describe(missed));
    }
    if (target.board().finish() != null) {
      return stopReply();
    }
    breakpoints.arm(threads.harts());
    resumption.prepare(threads.harts(), debug);
    running = true;
    debug.resume();
    return poll();
  }
}
