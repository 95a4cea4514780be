package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.Label;
import net.jqwik.api.Tag;
import org.assertj.core.api.SoftAssertions;

/**
 * Law 5: for every fault that is seeded some law fails. A law that no mutant breaks proves nothing.
 *
 * <p>The quick tests run the counterexamples that were found before. The long one, with the tag
 * {@code search}, has the guests generated that showed each fault then, and looks through all
 * guests where one shows it no more. Under {@code -Dtrapeze.keep=true} it looks for all faults
 * anew, or with {@code -Dtrapeze.missing=true} for those alone that nothing was kept for, makes the
 * guests small and keeps them.
 */
class MutationLaw {
  /**
   * Found by earlier guests, and by none of 30,000 of those that are generated now; the guest that
   * was kept still shows it.
   */
  private static final Set<String> NO_LONGER_MET = Set.of("WFI waits in the guest's U");

  private static final Path TABLE = Path.of("../docs/mutation.md");
  private static final Path PAGE = Path.of("../docs/counterexamples.md");
  private static final String BEGIN = "<!-- generated: faults -->\n\n";
  private static final String END = "\n<!-- end -->";
  private static final String HOW =
      "search again: ./trapeze test -pl proofs-and-tests -am -Dquick -Dwithout= -Dgroups=search"
          + " -Dtest=MutationLaw -Dtrapeze.keep=true -Dsurefire.failIfNoSpecifiedTests=false";

  @Example
  @Label("every seeded fault is caught by the counterexample that was found for it")
  void everyFaultIsCaughtAgain() throws IOException {
    Map<String, Counterexample> kept = Counterexamples.read();
    SoftAssertions softly = new SoftAssertions();
    for (Fault fault : Faults.ALL) {
      Optional<Counterexample> each = Optional.ofNullable(kept.get(fault.name()));
      softly
          .assertThat(
              each.map(known -> Trial.against(fault, known.policy(), known.program())).orElse(""))
          .as("%s; %s", fault.name(), HOW)
          .isNotEmpty();
    }
    softly.assertAll();
  }

  @Example
  @Label("the laws hold for every counterexample, if no fault is seeded")
  void counterexamplesAreSound() throws IOException {
    Map<String, Counterexample> kept = Counterexamples.read();
    SoftAssertions softly = new SoftAssertions();
    for (Fault fault : Faults.ALL) {
      Counterexample each = kept.get(fault.name());
      if (each != null) {
        softly
            .assertThat(Trial.isSound(fault, each.policy(), each.program()))
            .as(fault.name())
            .isTrue();
      }
    }
    softly.assertAll();
  }

  @Example
  @Label("every pitfall has a fault, and no two faults have one name")
  void catalogueIsWhole() {
    assertThat(Faults.ALL).extracting(Fault::name).doesNotHaveDuplicates();
    assertThat(Faults.ALL).extracting(Fault::pitfall).contains(Pitfall.values());
    assertThat(Faults.ALL).extracting(Fault::law).contains(Fault.Law.values());
  }

  @Example
  @Label("the tables in docs/mutation.md and docs/counterexamples.md are current")
  void pagesAreCurrent() throws IOException {
    Map<String, Counterexample> kept = Counterexamples.read();
    String page = Files.readString(TABLE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    assertThat(page.substring(begin, page.indexOf(END, begin)))
        .as(HOW)
        .isEqualTo(MutationPage.table(kept));
    assertThat(Files.readString(PAGE)).as(HOW).isEqualTo(MutationPage.counterexamples(kept));
  }

  @Example
  @Tag("search")
  @Label("every seeded fault is found among generated guests")
  void everyFaultIsFound() throws IOException {
    Map<String, Counterexample> kept = Counterexamples.read();
    if (Boolean.getBoolean("trapeze.keep")) {
      keep(searchAnew(kept));
      return;
    }
    SoftAssertions softly = new SoftAssertions();
    for (Fault fault : Faults.ALL) {
      if (!NO_LONGER_MET.contains(fault.name())) {
        softly.assertThat(Search.finds(fault, kept.get(fault.name()))).as(fault.name()).isTrue();
      }
    }
    softly.assertAll();
  }

  /** The first guest that shows each fault, made small. */
  private static List<Counterexample> searchAnew(Map<String, Counterexample> kept) {
    List<Counterexample> all = new ArrayList<>();
    SoftAssertions softly = new SoftAssertions();
    for (Fault fault : Faults.ALL) {
      boolean isPassedOver =
          NO_LONGER_MET.contains(fault.name())
              || Boolean.getBoolean("trapeze.missing") && kept.containsKey(fault.name());
      Optional<Counterexample> found =
          isPassedOver ? Optional.ofNullable(kept.get(fault.name())) : Search.counterexample(fault);
      softly.assertThat(found).as(fault.name()).isPresent();
      found.ifPresent(all::add);
    }
    softly.assertAll();
    return all;
  }

  static void keep(List<Counterexample> found) throws IOException {
    Counterexamples.write(found);
    Map<String, Counterexample> kept = Counterexamples.read();
    String page = Files.readString(TABLE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    String rest = page.substring(page.indexOf(END, begin));
    Files.writeString(TABLE, page.substring(0, begin) + MutationPage.table(kept) + rest);
    Files.writeString(PAGE, MutationPage.counterexamples(kept));
  }
}
