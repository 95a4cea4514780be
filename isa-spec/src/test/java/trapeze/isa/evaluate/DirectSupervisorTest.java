package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Deprivileging.Fixed;
import trapeze.isa.rv64.DirectSupervisor;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.rv64.StateEnable;
import trapeze.isa.state.HartState;
import trapeze.isa.state.TrapSignal;

/** What a guest's kernel in the real S can reach is what it was given, and comes back. */
class DirectSupervisorTest {
  /** CSRRS to x1 that writes nothing; the register's address belongs above. */
  private static final int READ = 0x20f3;

  private static final long SSIP = 1 << 1;
  private static final long ALL_INTERRUPTS = 0x222;

  /** Those that a routine projects, or that every guest has: the floating-point unit's. */
  private static final Set<String> BY_ROUTINE =
      Set.of("sstatus", "sie", "sip", "fflags", "frm", "fcsr");

  private final HartState virtual = new HartState(Rv64State.SPACE);

  DirectSupervisorTest() {
    virtual.set(Rv64State.MODE, 1);
    virtual.set(Rv64State.MCOUNTEREN, -1);
    virtual.set(Rv64State.MENVCFG, -1);
    virtual.set(Rv64State.MSTATUS, Rv64State.FS.mask());
    virtual.set(Rv64State.HAS_SSTC, 1);
  }

  private long call(Routine routine, long... arguments) {
    return new Evaluator(Rv64.SET, virtual, new FlatEnvironment()).call(routine, arguments);
  }

  /** A real hart with everything, the hypervisor extension too, as the monitor sets it up. */
  private ExampleHart real() {
    ExampleHart made = new ExampleHart();
    HartState real = made.hart;
    real.set(Rv64State.HAS_SSTC, 1);
    real.set(Rv64State.HAS_TIME, 1);
    real.set(Rv64State.HAS_HYPERVISOR, 1);
    real.set(Rv64State.HAS_STATEEN, 1);
    real.set(Rv64State.WIDEST_PAGING, 10);
    for (Fixed fixed : DirectSupervisor.CONFIGURATION) {
      real.set(fixed.variable(), fixed.value());
    }
    real.set(Rv64State.MODE, virtual.get(Rv64State.MODE));
    real.set(Rv64State.MSTATUS, call(DirectSupervisor.STATUS_FOR_SUPERVISOR, 0));
    real.set(Rv64State.MENVCFG, call(DirectSupervisor.ENVIRONMENT));
    real.set(Rv64State.mstateen(0), call(StateEnable.LENT));
    real.set(Rv64State.MEDELEG, call(DirectSupervisor.EXCEPTIONS));
    real.set(Rv64State.MIDELEG, virtual.get(Rv64State.MIDELEG));
    real.set(Rv64State.MIE, call(DirectSupervisor.ENABLED_FOR_SUPERVISOR));
    real.set(Rv64State.MIP, call(DirectSupervisor.PENDING_FOR_SUPERVISOR));
    return made;
  }

  @Test
  void everyRegisterThatSReachesWithoutATrapIsTheGuestsOwn() {
    Set<String> reached = new TreeSet<>();
    for (Csr csr : Rv64.SET.csrs()) {
      try {
        real().run(READ | csr.address() << 20);
        reached.add(csr.name());
      } catch (TrapSignal expected) {
        // Then the monitor emulates it.
      }
    }
    Set<String> own = new TreeSet<>(BY_ROUTINE);
    DirectSupervisor.LENT.stream().map(StateVariable::name).forEach(own::add);
    assertThat(reached).isEqualTo(own);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wfi", "sfence.vma", "sinval.vma", "mret"})
  void whatTheMonitorMustSeeTraps(String mnemonic) {
    assertThat(real().trapOf(mnemonic, 0, 0, 0, 0).cause()).isEqualTo(2);
  }

  @Test
  void noInstructionOfTheHypervisorExtensionIsThere() {
    for (Instruction instruction : Rv64.SET.instructions()) {
      if (instruction.name().matches("h(lv|sv|fence|inval).*")) {
        assertThat(real().trapOf(instruction.name(), 1, 2, 3, 0).cause())
            .as(instruction.name())
            .isEqualTo(2);
      }
    }
  }

  @Test
  void sretIsTheGuestsOwnUnlessItsOwnTsrTrapsIt() {
    real().run("sret", 0, 0, 0, 0);
    virtual.set(Rv64State.MSTATUS, Rv64State.TSR.mask());
    assertThat(real().trapOf("sret", 0, 0, 0, 0).cause()).isEqualTo(2);
  }

  @Test
  void senvcfgIsTheGuestsOwnUnlessItsOwnMachineLevelWithholdsIt() {
    real().run(READ | 0x10a << 20);
    virtual.set(Rv64State.HAS_STATEEN, 1);
    virtual.set(Rv64State.mstateen(0), -1);
    real().run(READ | 0x10a << 20);
    virtual.set(Rv64State.mstateen(0), 1L << 63);
    ExampleHart real = real();
    assertThatThrownBy(() -> real.run(READ | 0x10a << 20)).isInstanceOf(TrapSignal.class);
  }

  @Test
  void pageFaultsAccessFaultsAndIllegalInstructionsAreNeverDelegated() {
    virtual.set(Rv64State.MEDELEG, -1);
    long kept = 1 << 12 | 1 << 13 | 1 << 15 | 1 << 1 | 1 << 5 | 1 << 7 | 1 << 2;
    assertThat(real().hart.get(Rv64State.MEDELEG))
        .isEqualTo(0x359)
        .matches(all -> (all & kept) == 0);
    virtual.set(Rv64State.MEDELEG, 0);
    assertThat(real().hart.get(Rv64State.MEDELEG)).isZero();
  }

  @Test
  void onlyWhatIsDelegatedIsPendingOrEnabled() {
    virtual.set(Rv64State.MIDELEG, SSIP);
    virtual.set(Rv64State.MIE, 0xaaa);
    virtual.set(Rv64State.MIP, ALL_INTERRUPTS);
    virtual.set(Rv64State.MENVCFG, 0);
    HartState real = real().hart;
    assertThat(real.get(Rv64State.MIP)).isEqualTo(SSIP);
    assertThat(real.get(Rv64State.MIE)).isEqualTo(SSIP);
    assertThat(call(DirectSupervisor.SAVED_PENDING, 0)).isEqualTo(ALL_INTERRUPTS & ~SSIP);
    assertThat(call(DirectSupervisor.SAVED_ENABLED, 0)).isEqualTo(0xaaa & ~SSIP);
  }

  @Test
  void neitherMNorTheSOfAMachineWithTheHypervisorExtensionRunsSo() {
    assertThat(call(DirectSupervisor.RUNS_IN_SUPERVISOR)).isEqualTo(1);
    virtual.set(Rv64State.HAS_HYPERVISOR, 1);
    assertThat(call(DirectSupervisor.RUNS_IN_SUPERVISOR)).isZero();
    virtual.set(Rv64State.HAS_HYPERVISOR, 0);
    virtual.set(Rv64State.MODE, 3);
    assertThat(call(DirectSupervisor.RUNS_IN_SUPERVISOR)).isZero();
  }
}
