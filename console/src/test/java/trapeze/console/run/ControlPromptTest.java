package trapeze.console.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import trapeze.console.directory.Guest;
import trapeze.console.directory.GuestLine;
import trapeze.console.gdb.GdbServers;
import trapeze.console.terminal.Operator;
import trapeze.machine.board.Board;
import trapeze.machine.device.ConsoleSource;
import trapeze.monitor.VirtualMachine;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

class ControlPromptTest {
  private Session session = session();
  private ControlPrompt prompt = new ControlPrompt(session);

  private static Session session() {
    Guest one = Guest.open(GuestLine.parse("name=one,firmware=builtin:compute", 1));
    Guest two = Guest.open(GuestLine.parse("name=two,firmware=builtin:harts,harts=2", 2));
    Board.Configuration usual = Board.Configuration.USUAL;
    Session made =
        new Session(
            List.of(one, two),
            new RealMachine(
                1,
                Policy.CACHED,
                Designs.TRAP_AND_EMULATE,
                1,
                new GuestBoards(usual.implementation(), usual.timing())),
            new GdbServers(null, false, _ -> {}));
    try {
      made.add(one, _ -> {}, ConsoleSource.SILENT);
      made.add(two, _ -> {}, ConsoleSource.SILENT);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return made;
  }

  @BeforeEach
  void begin() {
    session = session();
    prompt = new ControlPrompt(session);
  }

  private List<String> answer(String line) {
    return prompt.answer(line).lines();
  }

  private VirtualMachine.State state(String name) {
    return Objects.requireNonNull(session.find(name)).state();
  }

  @Test
  void queryHasALineForEachHart() {
    assertThat(answer("query")).hasSize(4);
    assertThat(answer("query").get(1)).contains("one", "running", "0x0000000080000000", "M");
  }

  @Test
  void aGuestIsPausedAndResumedAndStopped() {
    assertThat(answer("pause one")).containsExactly("one is paused");
    assertThat(state("one")).isEqualTo(VirtualMachine.State.PAUSED);
    assertThat(answer("resume one")).containsExactly("one is resumed");
    assertThat(state("one")).isEqualTo(VirtualMachine.State.RUNNING);
    assertThat(answer("stop one")).containsExactly("one is stopped");
    assertThat(state("one")).isEqualTo(VirtualMachine.State.ENDED);
    assertThat(answer("resume one")).containsExactly("one has ended");
    assertThat(state("two")).isEqualTo(VirtualMachine.State.RUNNING);
  }

  @Test
  void exitsShowsTheAccounts() {
    assertThat(answer("exits two")).first().asString().contains("two").doesNotContain("one");
    assertThat(answer("exits")).first().asString().contains("one", "two");
    assertThat(answer("indicate")).hasSize(2);
  }

  @Test
  void whereToGoNext() {
    assertThat(prompt.answer("switch two"))
        .isEqualTo(new Operator.Answer(List.of(), "two", false, false));
    assertThat(prompt.answer("").back()).isTrue();
    assertThat(prompt.answer("quit").quit()).isTrue();
  }

  @Test
  void mistakesAreAnswered() {
    assertThat(answer("pause three"))
        .containsExactly("no guest is called 'three'; there are one, two");
    assertThat(answer("pause")).containsExactly("which guest? there are one, two");
    assertThat(answer("dance")).containsExactly("there is no command 'dance'; try help");
  }
}
