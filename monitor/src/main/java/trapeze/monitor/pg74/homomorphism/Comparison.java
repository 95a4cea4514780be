package trapeze.monitor.pg74.homomorphism;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.pg74.Registers;
import trapeze.isa.pg74.Trapped;

/**
 * Whether both ways round a diagram end in the same real state, the control program's record, the
 * devices and the trap that a guest's own resident would see included.
 */
final class Comparison {
  private final Diagram diagram;
  private final List<Difference> differences = new ArrayList<>(0);

  private Comparison(Diagram diagram) {
    this.diagram = diagram;
  }

  /** What differs; nothing if the diagram commutes. */
  static List<Difference> of(Diagram diagram) {
    Comparison comparison = new Comparison(diagram);
    comparison.compareTraps();
    comparison.compareRegisters();
    comparison.compareMemory();
    comparison.compareDevices();
    return comparison.differences;
  }

  private void compareTraps() {
    if (!Objects.equals(diagram.bareTrap, diagram.reflected)) {
      add("trap", trap(diagram.bareTrap), trap(diagram.reflected));
    }
  }

  private void compareRegisters() {
    for (StateVariable register : diagram.map.registers().space.variables(Kind.ARCHITECTURAL)) {
      boolean onReal = diagram.real.isWritten(register);
      boolean changed =
          onReal || diagram.bare.isWritten(register) || diagram.virtual.isWritten(register);
      if (!changed) {
        continue;
      }
      if (diagram.bare.get(register) != diagram.virtual.get(register)) {
        add(
            register.name(),
            value(register, diagram.bare.get(register)),
            value(register, diagram.virtual.get(register)));
      }
      if (onReal && !diagram.map.isCarried(register, diagram.start()::register)) {
        compareReal(register);
      }
    }
  }

  /** What direct execution does to a real register that is the monitor's stays, unless it traps. */
  private void compareReal(StateVariable register) {
    boolean installedAgain = diagram.exit != null && register != diagram.map.registers().halted;
    long expected = diagram.map.real(register, diagram.bare::get);
    if (!installedAgain && diagram.real.get(register) != expected) {
      add(
          "real " + register.name(),
          value(register, expected),
          value(register, diagram.real.get(register)));
    }
  }

  private void compareMemory() {
    long base = diagram.sizes.region().base();
    for (int address = 0; address < diagram.sizes.realWords(); address++) {
      long virtual = address - base;
      boolean inRegion = diagram.virtualWords.hasPhysical(virtual);
      boolean stored =
          diagram.realWords.isWritten(address) || inRegion && diagram.bareWords.isWritten(virtual);
      if (stored) {
        long expected =
            inRegion ? diagram.bareWords.readPhysical(virtual) : diagram.start().word(address);
        long found = diagram.realWords.readPhysical(address);
        if (expected != found) {
          add(
              inRegion ? "E[" + virtual + "]" : "real E[" + address + "]",
              number(expected),
              number(found));
        }
      }
    }
  }

  private void compareDevices() {
    String bare = operations(diagram.bareWords.operations());
    String virtual = operations(diagram.virtualWords.operations);
    if (!bare.equals(virtual)) {
      add("devices", bare, virtual);
    }
    if (!diagram.realWords.operations().isEmpty()) {
      add("real devices", "nothing", operations(diagram.realWords.operations()));
    }
  }

  private void add(String what, String expected, String found) {
    differences.add(new Difference(what, expected, found));
  }

  private static String trap(@Nullable Trapped trap) {
    return trap == null ? "none" : trap.cause().title();
  }

  private static String operations(List<long[]> operations) {
    if (operations.isEmpty()) {
      return "nothing";
    }
    StringBuilder text = new StringBuilder();
    for (long[] operation : operations) {
      text.append(text.isEmpty() ? "" : ", ")
          .append("%s to device %d".formatted(number(operation[1]), operation[0]));
    }
    return text.toString();
  }

  private String value(StateVariable register, long value) {
    return register == diagram.map.registers().mode ? mode(value) : number(value);
  }

  /** A mode in words. */
  static String mode(long mode) {
    return mode == Registers.SUPERVISOR ? "supervisor" : "user";
  }

  static String number(long value) {
    return value < 10 && value >= 0 ? Long.toString(value) : "0x%x".formatted(value);
  }
}
