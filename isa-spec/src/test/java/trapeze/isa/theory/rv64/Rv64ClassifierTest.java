package trapeze.isa.theory.rv64;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.theory.Classification;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Theorem;
import trapeze.isa.theory.Verdict;

/** RV64 can be virtualized in U-mode and in S-mode, and every condition for it is needed. */
class Rv64ClassifierTest {

  @Test
  void everyVerdictIsDecidedAndShownAndTheTheoremsHold() {
    for (Frame frame : Frames.ALL) {
      Rv64Classifier classifier = new Rv64Classifier(Rv64.SET, frame);
      Classification machine = classifier.classify();
      assertThat(classifier.undecided()).isEmpty();
      assertThat(Theorem.first(machine).against()).isEmpty();
      assertThat(Theorem.third(machine).against()).isEmpty();
      for (Verdict verdict : machine.verdicts()) {
        for (Property property : verdict.properties()) {
          if (property != Property.INNOCUOUS && property != Property.TRAPPING) {
            assertThat(verdict.witness(property)).as("%s: %s", verdict, property).isPresent();
          }
        }
      }
    }
  }

  @Test
  void whatIsWellKnownIsSo() {
    assertThat(properties("addi")).containsExactly(Property.INNOCUOUS);
    assertThat(properties("ecall")).containsExactly(Property.TRAPPING, Property.INNOCUOUS);
    assertThat(properties("fadd.d")).containsExactly(Property.INNOCUOUS);
    assertThat(properties("csrrs x5, fcsr, x0")).containsExactly(Property.INNOCUOUS);
    assertThat(properties("wfi")).containsExactly(Property.PRIVILEGED, Property.CONTROL_SENSITIVE);
    assertThat(properties("csrrs x5, sstatus, x0"))
        .containsExactly(Property.PRIVILEGED, Property.LOCATION_SENSITIVE);
    assertThat(properties("csrrw x0, satp, x6"))
        .containsExactly(Property.PRIVILEGED, Property.CONTROL_SENSITIVE);
  }

  @Test
  void withoutAnyOfTheConditionsTheoremOneFails() {
    for (Frame frame : Frames.ALL) {
      for (Condition dropped : frame.conditions()) {
        assertThat(violators(Rv64.SET, frame.without(dropped)))
            .as("%s without %s", frame.name(), dropped.name())
            .isNotEmpty();
      }
    }
  }

  /** Where its kernel runs in S-mode, a guest's programs run in U-mode. */
  @Test
  void programsOfAKernelInSupervisorModeBreakNothing() {
    Frame programs = new Frame("S, programs", PrivilegeMode.U, Frames.SUPERVISOR.conditions());
    assertThat(violators(Rv64.SET, programs)).isEmpty();
  }

  @Test
  void withCountersThatUserModeMayReadTheyAreTheViolators() {
    Frame frame = Frames.USER.without(Frames.USER.condition("mcounteren"));
    assertThat(violators(Rv64.SET, frame))
        .hasSize(32)
        .contains("csrrs x5, cycle, x0", "csrrs x5, time, x0", "csrrs x5, instret, x0")
        .allMatch(instance -> instance.matches("csrrs x5, (cycle|time|instret|hpm.*), x0"));
  }

  @Test
  void theVariantsFailWithTheirOwnInstructionIfTheyFail() {
    Map<String, List<String>> expected =
        Map.of(
            "rv64-wfi-nop", List.of("wfi"),
            "rv64-sfence-open", List.of("sfence.vma"),
            "rv64-status-open", List.of("csrrs x5, mstatus.open, x0"),
            "rv64-no-mtval", List.of());
    for (Rv64Variants.Variant variant : Rv64Variants.ALL) {
      List<Verdict> against = new Rv64Classifier(variant.set(), Frames.USER).against();
      assertThat(against).extracting(Verdict::instance).isEqualTo(expected.get(variant.name()));
      assertThat(against.stream().noneMatch(Verdict::standsAgainstTheorem1))
          .as(variant.name())
          .isEqualTo(variant.first());
      assertThat(against.stream().noneMatch(Verdict::standsAgainstTheorem3))
          .as(variant.name())
          .isEqualTo(variant.third());
    }
  }

  @Test
  void theOtherFormsOfAnAccessAreLikeTheFourThatAreListed() {
    Rv64Classifier classifier = new Rv64Classifier(Rv64.SET, Frames.USER);
    for (String register : List.of("mscratch", "sscratch", "satp", "fflags", "cycle", "mhartid")) {
      Csr csr = Rv64.SET.csr(register);
      for (Instance instance : Instance.others(Rv64.SET, csr)) {
        String listed = alike(instance.text()).formatted(register);
        assertThat(classifier.verdict(instance).properties())
            .as(instance.text())
            .isEqualTo(properties(listed));
      }
    }
  }

  private static String alike(String text) {
    if (text.startsWith("csrrwi")) {
      return "csrrw x0, %s, x6";
    }
    return text.endsWith("0") ? "csrrs x5, %s, x0" : "csrrs x5, %s, x6";
  }

  private static Set<Property> properties(String text) {
    Instance instance =
        Instance.all(Rv64.SET).stream()
            .filter(each -> each.text().equals(text))
            .findFirst()
            .orElseThrow();
    Set<Property> found = new Rv64Classifier(Rv64.SET, Frames.USER).verdict(instance).properties();
    return EnumSet.copyOf(found);
  }

  private static List<String> violators(InstructionSet set, Frame frame) {
    Rv64Classifier classifier = new Rv64Classifier(set, frame);
    List<String> found =
        classifier.against().stream()
            .filter(Verdict::standsAgainstTheorem1)
            .map(Verdict::instance)
            .toList();
    assertThat(classifier.undecided()).isEmpty();
    return found;
  }
}
