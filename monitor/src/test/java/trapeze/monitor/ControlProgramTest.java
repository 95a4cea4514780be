package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Implementation;
import trapeze.machine.board.Outcome;
import trapeze.machine.board.Timing;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.shadow.Policy;

/** Several machines on one real hart. */
class ControlProgramTest {
  private static final long BASE = Twins.BASE;
  private static final long SIZE = 1 << 20;
  private static final long FINISHER = 0x10_0000;
  private static final int PASS = 0x5555;
  private static final ConsoleSink NOWHERE = _ -> {};

  private static ControlProgram control(Implementation implementation) {
    return new ControlProgram(real(Board.Configuration.USUAL.with(implementation)), Policy.CACHED);
  }

  private static Board real(Board.Configuration configuration) {
    return new Board(
        configuration,
        PhysicalMemory.allocate(Arena.ofAuto(), BASE, 32 << 20),
        HartFactory.REAL,
        NOWHERE,
        ConsoleSource.SILENT,
        List.of());
  }

  private static VirtualMachine define(
      ControlProgram control, String name, Implementation implementation, ConsoleSink sink) {
    return control.define(
        new GuestDefinition(
            name,
            Board.Configuration.USUAL.with(implementation),
            SIZE,
            100,
            sink,
            ConsoleSource.SILENT,
            List.of()));
  }

  /** Prints a character, counts to many, and ends. */
  private static void load(VirtualMachine machine) {
    new Code(machine.board().memory(), BASE)
        .put("sb", RS1, 5, RS2, 6)
        .put("addi", RD, 7, RS1, 7, IMM, -1)
        .put("bne", RS1, 7, RS2, 0, IMM, -4)
        .put("sw", RS1, 8, RS2, 9)
        .stay();
    VirtualHart hart = machine.harts().getFirst();
    hart.state.pc = BASE;
    hart.state.x[5] = Twins.UART;
    hart.state.x[6] = 'x';
    hart.state.x[7] = 1_000_000;
    hart.state.x[8] = FINISHER;
    hart.state.x[9] = PASS;
  }

  @Test
  void aMachineWhoseDeviceFailsEndsAndTheOthersNeverKnow() throws InterruptedException {
    ControlProgram control = control(Implementation.FULL);
    IllegalStateException defect = new IllegalStateException("a device's defect");
    VirtualMachine good = define(control, "good", Implementation.FULL, NOWHERE);
    VirtualMachine bad =
        define(
            control,
            "bad",
            Implementation.FULL,
            _ -> {
              throw defect;
            });
    VirtualMachine late = define(control, "late", Implementation.FULL, NOWHERE);
    for (VirtualMachine machine : List.of(good, bad, late)) {
      load(machine);
      control.start(machine);
    }
    control.run();
    assertThat(bad.outcome()).isEqualTo(new Outcome.Failed(defect));
    assertThat(good.outcome()).isEqualTo(new Outcome.Ended(0));
    assertThat(late.outcome()).isEqualTo(new Outcome.Ended(0));
    assertThat(late.board().steps()).isEqualTo(good.board().steps()).isEqualTo(2_000_002);
  }

  @Test
  void aNeighbourOnAnotherHartIsNoReasonToGuardStores() {
    Board real = real(Board.Configuration.USUAL.withHarts(2));
    ControlProgram control = new ControlProgram(real, Policy.CACHED);
    for (String name : List.of("one", "other")) {
      define(control, name, Implementation.FULL, NOWHERE);
    }
    assertThat(real.memory().reservationSets().isActive()).isFalse();
  }

  @Test
  void hartsOfOneMachineThatRunAtTheSameTimeGuardTheirStores() {
    Board real = real(Board.Configuration.USUAL.withHarts(2));
    ControlProgram control = new ControlProgram(real, Policy.CACHED);
    control.define(
        new GuestDefinition(
            "two",
            Board.Configuration.USUAL.withHarts(2).with(new Timing.WallClock()),
            SIZE,
            100,
            NOWHERE,
            ConsoleSource.SILENT,
            List.of()));
    assertThat(real.memory().reservationSets().isActive()).isTrue();
  }

  @Test
  void aGuestThatTheRealMachineCannotCarryIsRefused() {
    ControlProgram control = control(Implementation.FULL.withPaging(AddressTranslation.SV39));
    assertThatThrownBy(() -> define(control, "wide", Implementation.FULL, NOWHERE))
        .isInstanceOf(NotCarried.class)
        .hasMessage("wide: its address translation is wider than the real machine's");
    Implementation strict =
        new Implementation(AddressTranslation.SV39, 16, false, true, true, true, false, false);
    assertThatThrownBy(() -> define(control, "strict", strict, NOWHERE))
        .isInstanceOf(NotCarried.class)
        .hasMessage("strict: misaligned accesses are not what they are on the real machine");
  }
}
