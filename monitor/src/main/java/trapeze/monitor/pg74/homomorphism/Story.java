package trapeze.monitor.pg74.homomorphism;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.pg74.Registers;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Trapped;

/** A diagram that does not commute, told: the machines side by side until they part. */
final class Story {
  private static final String ROW = "  %-8s  %-16s  %-16s  %s";

  private final ThirdGeneration machine;
  private final Registers registers;
  private final Diagram diagram;
  private final Start start;
  private final List<String> lines = new ArrayList<>();

  Story(ThirdGeneration machine, Diagram diagram) {
    this.machine = machine;
    this.registers = machine.registers();
    this.diagram = diagram;
    this.start = diagram.start();
  }

  /** The story, a line each. */
  List<String> lines() {
    View before = before();
    View after = after();
    row("before", "bare machine", "virtual machine", "real machine");
    table(before, before);
    lines.add("");
    String instruction = machine.disassemble(diagram.bareWords.instructionBits());
    lines.add(
        "The bare machine executes %s in %s mode; %s."
            .formatted(
                instruction,
                Comparison.mode(start.register(registers.mode)),
                ending(diagram.bareTrap)));
    lines.add(
        diagram.exit == null
            ? "The real machine executes it in user mode; no trap, so the monitor never sees it."
            : "The real machine comes to it in user mode: %s. The monitor %s."
                .formatted(
                    diagram.exit.cause().title(),
                    diagram.reflected == null ? "emulates it" : "reflects the trap"));
    lines.add("");
    row("after", "bare machine", "virtual machine", "real machine");
    table(before, after);
    lines.add("");
    Comparison.of(diagram).forEach(difference -> lines.add(sentence(difference)));
    return lines;
  }

  /** The three machines at one moment. */
  private record View(
      ToLongFunction<StateVariable> bare,
      LongUnaryOperator bareWord,
      ToLongFunction<StateVariable> virtual,
      ToLongFunction<StateVariable> real,
      LongUnaryOperator realWord) {}

  private View before() {
    long base = diagram.sizes.region().base();
    return new View(
        start::register,
        address -> start.word(base + address),
        start::register,
        register -> diagram.map.real(register, start::register),
        start::word);
  }

  private View after() {
    boolean installedAgain = diagram.exit != null;
    return new View(
        diagram.bare::get,
        diagram.bareWords::readPhysical,
        diagram.virtual::get,
        register ->
            installedAgain
                ? diagram.map.real(register, diagram.virtual::get)
                : diagram.real.get(register),
        diagram.realWords::readPhysical);
  }

  private void table(View before, View now) {
    boolean all = before == now;
    add(all, before, now, "M", get -> Comparison.mode(get.applyAsLong(registers.mode)));
    add(all, before, now, "P", get -> Comparison.number(get.applyAsLong(registers.counter)));
    add(
        all,
        before,
        now,
        "R = l, b",
        get ->
            "%d, %d"
                .formatted(
                    get.applyAsLong(registers.relocation), get.applyAsLong(registers.bound)));
    add(all, before, now, "A", get -> Comparison.number(get.applyAsLong(registers.accumulator)));
    add(all, before, now, "timer", get -> timer(get.applyAsLong(registers.timer)));
    add(false, before, now, "halted", get -> get.applyAsLong(registers.halted) == 0 ? "no" : "yes");
    long base = diagram.sizes.region().base();
    for (int address = 0; address < diagram.sizes.realWords(); address++) {
      long virtual = address - base;
      boolean changed = now.realWord.applyAsLong(address) != before.realWord.applyAsLong(address);
      String real =
          "E[%d] = %s".formatted(address, machine.disassemble(now.realWord.applyAsLong(address)));
      if (!diagram.virtualWords.hasPhysical(virtual)) {
        if (changed) {
          row("", "", "", real);
        }
        continue;
      }
      changed |= now.bareWord.applyAsLong(virtual) != before.bareWord.applyAsLong(virtual);
      if (all || changed) {
        String name = "E[%d]".formatted(virtual);
        row(
            name,
            machine.disassemble(now.bareWord.applyAsLong(virtual)),
            machine.disassemble(now.realWord.applyAsLong(address)),
            real);
      }
    }
  }

  /** A register's value in words, given how to read registers. */
  private interface InWords {
    String of(ToLongFunction<StateVariable> registers);
  }

  private void add(boolean all, View before, View now, String name, InWords words) {
    boolean changed =
        !words.of(now.bare).equals(words.of(before.bare))
            || !words.of(now.virtual).equals(words.of(before.virtual))
            || !words.of(now.real).equals(words.of(before.real));
    if (all || changed) {
      row(name, words.of(now.bare), words.of(now.virtual), words.of(now.real));
    }
  }

  private void row(String name, String bare, String virtual, String real) {
    lines.add(ROW.formatted(name, bare, virtual, real).stripTrailing());
  }

  private static String sentence(Difference difference) {
    String prefix = "real ";
    return difference.what().startsWith(prefix)
        ? "They part: the real machine's %s should be %s, and is %s."
            .formatted(
                inWords(difference.what().substring(prefix.length())),
                difference.expected(),
                difference.found())
        : "They part: %s is %s on the bare machine, and %s in the virtual one."
            .formatted(inWords(difference.what()), difference.expected(), difference.found());
  }

  /** The paper's name of a register. */
  private static String inWords(String register) {
    return switch (register) {
      case "m", "p", "a" -> register.toUpperCase(Locale.ROOT);
      case "l", "b" -> register + " of R";
      case "t" -> "the timer";
      default -> register;
    };
  }

  private static String ending(@Nullable Trapped trap) {
    return trap == null ? "no trap" : trap.cause().title();
  }

  private static String timer(long timer) {
    return timer == 0 ? "off" : Long.toString(timer);
  }
}
