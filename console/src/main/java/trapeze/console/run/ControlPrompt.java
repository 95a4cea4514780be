package trapeze.console.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;
import trapeze.console.report.AccountingTable;
import trapeze.console.report.GuestReport;
import trapeze.console.terminal.Operator;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.rv64.Rv64State;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.VirtualHart;
import trapeze.monitor.VirtualMachine;

/** The control program's commands, as an operator of VM/370 would look for them. */
public final class ControlPrompt implements Operator {
  private static final List<String> HELP =
      List.of(
          "query             the guests: state, harts, pc, mode, steps",
          "exits [NAME]      what they have cost so far",
          "indicate          how the real harts are shared",
          "pause NAME        hold a guest",
          "resume NAME       let it go on",
          "stop NAME         end it for good",
          "switch NAME       go to its console",
          "back              go to the console you came from (or an empty line)",
          "quit              end everything");
  private static final List<String> WORDS =
      HELP.stream().map(line -> line.split("[ \\[]", 2)[0]).toList();

  private final Session session;

  /** The prompt of a session's control program. */
  public ControlPrompt(Session session) {
    this.session = session;
  }

  @Override
  public Answer answer(String line) {
    List<String> words = Arrays.stream(line.strip().split("\\s+")).toList();
    String name = words.size() > 1 ? words.get(1) : null;
    ControlProgram control = session.control();
    return switch (words.getFirst().toLowerCase(Locale.ROOT)) {
      case "", "back" -> new Answer(List.of(), null, true, false);
      case "help", "?" -> Answer.of(HELP);
      case "query", "q" -> Answer.of(query());
      case "indicate" -> Answer.of(indicate());
      case "exits" -> exits(name);
      case "pause" -> change(name, "paused", control::pause);
      case "resume" -> change(name, "resumed", control::start);
      case "stop" -> change(name, "stopped", control::stop);
      case "switch" -> switchTo(name);
      case "quit" -> new Answer(List.of(), null, false, true);
      default ->
          Answer.of(List.of("there is no command '%s'; try help".formatted(words.getFirst())));
    };
  }

  private List<String> query() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-16s %-8s %4s  %-18s %-4s %16s",
            "name",
            "state",
            "hart",
            "pc",
            "mode",
            "steps"));
    for (VirtualMachine machine : session.control().machines()) {
      for (VirtualHart hart : machine.harts()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%-16s %-8s %4d  0x%016x %-4s %,16d%s",
                machine.name(),
                machine.state(),
                hart.state.get(Rv64State.HART_ID),
                hart.state.pc,
                mode(hart),
                hart.steps(),
                hart.isWaiting() ? "  waits" : ""));
      }
    }
    return lines;
  }

  private static String mode(VirtualHart hart) {
    long code = hart.state.get(Rv64State.MODE);
    for (PrivilegeMode mode : PrivilegeMode.values()) {
      if (mode.code() == code) {
        return mode.name();
      }
    }
    return Long.toString(code);
  }

  private List<String> indicate() {
    List<VirtualMachine> machines = session.control().machines();
    long all = machines.stream().mapToLong(machine -> machine.total(VirtualHart::steps)).sum();
    return machines.stream()
        .map(
            machine ->
                String.format(
                    Locale.ROOT,
                    "%-16s %4d shares  %5.1f %% of all steps so far",
                    machine.name(),
                    machine.shares(),
                    all == 0 ? 0 : 100.0 * machine.total(VirtualHart::steps) / all))
        .toList();
  }

  private Answer exits(@Nullable String name) {
    if (name == null) {
      return Answer.of(AccountingTable.lines(session.reports()));
    }
    VirtualMachine machine = session.find(name);
    return machine == null
        ? unknown(name)
        : Answer.of(AccountingTable.lines(List.of(GuestReport.of(machine))));
  }

  private Answer change(@Nullable String name, String done, Consumer<VirtualMachine> change) {
    VirtualMachine machine = name == null ? null : session.find(name);
    if (machine == null) {
      return unknown(name);
    }
    if (machine.state() == VirtualMachine.State.ENDED) {
      return Answer.of(List.of("%s has ended".formatted(name)));
    }
    change.accept(machine);
    return Answer.of(List.of("%s is %s".formatted(name, done)));
  }

  private Answer switchTo(@Nullable String name) {
    return name == null || session.find(name) == null
        ? unknown(name)
        : new Answer(List.of(), name, false, false);
  }

  private Answer unknown(@Nullable String name) {
    return Answer.of(
        List.of(
            name == null
                ? "which guest? there are " + String.join(", ", names())
                : "no guest is called '%s'; there are %s"
                    .formatted(name, String.join(", ", names()))));
  }

  private List<String> names() {
    return session.control().machines().stream().map(VirtualMachine::name).toList();
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    List<String> words = line.wordIndex() == 0 ? WORDS : names();
    words.forEach(word -> candidates.add(new Candidate(word)));
  }
}
