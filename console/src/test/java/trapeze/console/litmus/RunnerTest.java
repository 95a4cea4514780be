package trapeze.console.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trapeze.console.litmus.model.AllowedOutcomes;
import trapeze.console.litmus.model.Model;
import trapeze.console.litmus.run.Platform;
import trapeze.console.litmus.run.Runner;
import trapeze.machine.board.HartFactory;

class RunnerTest {
  private static LitmusTest test(String name) {
    return TestFiles.own().stream()
        .map(TestFiles.Read::test)
        .filter(each -> each != null && each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void hartsThatTakeTurnsShowEverySequentialOutcome() throws InterruptedException {
    for (String name : List.of("SB", "MP", "LRSC+W", "WRC", "2+2W")) {
      LitmusTest test = test(name);
      var seen = new Runner(Platform.TURNS, HartFactory.REAL, 1).run(test, 2048);
      assertThat(seen.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(2048);
      assertThat(seen.keySet()).as(name).isSubsetOf(AllowedOutcomes.of(test, Model.SC));
      assertThat(seen).as(name).hasSizeGreaterThan(2);
    }
  }

  @Test
  void turnsAreTheSameBareAndVirtual() throws InterruptedException {
    for (String name : List.of("SB", "IRIW", "LRSC+LRSC")) {
      assertThat(new Runner(Platform.VM_TURNS, HartFactory.REAL, 1).run(test(name), 512))
          .as(name)
          .isEqualTo(new Runner(Platform.TURNS, HartFactory.REAL, 1).run(test(name), 512));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PARALLEL", "VM"})
  void hartsOnThreadsShowOnlyWhatIsAllowed(Platform platform) throws InterruptedException {
    for (String name : List.of("SB+fence.rw.rws", "MP+fence.w.w+addr", "LRSC+ABA", "AMOADD4")) {
      LitmusTest test = test(name);
      assertThat(new Runner(platform, HartFactory.REAL, 1).run(test, 1000).keySet())
          .as(name)
          .isSubsetOf(AllowedOutcomes.of(test, Model.RVWMO));
    }
  }
}
