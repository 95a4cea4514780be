package trapeze.isa.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Processor;
import trapeze.isa.pg74.Registers;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Trapped;

class VisitTest {
  private static final Format FORMAT = new Format(1, 0, 5);
  private static final ThirdGeneration MACHINE =
      ThirdGeneration.paper(Format.USUAL).only("loadi", "jz").in(FORMAT);
  private static final Registers R = MACHINE.registers();

  @Test
  void whatIsNotReadIsNotEnumerated() {
    List<Long> seen = new ArrayList<>();
    Coverage coverage =
        Visit.all(
            10,
            choices -> {
              long first = choices.choose(2);
              seen.add(first < 2 ? first : 10 * first + choices.choose(1));
            });
    assertThat(seen).containsExactly(0L, 1L, 20L, 21L, 30L, 31L);
    assertThat(coverage).isEqualTo(new Coverage(6, BigInteger.valueOf(1024)));
  }

  @Test
  void aRunThatReadsMoreThanThereIsOrOtherThanBeforeIsAMistake() {
    assertThatThrownBy(() -> Visit.all(3, choices -> choices.choose(4)))
        .hasMessageContaining("a state of 3 bits, of which a run has read 4");
    int[] runs = {0};
    assertThatThrownBy(() -> Visit.all(3, choices -> choices.choose(1 + runs[0]++)))
        .hasMessageContaining("does not ask the same");
    int[] again = {0};
    assertThatThrownBy(
            () ->
                Visit.all(
                    3,
                    choices -> {
                      if (again[0]++ == 0) {
                        choices.choose(1);
                      }
                    }))
        .hasMessageContaining("asks less");
  }

  /** Lazily or state by state: the same results from the same states. */
  @Test
  void aLazyVisitSeesWhatAPlainOneSees() {
    for (String mnemonic : List.of("loadi", "jz")) {
      long word = MACHINE.encode(mnemonic, 1);
      TreeSet<String> lazily = new TreeSet<>();
      TreeSet<String> plainly = new TreeSet<>();
      Coverage lazy = visit(word, false, lazily);
      Coverage plain = visit(word, true, plainly);
      assertThat(lazily).as(mnemonic).isEqualTo(plainly).isNotEmpty();
      assertThat(lazy.states()).isEqualTo(plain.states());
      assertThat(lazy.runs()).isLessThan(plain.runs());
    }
  }

  /** Carries an instruction out in every state; gathers what it does as far as it shows. */
  private static Coverage visit(long word, boolean plainly, TreeSet<String> results) {
    int size = FORMAT.mostWords();
    return Visit.all(
        StartState.bits(MACHINE, size),
        choices -> {
          StartState start = new StartState(MACHINE, size, choices);
          if (plainly) {
            R.psw().forEach(start::register);
            start.register(R.accumulator);
            start.word(0);
            start.word(1);
          }
          LazyState state = start.state();
          LazyWords words = start.words();
          Trapped trap = new Processor(MACHINE, state, words).execute(word);
          results.add(
              "%s m %b p %b l %b b %b a %b E[0] %b E[1] %b"
                  .formatted(
                      trap == null ? "completes" : Objects.requireNonNull(trap).cause(),
                      state.isWritten(R.mode),
                      state.isWritten(R.counter),
                      state.isWritten(R.relocation),
                      state.isWritten(R.bound),
                      state.isWritten(R.accumulator),
                      words.isWritten(0),
                      words.isWritten(1)));
        });
  }
}
