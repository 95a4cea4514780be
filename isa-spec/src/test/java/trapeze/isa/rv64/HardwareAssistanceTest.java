package trapeze.isa.rv64;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.Input;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.state.Environment;
import trapeze.isa.state.HartState;

/** What the real hart is given in VS and VU, and what comes back. */
class HardwareAssistanceTest {
  private static final long SUPERVISOR = 0x222;
  private static final long GUESTS = 0x444;

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, seed = "1974")
  void whatIsProjectedAndSavedIsAsItWas(@ForAll long seed) {
    HartState virtual = drawn(new Random(seed));
    HartState before = virtual.copy();
    HartState real = project(virtual);
    save(virtual, real);
    assertThat(virtual.differences(before)).isEmpty();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, seed = "1974")
  void onlyWhatTheGuestDelegatesIsItsOwn(@ForAll long seed) {
    HartState virtual = drawn(new Random(seed));
    HartState real = project(virtual);
    long delegated = virtual.get(Rv64State.MIDELEG) & SUPERVISOR;
    assertThat(real.get(Rv64State.HIDELEG)).isEqualTo(delegated << 1);
    assertThat(real.get(Rv64State.HVIP) & ~(delegated << 1)).isZero();
    assertThat(real.get(Rv64State.MIE) & ~(delegated << 1)).isZero();
    assertThat(real.get(Rv64State.HEDELEG) & ~virtual.get(Rv64State.MEDELEG)).isZero();
    assertThat(real.get(Rv64State.HENVCFG) & ~virtual.get(Rv64State.MENVCFG)).isZero();
    assertThat(real.get(Rv64State.HENVCFG) & Rv64State.HENVCFG_STCE.mask()).isZero();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, seed = "1974")
  void whatTheGuestChangesInVsComesBackAndNoMore(@ForAll long seed) {
    Random random = new Random(seed);
    HartState virtual = drawn(random);
    HartState before = virtual.copy();
    HartState real = project(virtual);
    long mask = Rv64State.SUM.mask() | Rv64State.SPP.mask() | Rv64State.SIE.mask();
    real.set(Rv64State.VSSTATUS, real.get(Rv64State.VSSTATUS) ^ mask);
    long enabled = random.nextLong() & real.get(Rv64State.HIDELEG);
    real.set(Rv64State.MIE, enabled);
    real.set(Rv64State.HVIP, real.get(Rv64State.HVIP) ^ real.get(Rv64State.HIDELEG) & 1 << 2);
    save(virtual, real);
    long delegated = before.get(Rv64State.MIDELEG) & SUPERVISOR;
    assertThat(virtual.get(Rv64State.MSTATUS)).isEqualTo(before.get(Rv64State.MSTATUS) ^ mask);
    assertThat(virtual.get(Rv64State.MIE) & delegated).isEqualTo(enabled >>> 1);
    assertThat(virtual.get(Rv64State.MIE) & ~delegated)
        .isEqualTo(before.get(Rv64State.MIE) & ~delegated);
    assertThat(virtual.get(Rv64State.MIP) ^ before.get(Rv64State.MIP)).isEqualTo(delegated & 2);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, seed = "1974")
  void ofAGuestsGuestTooWhatIsProjectedAndSavedIsAsItWas(@ForAll long seed) {
    HartState virtual = drawnInside(new Random(seed));
    HartState before = virtual.copy();
    save(virtual, project(virtual));
    assertThat(virtual.differences(before)).isEmpty();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, seed = "1974")
  void aGuestsGuestHasWhatBothLendIt(@ForAll long seed) {
    HartState virtual = drawnInside(new Random(seed));
    HartState real = project(virtual);
    long delegated = virtual.get(Rv64State.HIDELEG);
    assertThat(real.get(Rv64State.HIDELEG)).isEqualTo(delegated);
    assertThat(real.get(Rv64State.HVIP)).isEqualTo(virtual.get(Rv64State.HVIP) & delegated);
    assertThat(real.get(Rv64State.MIE)).isEqualTo(virtual.get(Rv64State.MIE) & delegated);
    assertThat(real.get(Rv64State.HEDELEG))
        .isEqualTo(virtual.get(Rv64State.MEDELEG) & virtual.get(Rv64State.HEDELEG) & 0xb1ff);
    assertThat(real.get(Rv64State.HENVCFG) & Rv64State.HENVCFG_STCE.mask()).isZero();
    long lent = virtual.get(Rv64State.MENVCFG) & virtual.get(Rv64State.HENVCFG);
    assertThat(real.get(Rv64State.HENVCFG) & ~lent).isZero();
    assertThat(real.get(Rv64State.HENVCFG) & AssistedRegisters.CACHE_MANAGEMENT).isZero();
    long traps = Rv64State.VTVM.mask() | Rv64State.VTSR.mask();
    assertThat(real.get(Rv64State.HSTATUS))
        .isEqualTo(virtual.get(Rv64State.HSTATUS) & traps | Rv64State.VTW.mask());
    boolean off = (virtual.get(Rv64State.MSTATUS) & Rv64State.FS.mask()) == 0;
    assertThat(real.get(Rv64State.MSTATUS))
        .isEqualTo(
            virtual.get(Rv64State.MSTATUS) & Rv64State.MXR.mask()
                | (off ? 0 : 2L << Rv64State.FS.low()));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, seed = "1974")
  void whatAGuestsGuestChangesComesBackToItsOwnRegisters(@ForAll long seed) {
    Random random = new Random(seed);
    HartState virtual = drawnInside(random);
    HartState before = virtual.copy();
    HartState real = project(virtual);
    long delegated = before.get(Rv64State.HIDELEG);
    long enabled = random.nextLong() & delegated;
    real.set(Rv64State.MIE, enabled);
    real.set(Rv64State.HVIP, real.get(Rv64State.HVIP) ^ delegated & 1 << 2);
    real.set(Rv64State.MSTATUS, real.get(Rv64State.MSTATUS) | Rv64State.FS.mask());
    save(virtual, real);
    assertThat(virtual.get(Rv64State.MIE))
        .isEqualTo(before.get(Rv64State.MIE) & ~delegated | enabled);
    assertThat(virtual.get(Rv64State.HVIP) ^ before.get(Rv64State.HVIP))
        .isEqualTo(delegated & 1 << 2);
    assertThat(virtual.get(Rv64State.MIP)).isEqualTo(before.get(Rv64State.MIP));
    assertThat(virtual.get(Rv64State.MSTATUS))
        .isEqualTo(before.get(Rv64State.MSTATUS) | Rv64State.FS.mask());
  }

  @Test
  void aHypervisorsReturnToItsGuestTraps() {
    HartState virtual = drawn(new Random(1));
    virtual.set(Rv64State.HAS_HYPERVISOR, 1);
    virtual.set(Rv64State.MSTATUS, 0);
    virtual.set(Rv64State.HSTATUS, 0);
    assertThat(project(virtual).get(Rv64State.HSTATUS)).isEqualTo(Rv64State.VTW.mask());
    virtual.set(Rv64State.HSTATUS, Rv64State.SPV.mask());
    assertThat(project(virtual).get(Rv64State.HSTATUS))
        .isEqualTo(Rv64State.VTW.mask() | Rv64State.VTSR.mask());
    virtual.set(Rv64State.HAS_HYPERVISOR, 0);
    assertThat(project(virtual).get(Rv64State.HSTATUS)).isEqualTo(Rv64State.VTW.mask());
  }

  @Test
  void anInterruptThatOnlyHsCanHaveIsAwaitedInTheRealU() {
    HartState virtual = drawn(new Random(1));
    virtual.set(Rv64State.HAS_HYPERVISOR, 1);
    virtual.set(Rv64State.MSTATUS, 0);
    virtual.set(Rv64State.MODE, 1);
    virtual.set(Rv64State.MIE, 1 << 2);
    virtual.set(Rv64State.HENVCFG, 0);
    virtual.set(Rv64State.HVIP, 0);
    virtual.set(Rv64State.HIDELEG, 0);
    assertThat(isAssisted(virtual)).isTrue();
    virtual.set(Rv64State.HVIP, 1 << 2);
    assertThat(isAssisted(virtual)).isFalse();
    virtual.set(Rv64State.HIDELEG, 1 << 2);
    assertThat(isAssisted(virtual)).isTrue();
    virtual.set(Rv64State.HIDELEG, 0);
    virtual.set(Rv64State.VIRTUAL, 1);
    assertThat(isAssisted(virtual)).isTrue();
    virtual.set(Rv64State.VIRTUAL, 0);
    virtual.set(Rv64State.HAS_HYPERVISOR, 0);
    assertThat(isAssisted(virtual)).isTrue();
    virtual.set(Rv64State.MODE, 3);
    assertThat(isAssisted(virtual)).isFalse();
  }

  private static boolean isAssisted(HartState state) {
    return evaluator(state).call(HardwareAssistance.IS_ASSISTED) != 0;
  }

  @Test
  void aTrapThatGoesToHsByItselfLeavesNothingOfTheLastOne() {
    HartState virtual = drawn(new Random(2));
    HartState before = virtual.copy();
    evaluator(virtual).call(HardwareAssistance.TAKEN_BY_HYPERVISOR);
    assertThat(virtual.differences(before)).isEmpty();
    virtual.set(Rv64State.HAS_HYPERVISOR, 1);
    virtual.set(Rv64State.HSTATUS, -1);
    virtual.set(Rv64State.VIRTUAL, 1);
    evaluator(virtual).call(HardwareAssistance.TAKEN_BY_HYPERVISOR);
    assertThat(virtual.get(Rv64State.HSTATUS)).isEqualTo(-1);
    virtual.set(Rv64State.VIRTUAL, 0);
    evaluator(virtual).call(HardwareAssistance.TAKEN_BY_HYPERVISOR);
    assertThat(virtual.get(Rv64State.HSTATUS))
        .isEqualTo(~(Rv64State.SPV.mask() | Rv64State.HSTATUS_GVA.mask()));
    assertThat(virtual.get(Rv64State.HTVAL)).isZero();
    assertThat(virtual.get(Rv64State.HTINST)).isZero();
  }

  @Test
  void nothingThatIsConfiguredStaysBehindInTheRealU() {
    List<Deprivileging.Fixed> all = new ArrayList<>(AssistedRegisters.CONFIGURATION);
    all.addAll(AssistedRegisters.STATE_ENABLES);
    for (Deprivileging.Fixed fixed : all) {
      assertThat(
              AssistedRegisters.WITHDRAWN.contains(fixed.variable())
                  || Deprivileging.CONFIGURATION.stream()
                      .anyMatch(each -> each.variable() == fixed.variable()))
          .as(fixed.variable().name())
          .isTrue();
    }
  }

  /** A virtual hart below M, its registers holding what they can hold. */
  private static HartState drawn(Random random) {
    HartState state = new HartState(Rv64State.SPACE);
    for (StateVariable variable : Rv64State.SPACE.variables(StateVariable.Kind.ARCHITECTURAL)) {
      state.set(variable, random.nextLong());
    }
    state.set(Rv64State.MODE, random.nextInt(2));
    state.set(Rv64State.VIRTUAL, 0);
    state.set(Rv64State.MIP, random.nextLong() & SUPERVISOR);
    state.set(Rv64State.MIDELEG, random.nextLong() & SUPERVISOR);
    state.set(Rv64State.MENVCFG, state.get(Rv64State.MENVCFG) & ~Rv64State.MENVCFG_STCE.mask());
    return state;
  }

  /** The same in VS or VU of a machine with the hypervisor extension, no timer of it running. */
  private static HartState drawnInside(Random random) {
    HartState state = drawn(random);
    state.set(Rv64State.HAS_HYPERVISOR, 1);
    state.set(Rv64State.VIRTUAL, 1);
    state.set(Rv64State.HIDELEG, random.nextLong() & GUESTS);
    state.set(Rv64State.HVIP, random.nextLong() & GUESTS);
    state.set(Rv64State.HENVCFG, state.get(Rv64State.HENVCFG) & ~Rv64State.HENVCFG_STCE.mask());
    return state;
  }

  private static List<AssistedRegisters.Lent> lent(HartState virtual) {
    boolean inside =
        virtual.get(Rv64State.HAS_HYPERVISOR) != 0 && virtual.get(Rv64State.VIRTUAL) != 0;
    return inside ? AssistedRegisters.LENT_TO_GUEST : AssistedRegisters.LENT;
  }

  private static HartState project(HartState virtual) {
    HartState real = new HartState(Rv64State.SPACE);
    Evaluator evaluator = evaluator(virtual);
    AssistedRegisters.CONFIGURATION.forEach(each -> real.set(each.variable(), each.value()));
    lent(virtual).forEach(each -> real.set(each.real(), virtual.get(each.virtual())));
    real.set(Rv64State.MSTATUS, evaluator.call(HardwareAssistance.ASSISTED_MACHINE_STATUS));
    real.set(Rv64State.VSSTATUS, evaluator.call(HardwareAssistance.ASSISTED_STATUS));
    real.set(Rv64State.HSTATUS, evaluator.call(HardwareAssistance.ASSISTED_CONTROL, 0));
    long exceptions = evaluator.call(HardwareAssistance.ASSISTED_EXCEPTIONS, 0);
    real.set(Rv64State.MEDELEG, exceptions);
    real.set(Rv64State.HEDELEG, exceptions);
    real.set(Rv64State.HIDELEG, evaluator.call(HardwareAssistance.ASSISTED_INTERRUPTS));
    real.set(Rv64State.HVIP, evaluator.call(HardwareAssistance.ASSISTED_PENDING));
    real.set(Rv64State.MIE, evaluator.call(HardwareAssistance.ASSISTED_ENABLED));
    real.set(Rv64State.HENVCFG, evaluator.call(HardwareAssistance.ASSISTED_ENVIRONMENT));
    return real;
  }

  private static void save(HartState virtual, HartState real) {
    lent(virtual).forEach(each -> virtual.set(each.virtual(), real.get(each.real())));
    take(virtual, Rv64State.MIE, HardwareAssistance.SAVED_ASSISTED_ENABLED, real, Rv64State.MIE);
    if (lent(virtual) == AssistedRegisters.LENT_TO_GUEST) {
      take(virtual, Rv64State.MSTATUS, Deprivileging.SAVED_STATUS, real, Rv64State.MSTATUS);
      take(virtual, Rv64State.HVIP, HardwareAssistance.SAVED_GUEST_PENDING, real, Rv64State.HVIP);
      return;
    }
    take(
        virtual,
        Rv64State.MSTATUS,
        HardwareAssistance.SAVED_ASSISTED_STATUS,
        real,
        Rv64State.VSSTATUS);
    take(virtual, Rv64State.MIP, HardwareAssistance.SAVED_ASSISTED_PENDING, real, Rv64State.HVIP);
  }

  private static void take(
      HartState virtual, StateVariable to, Routine routine, HartState real, StateVariable from) {
    virtual.set(to, evaluator(virtual).call(routine, real.get(from)));
  }

  /** No interrupt line is up, and it is the time 0. */
  private static Evaluator evaluator(HartState state) {
    Environment environment =
        (Environment)
            Proxy.newProxyInstance(
                Environment.class.getClassLoader(),
                new Class<?>[] {Environment.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("input") && arguments[0] instanceof Input) {
                    return 0L;
                  }
                  throw new UnsupportedOperationException(method.getName());
                });
    return new Evaluator(Rv64.SET, state, environment);
  }
}
