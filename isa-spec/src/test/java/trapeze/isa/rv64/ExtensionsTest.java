package trapeze.isa.rv64;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.CompressedForm;
import trapeze.isa.definition.Instruction;
import trapeze.isa.state.HartState;

/** What is claimed and what is defined are the same. */
class ExtensionsTest {
  /** Families of instructions that belong to the privileged architecture, by their mode. */
  private static final Set<String> ARCHITECTURE = Set.of("Machine", "Supervisor");

  private static Set<String> claimed() {
    return Extensions.ALL.stream().map(Extension::name).collect(Collectors.toSet());
  }

  @Test
  void everyDefinitionBelongsToAnExtensionThatIsClaimed() {
    Set<String> known = claimed();
    known.addAll(ARCHITECTURE);
    assertThat(
            Stream.concat(
                Rv64.SET.instructions().stream().map(Instruction::extension),
                Rv64.SET.compressed().stream().map(CompressedForm::extension)))
        .allSatisfy(extension -> assertThat(known).contains(extension));
  }

  @Test
  void noExtensionIsClaimedTwiceAndEveryPartIsClaimed() {
    assertThat(Extensions.ALL).extracting(Extension::name).doesNotHaveDuplicates();
    assertThat(Extensions.ALL).allSatisfy(each -> assertThat(claimed()).containsAll(each.parts()));
  }

  @Test
  void theOrderIsTheManuals() {
    assertThat(
            Stream.of("Svpbmt", "Zba", "Sstc", "C", "Zicsr", "M", "Zaamo", "I", "Zicboz", "B")
                .map(name -> Extension.extension(name, ""))
                .sorted(Extension.ORDER)
                .map(Extension::name))
        .containsExactly("I", "M", "C", "B", "Zicboz", "Zicsr", "Zaamo", "Zba", "Sstc", "Svpbmt");
  }

  @Test
  void choicesTakeExtensionsAway() {
    HartState hart = new HartState(Rv64State.SPACE);
    List<String> none = Extension.treeNames(hart);
    assertThat(none).contains("i", "zba", "svinval").doesNotContain("sstc", "svadu", "zicclsm");
    hart.set(Rv64State.HAS_SSTC, 1);
    assertThat(Extension.treeNames(hart)).contains("sstc").hasSize(none.size() + 1);
  }

  @Test
  void whatIsMadeOfOthersIsThereWithAllOfThem() {
    HartState hart = new HartState(Rv64State.SPACE);
    Extension sha = named("Sha");
    assertThat(sha.choices()).containsExactly(Rv64State.HAS_HYPERVISOR, Rv64State.HAS_STATEEN);
    hart.set(Rv64State.HAS_HYPERVISOR, 1);
    assertThat(sha.in(hart)).isFalse();
    hart.set(Rv64State.HAS_STATEEN, 1);
    assertThat(sha.in(hart)).isTrue();
    assertThat(Extension.treeNames(hart)).contains("smstateen", "ssstateen");
  }

  private static Extension named(String name) {
    return Extensions.ALL.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aProfileTellsWhatIsMissing() {
    HartState hart = new HartState(Rv64State.SPACE);
    hart.set(Rv64State.MISALIGNED, 1);
    Profile oldest = Profile.ALL.stream().min(Comparator.comparing(Profile::name)).orElseThrow();
    assertThat(oldest.name()).isEqualTo("RVA20S64");
    assertThat(oldest.missing(hart)).containsExactly("Sv39");
    hart.set(Rv64State.WIDEST_PAGING, AddressTranslation.SV39);
    assertThat(oldest.missing(hart)).isEmpty();
  }
}
