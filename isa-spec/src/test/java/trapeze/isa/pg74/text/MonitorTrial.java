package trapeze.isa.pg74.text;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Registers;

/** A guest that has halted on the bare machine, and the monitor with the same guest. */
record MonitorTrial(BareMachine bare, BareMachine monitored) {

  /** Runs the guest under a monitor that has room for it at {@code guest_1}. */
  static MonitorTrial of(BareMachine bare, Program monitor) {
    BareMachine monitored = new BareMachine(monitor);
    System.arraycopy(
        bare.program().words(), 0, monitored.memory(), guestAt(monitor), bare.memory().length);
    return new MonitorTrial(bare, monitored.run(60_000));
  }

  /** What a guest could tell, or the monitor suffer from. */
  Optional<String> difference() {
    int at = guestAt(monitored.program());
    int end = at + bare.memory().length;
    if (!monitored.isHalted()) {
      return Optional.of("halts");
    }
    if (!monitored.console().equals(bare.console())) {
      return Optional.of("console");
    }
    if (!virtualRegisters().equals(registers())) {
      return Optional.of("registers");
    }
    if (!Arrays.equals(monitored.memory(), at, end, bare.memory(), 0, bare.memory().length)) {
      return Optional.of("memory");
    }
    return outsideIsUntouched(at, end) ? Optional.empty() : Optional.of("monitor's memory");
  }

  /** The monitor's instructions and literals are the words that are not 0 in its image. */
  private boolean outsideIsUntouched(int at, int end) {
    long[] image = Arrays.copyOf(monitored.program().words(), monitored.memory().length);
    for (int i = 1; i < image.length; i++) {
      boolean mayChange = i < at && image[i] == 0 || at <= i && i < end;
      if (!mayChange && monitored.memory()[i] != image[i]) {
        return false;
      }
    }
    return true;
  }

  private List<Long> registers() {
    Registers r = bare.program().machine().registers();
    Format f = r.format();
    return List.of(
        bare.state().get(r.mode) << f.modeAt(),
        bare.state().get(r.counter) << f.counterAt(),
        bare.state().get(r.relocation) << f.relocationAt() | bare.state().get(r.bound),
        bare.state().get(r.accumulator),
        bare.state().get(r.timer));
  }

  private List<Long> virtualRegisters() {
    return List.of("v_m", "v_p", "v_r", "v_a", "v_timer").stream()
        .map(name -> monitored.memory()[(int) monitored.program().symbol(name)])
        .toList();
  }

  private static int guestAt(Program monitor) {
    return (int) monitor.symbol("guest_1");
  }
}
