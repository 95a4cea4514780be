package trapeze.console.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import trapeze.console.litmus.model.AllowedOutcomes;
import trapeze.console.litmus.model.Model;

/** The model's verdict on Trapeze's own tests, beside what the literature says of them. */
class MemoryModelTest {
  private static final String ALLOWED =
      """
      2+2Swap 2+2W 2+2W+amos IRIW ISA2 LB LB+amos LB+data+po MP MP+amos MP+fence.r.r+fence.w.w \
      MP+fence.w.w+ctrl MP+fence.w.w+ctrlfencei MP+fence.w.w+po MP+po+fence.r.r R R+fence.tsos \
      RWC RWC+fence.tsos S S+fence.w.w+po SB SB+amos SB+fence.rw.rw+po SB+fence.tsos \
      SB+fence.w.ws SB+mixed SB+rfi-addrs WRC WRC+addr+po\
      """;

  private static final String ALLOWED_BY_TSO =
      """
      R R+fence.tsos RWC RWC+fence.tsos SB SB+fence.rw.rw+po SB+fence.tsos SB+fence.w.ws SB+mixed \
      SB+rfi-addrs\
      """;

  private static final List<LitmusTest> TESTS =
      TestFiles.own().stream().map(TestFiles.Read::test).toList();

  private static SortedSet<String> allowed(Model model) {
    return TESTS.stream()
        .filter(
            test ->
                AllowedOutcomes.of(test, model).stream()
                    .anyMatch(each -> test.condition().holds(each.values())))
        .map(LitmusTest::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theWeakOrderAllowsWhatTheLiteratureSays() {
    assertThat(allowed(Model.RVWMO)).containsExactly(ALLOWED.split(" "));
  }

  @Test
  void totalStoreOrderAllowsOnlyThatLoadsOvertakeStores() {
    assertThat(allowed(Model.RVTSO)).containsExactly(ALLOWED_BY_TSO.split(" "));
  }

  @Test
  void noneOfThemIsSequentiallyConsistent() {
    assertThat(allowed(Model.SC)).isEmpty();
  }

  @Test
  void eachModelAllowsWhatAStrongerOneDoes() {
    for (LitmusTest test : TESTS) {
      SortedSet<Outcome> weak = AllowedOutcomes.of(test, Model.RVWMO);
      SortedSet<Outcome> total = AllowedOutcomes.of(test, Model.RVTSO);
      SortedSet<Outcome> sequential = AllowedOutcomes.of(test, Model.SC);
      assertThat(sequential).as(test.name()).isNotEmpty();
      assertThat(total).as(test.name()).containsAll(sequential);
      assertThat(weak).as(test.name()).containsAll(total);
    }
  }

  @Test
  void readsWhatHerdAndHardwarePrint() {
    ModelResults results =
        ModelResults.parse(
            List.of(
                "Test A Allowed",
                "States 2",
                "0:x5=0x10; [x]=y;",
                "0:x5=1; [x]=2;",
                "Ok",
                "Test B Allow",
                "Histogram (1 states)",
                "417:> 0:x5=1; x=2;",
                "No"));
    assertThat(results.of("A"))
        .map(Outcome::toString)
        .containsExactlyInAnyOrder("0:x5=1; x=2;", "0:x5=16; x=y;");
    assertThat(results.of("B")).map(Outcome::toString).containsExactly("0:x5=1; x=2;");
    assertThat(results.of("C")).isEmpty();
  }
}
