package trapeze.console.litmus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.console.litmus.LitmusTest.AddressOf;
import trapeze.console.litmus.LitmusTest.Constant;
import trapeze.console.litmus.LitmusTest.Quantifier;
import trapeze.isa.ir.Operand;

class LitmusParserTest {
  private static final String TEXT =
      """
      RISCV Everything
      "a title"
      Com=Rf Fr (* a comment
      of two lines *)
      {
      uint64_t y=0x10; int *p=&x;
      0:x5=x; 0:a0 = -3;
      }
       P0             | P1                 ;
       lw x6,4(x5)    | L0:                ;
       fence.tso      | lr.w.aq x7,0(x5)   ;
       bne x6,x0,E    | sc.w.rl x8,x7,(x5) ;
       li t0,7        | bne x8,x0,L0       ;
       E: nop         |                    ;
      locations [y; 1:s0;]
      filter (not (x=9))
      ~exists (0:x6=1 /\\ (x=0x2 \\/ 1:x7=y))
      """;

  @Test
  void readsAllOfIt() {
    LitmusTest test = LitmusParser.parse(TEXT);
    assertThat(test.name()).isEqualTo("Everything");
    assertThat(test.title()).isEqualTo("a title");
    assertThat(test.locations().keySet()).containsExactly("p", "x", "y");
    assertThat(location(test, "y").bytes()).isEqualTo(8);
    assertThat(location(test, "y").initial()).isEqualTo(new Constant(16));
    assertThat(location(test, "x").bytes()).isEqualTo(4);
    assertThat(location(test, "p").initial()).isEqualTo(new AddressOf("x"));
    assertThat(test.threads().getFirst().registers())
        .isEqualTo(Map.of(5, new AddressOf("x"), 10, new Constant(-3)));
    assertThat(test.quantifier()).isEqualTo(Quantifier.NOT_EXISTS);
    assertThat(test.observables())
        .map(Object::toString)
        .containsExactly("0:x6", "1:x7", "1:x8", "x", "y");
  }

  private static LitmusTest.Location location(LitmusTest test, String name) {
    return Objects.requireNonNull(test.locations().get(name));
  }

  @Test
  void readsInstructions() {
    var lines = LitmusParser.parse(TEXT).threads().getFirst().lines();
    assertThat(lines)
        .map(line -> line.instruction().name())
        .containsExactly("lw", "fence", "bne", "addi", "addi");
    assertThat(lines.get(0).operand(Operand.IMM)).isEqualTo(4);
    assertThat(lines.get(1).operand(Operand.FM)).isEqualTo(8);
    assertThat(lines.get(2).target()).isEqualTo(4);
    var second = LitmusParser.parse(TEXT).threads().get(1).lines();
    assertThat(second.get(0).operand(Operand.AQ)).isEqualTo(1);
    assertThat(second.get(1).operand(Operand.RL)).isEqualTo(1);
    assertThat(second.get(2).bits(2) >>> 31).as("backwards").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 0, false", "1, 2, 9, true", "1, 0, y, true", "0, 0, 9, false"})
  void decidesItsCondition(String first, String x, String second, boolean holds) {
    Condition condition = ConditionParser.parse("0:x6=1 /\\ not (x=2) \\/ 0:x6=1 /\\ 1:x7=9");
    Map<String, String> values = Map.of("0:x6", first, "x", x, "1:x7", second);
    assertThat(condition.holds(values)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "nothing ! no litmus test",
        "RISCV A {} P0 ; frob x1 ; exists (x=1) ! no instruction frob",
        "RISCV A {} P0 ; lw x1 ; exists (x=1) ! should have the operands",
        "RISCV A {} P0 ; lw x1,0(q9) ; exists (x=1) ! q9 is no register",
        "RISCV A {} P0 ; beq x1,x2,L ; exists (x=1) ! there is no label L",
        "RISCV A {} P1 ; nop ; exists (x=1) ! threads should be named",
        "RISCV A {} P0 ; nop | nop ; exists (x=1) ! more columns",
        "RISCV A {} P0 ; nop ; exists (x=) ! ) is no value",
        "RISCV A {} P0 ; nop ; exists (x=1 /\\ ! ends too early",
        "RISCV A {} P0 ; nop ; exists (x=1 ! lacks ')'",
        "RISCV A { int z[2]; } P0 ; nop ; exists (x=1) ! no initial value",
      })
  void saysWhatItDoesNotUnderstand(String text, String problem) {
    String lines = text.replace("exists", "\nexists");
    assertThatThrownBy(() -> LitmusParser.parse(lines))
        .isInstanceOf(Unreadable.class)
        .hasMessageContaining(problem);
  }
}
