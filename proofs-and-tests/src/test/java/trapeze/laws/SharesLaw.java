package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.ConsoleSource;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.GuestDefinition;
import trapeze.monitor.Parts;
import trapeze.monitor.VirtualMachine;
import trapeze.shadow.Policy;

/**
 * Law 2, over time: whatever the guests of a real hart do with their slices, each gets its share,
 * to within a slice, and none that can run is left behind.
 */
class SharesLaw {

  /** What a guest does for ever. */
  enum Habit {
    SPINS,
    CALLS,
    CALLS_AND_RETURNS,
    FENCES,
    FENCES_ITS_CODE,
    ASKS_A_DEVICE,
    READS_THE_TIME,
    WAITS_FOR_ITS_TIMER,
    STORES
  }

  /**
   * A guest.
   *
   * @param shares its weight
   * @param slices that it wants, all in all
   */
  record Customer(Habit habit, int shares, int slices) {
    private Code code() {
      return switch (habit) {
        case SPINS -> new Code();
        case CALLS, CALLS_AND_RETURNS -> new Code().put("ecall");
        case FENCES -> new Code().put("sfence.vma", Operand.RS1, 0, Operand.RS2, 0);
        case FENCES_ITS_CODE -> new Code().put("fence.i");
        case ASKS_A_DEVICE -> new Code().load(5, Layout.UART + 5).immediate("lbu", 6, 5, 0);
        case READS_THE_TIME -> new Code().csr("csrrs", 5, 0xc01, 0);
        case WAITS_FOR_ITS_TIMER -> {
          Code code = new Code().csr("csrrs", 5, 0xc01, 0).immediate("addi", 5, 5, 20);
          code.load(6, Layout.CLINT + 0x4000).store("sd", 5, 6, 0).load(7, 0x80);
          yield code.csr("csrrs", 0, 0x304, 7).put("wfi");
        }
        case STORES -> new Code().load(5, Layout.DATA).store("sd", 5, 5, 0);
      };
    }

    private void load(Board board) {
      Code code = code();
      code.put("jal", Operand.RD, 0, Operand.IMM, -4L * code.size());
      for (int i = 0; i < code.size(); i++) {
        board.memory().putInt(Layout.BASE + 4L * i, code.words().get(i));
      }
      board.memory().putInt(Layout.PROGRAM, Code.bits("mret"));
      Hart hart = board.harts().getFirst();
      hart.writeCsr(0x305, habit == Habit.CALLS ? Layout.BASE : Layout.PROGRAM);
      hart.writeCsr(0x3bf, -1L);
      hart.writeCsr(0x3a2, Program.OPEN);
      hart.state.set(Rv64State.MODE, 3);
      hart.state.pc = Layout.BASE;
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("steps for each share are never more than a slice apart, and every guest gets its steps")
  void shares(
      @ForAll("customers") List<Customer> customers,
      @ForAll @IntRange(min = 20, max = 400) int slice,
      @ForAll Policy policy)
      throws InterruptedException {
    Parts parts =
        new Parts() {
          @Override
          public long slice() {
            return slice;
          }
        };
    try (Runs runs = new Runs()) {
      Board real = runs.real(customers.size(), HartFactory.REAL);
      ControlProgram control = new ControlProgram(real, policy, parts);
      List<VirtualMachine> machines = new ArrayList<>();
      for (Customer customer : customers) {
        VirtualMachine machine = define(control, customer, machines.size());
        machine.stepLimit((long) customer.slices() * slice);
        machines.add(machine);
        control.start(machine);
      }
      List<String> wrong = new ArrayList<>();
      real.harts()
          .getFirst()
          .deadline(
              () -> {
                compare(machines, slice, wrong);
                return Long.MAX_VALUE;
              });
      control.run();
      assertThat(wrong).isEmpty();
      for (int i = 0; i < machines.size(); i++) {
        assertThat(machines.get(i).outcome()).isEqualTo(new Outcome.Running());
        assertThat(machines.get(i).board().steps())
            .isEqualTo((long) customers.get(i).slices() * slice);
      }
    }
  }

  private static VirtualMachine define(ControlProgram control, Customer customer, int number) {
    VirtualMachine machine =
        control.define(
            new GuestDefinition(
                "guest " + number,
                Runs.BOARD,
                Layout.SIZE,
                customer.shares(),
                letter -> {},
                ConsoleSource.SILENT,
                List.of()));
    customer.load(machine.board());
    return machine;
  }

  /**
   * Of any two that still run, neither is ahead of the other by more than a slice of its own, and
   * the one step that the other was charged for being started.
   */
  private static void compare(List<VirtualMachine> machines, long slice, List<String> wrong) {
    List<VirtualMachine> running =
        machines.stream().filter(each -> each.state() == VirtualMachine.State.RUNNING).toList();
    for (VirtualMachine one : running) {
      for (VirtualMachine other : running) {
        double ahead =
            (double) one.board().steps() / one.shares()
                - (double) other.board().steps() / other.shares();
        double bound = (double) slice / one.shares() + 1.0 / other.shares();
        if (ahead > bound + 1e-9 && wrong.size() < 3) {
          wrong.add(
              "%s has had %d steps, %s %d"
                  .formatted(one.name(), one.board().steps(), other.name(), other.board().steps()));
        }
      }
    }
  }

  @Provide
  Arbitrary<List<Customer>> customers() {
    return Combinators.combine(
            Arbitraries.of(Habit.class),
            Arbitraries.integers().between(1, 1000),
            Arbitraries.integers().between(3, 30))
        .as(Customer::new)
        .list()
        .ofMinSize(2)
        .ofMaxSize(5);
  }
}
