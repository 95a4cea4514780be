package trapeze.monitor.pg74.homomorphism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Machines;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.Registers;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Variant;
import trapeze.isa.state.HartState;
import trapeze.monitor.pg74.Method;
import trapeze.monitor.pg74.Region;
import trapeze.monitor.pg74.VmMap;
import trapeze.monitor.pg74.homomorphism.Homomorphism.Finding;
import trapeze.monitor.pg74.homomorphism.Homomorphism.Outcome;

class HomomorphismTest {
  private static final List<String> PAPER =
      ThirdGeneration.paper(Format.USUAL).operations().stream().map(Operation::mnemonic).toList();

  private static Outcome check(String machine, Method method, String... operations) {
    ThirdGeneration kind = Machines.named(machine).orElseThrow().machine();
    return Homomorphism.of(kind, Sizes.USUAL, method).check(List.of(operations), false, done -> {});
  }

  @Test
  void fetchTimerAndTrapsOfThePaperMap() {
    ThirdGeneration kind = Machines.named("pg74").orElseThrow().machine();
    Outcome outcome =
        Homomorphism.of(kind, Sizes.USUAL, Method.MONITOR).check(List.of(), true, done -> {});

    assertThat(outcome.findings())
        .extracting(Finding::name)
        .containsExactly(Homomorphism.FETCH, Homomorphism.TAKE);
    assertThat(outcome.holds()).isTrue();
    assertThat(outcome.coverage().runs()).isGreaterThan(250_000);
  }

  @Test
  void operationsOfThePaperMap() {
    Outcome outcome =
        check("pg74", Method.MONITOR, "lit", "jump", "svc", "rmode", "smode", "halt", "sio", "lr");

    assertThat(outcome.holds()).isTrue();
    assertThat(outcome.findings()).allMatch(finding -> finding.counterexample() == null);
  }

  @Test
  void whatDoesNotTrapAndShouldIsFound() {
    Outcome outcome = check("x86-smsw", Method.MONITOR, "lit", "smsw");

    assertThat(outcome.holds()).isFalse();
    assertThat(outcome.findings().get(0).holds()).isTrue();
    Finding smsw = outcome.findings().get(1);
    Counterexample least = Objects.requireNonNull(smsw.counterexample());
    assertThat(least.differences()).containsExactly(new Difference("a", "0", "3"));
    assertThat(least.story())
        .anyMatch(line -> line.contains("E[0]      smsw"))
        .contains("They part: A is 0 on the bare machine, and 3 in the virtual one.");
  }

  @Test
  void whatOnlyTheVirtualSupervisorMeetsAHybridMonitorCanMap() {
    assertThat(check("pdp10", Method.MONITOR, "jrst1").holds()).isFalse();
    assertThat(check("pdp10", Method.HYBRID, "jrst1").holds()).isTrue();
    assertThat(check("x86-smsw", Method.HYBRID, "smsw").holds()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pdp10", "x86-smsw", "x86-popf", "m68010", "arm-cps", "s370"})
  void holdsWhereTheTheoremsPromiseIt(String name) {
    Variant variant = Machines.named(name).orElseThrow();
    String[] own =
        variant.machine().operations().stream()
            .map(Operation::mnemonic)
            .filter(mnemonic -> !PAPER.contains(mnemonic))
            .toArray(String[]::new);

    assertThat(own).isNotEmpty();
    assertThat(check(name, Method.MONITOR, own).holds()).isEqualTo(variant.satisfiesTheorem1());
    assertThat(check(name, Method.HYBRID, own).holds()).isEqualTo(variant.satisfiesTheorem3());
  }

  @Test
  void theMapIsOneOne() {
    ThirdGeneration kind = ThirdGeneration.paper(new Format(2, 0, 8));
    Registers registers = kind.registers();
    VmMap map = new VmMap(registers, new Region(2, 2));
    List<StateVariable> variables = registers.space.variables(Kind.ARCHITECTURAL);
    HartState virtual = new HartState(registers.space);
    HartState real = new HartState(registers.space);
    HartState again = new HartState(registers.space);
    int bits = variables.stream().mapToInt(StateVariable::width).sum();
    for (long number = 0; number < 1L << bits; number++) {
      long rest = number;
      for (StateVariable variable : variables) {
        virtual.set(variable, rest);
        rest >>>= variable.width();
      }
      map.install(virtual, real);
      again.copyFrom(virtual);
      for (StateVariable variable : variables) {
        if (map.isCarried(variable, virtual::get)) {
          again.set(variable, 0);
        }
      }
      map.save(real, again);
      if (!again.equals(virtual)) {
        assertThat(again.differences(virtual)).as("state %x", number).isEmpty();
      }
    }
    assertThat(real.get(registers.mode)).isEqualTo(Registers.USER);
  }

  @Test
  void sizesThatCannotBeVisitedAreRefused() {
    assertThatThrownBy(() -> Sizes.behindTheControlProgram(Format.USUAL))
        .hasMessageContaining("65536 words");
    assertThatThrownBy(() -> Sizes.behindTheControlProgram(new Format(1, 0, 8)))
        .hasMessageContaining("a visit needs 4 or 8");
  }
}
